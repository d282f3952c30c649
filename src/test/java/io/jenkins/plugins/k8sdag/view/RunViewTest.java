package io.jenkins.plugins.k8sdag.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.k8sdag.dag.StageStatus;
import io.jenkins.plugins.k8sdag.engine.Health;
import io.jenkins.plugins.k8sdag.run.Cause;
import io.jenkins.plugins.k8sdag.run.Dags;
import io.jenkins.plugins.k8sdag.run.Fact;
import io.jenkins.plugins.k8sdag.run.Failure;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunViewTest {
    private static final Failure EXIT =
            Failure.exit(Cause.EXIT_CODE, 7, "The stage exited with code 7.", "Read the end of its log.");

    private static Failure image(String name) {
        return Failure.of(Cause.IMAGE_NOT_FOUND, "Image " + name + " does not exist.", "Correct its name.");
    }

    @Test
    void aStageThatRunsShowsItsClocksAndTheRunItsProgress() {
        Views run = new Views(Dags.of(Dags.stage("a"), Dags.stage("b", "a")))
                .ready("a")
                .runs("a");

        RunView view = RunView.of(run.state(), run.now().plusSeconds(5), Optional.empty());

        StageView a = view.stages().get(0);
        assertThat(a.standing()).isEqualTo("RUNNING");
        assertThat(a.clocks()).isEqualTo(new ClocksView(1000, 1000, 1000, 5000, "running"));
        assertThat(a.attempts())
                .singleElement()
                .satisfies(x -> assertThat(x.job()).isEqualTo("job-a-1"));
        assertThat(view.stages().get(1).waiting()).isEqualTo("needs a");
        assertThat(view.progress()).isEqualTo(new ProgressView(2, 0, 1, 1, Map.of()));
        assertThat(view.standing()).isEqualTo("RUNNING");
        assertThat(view.health()).isNull();
    }

    @Test
    void clocksOfAStageAreThoseOfItsAttemptsTogether() {
        Views run = new Views(Dags.of(Dags.stage("a")))
                .ready("a")
                .runs("a")
                .attemptEnds("a", Optional.of(EXIT))
                .retries("a", Duration.ofSeconds(10));

        StageView waiting = StageView.of(run.state(), 0, run.now());

        assertThat(waiting.standing()).isEqualTo("BACKOFF");
        assertThat(waiting.waiting()).isEqualTo("attempt 1 failed: The stage exited with code 7.");
        assertThat(waiting.retryAt()).isEqualTo(run.now().plusSeconds(10).toString());
        assertThat(waiting.clocks().running()).isEqualTo(1000);
        assertThat(waiting.clocks().current()).isNull();
    }

    @Test
    void theResultIsWhatScriptsRead() {
        Views run = new Views(Dags.of(Dags.stage("a"), Dags.stage("b"), Dags.stage("c", "b")))
                .ready("a")
                .runs("a")
                .succeeds("a")
                .ready("b")
                .runs("b")
                .fails("b", EXIT);
        run.apply(new Fact.StageEnded(2, StageStatus.OMITTED, Optional.empty(), "it needs b", Map.of(), run.now()));

        String json = ViewJson.line(ResultView.of(run.state(), run.now()));

        assertThat(json)
                .isEqualTo("{\"type\":\"result\",\"run\":\"r\",\"status\":\"RUNNING\",\"stages\":{"
                        + "\"a\":{\"status\":\"SUCCEEDED\",\"attempts\":1,\"outputs\":{\"k\":\"v\"},\"cause\":null,\"blame\":null,"
                        + "\"message\":null,\"durationMillis\":4000},"
                        + "\"b\":{\"status\":\"FAILED\",\"attempts\":1,\"outputs\":{},\"cause\":\"ExitCode\",\"blame\":\"user\","
                        + "\"message\":\"The stage exited with code 7.\",\"durationMillis\":4000},"
                        + "\"c\":{\"status\":\"OMITTED\",\"attempts\":0,\"outputs\":{},\"cause\":null,\"blame\":null,"
                        + "\"message\":\"it needs b\",\"durationMillis\":0}}}");
    }

    @Test
    void theSameTroubleIsSaidOnceButEveryProgramSpeaksForItself() {
        Views run =
                new Views(Dags.of(Dags.stage("a"), Dags.stage("b"), Dags.stage("c"), Dags.stage("d"), Dags.stage("e")));
        for (String stage : new String[] {"a", "b", "c", "d", "e"}) {
            run.ready(stage).runs(stage);
        }
        run.fails("a", image("x"))
                .fails("b", EXIT)
                .fails("c", image("x"))
                .fails("d", EXIT)
                .fails("e", image("y"));

        RunView view = RunView.of(run.state(), run.now(), Optional.empty());

        assertThat(view.failures())
                .extracting(FailureGroup::line)
                .containsExactly(
                        "2 of 5 stages: a, c: ImageNotFound: Image x does not exist.",
                        "b: ExitCode: The stage exited with code 7.",
                        "d: ExitCode: The stage exited with code 7.",
                        "e: ImageNotFound: Image y does not exist.");
    }

    @Test
    void healthIsToldWhereThereIsAConnection() {
        Views run = new Views(Dags.of(Dags.stage("a")));
        Health health = new Health(false, Optional.empty(), Optional.of("connection refused"), 3, 1, 0);
        ObjectNode json = ViewJson.tree(RunView.of(run.state(), run.now(), Optional.of(health)));
        assertThat(json.get("health").get("trouble").asText()).isEqualTo("connection refused");
    }
}
