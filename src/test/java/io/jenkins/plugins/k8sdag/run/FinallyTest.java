package io.jenkins.plugins.k8sdag.run;

import static io.jenkins.plugins.k8sdag.run.Dags.reads;
import static io.jenkins.plugins.k8sdag.run.Dags.retry;
import static io.jenkins.plugins.k8sdag.run.Dags.stage;
import static io.jenkins.plugins.k8sdag.run.Groups.last;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.dag.RetryPolicy;
import io.jenkins.plugins.k8sdag.dag.RunStatus;
import io.jenkins.plugins.k8sdag.dag.Stage;
import io.jenkins.plugins.k8sdag.dag.StageStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Stages in {@code finally}: they run whatever became of the others. */
class FinallyTest {
    private static Scenario scenario(boolean failFast, Optional<Duration> timeout, Stage... stages) {
        return new Scenario(
                new Dag("test", List.of(stages), 10, failFast, timeout, Optional.of(Duration.ofHours(1)), Map.of()));
    }

    private static Scenario scenario(Stage... stages) {
        return scenario(false, Optional.empty(), stages);
    }

    private static StageStatus status(Scenario s, String stage) {
        return s.stage(stage).status().orElse(null);
    }

    @Test
    void itStartsWhenAllElseHasEndedAndReadsHow() {
        Scenario s = scenario(
                stage("a"), stage("b", "a"), last(reads("run.status", stage("tell"))), last(stage("end", "tell")));
        assertThat(s.stage("tell").phase()).isEqualTo(StagePhase.WAITING);
        s.submit("a").running("a").fail("a", Cause.EXIT_CODE);
        assertThat(s.state().phase()).isEqualTo(RunPhase.FINALLY);
        assertThat(s.stage("tell").values()).containsEntry("run.status", "FAILED");
        assertThat(s.stage("end").phase()).isEqualTo(StagePhase.WAITING);
        s.run("tell").run("end");
        assertThat(s.state().status()).contains(RunStatus.FAILED);
    }

    @Test
    void afterSuccessTheRunIsGreenOnlyIfItIsToo() {
        Scenario green = scenario(stage("a"), last(stage("end")));
        green.run("a").run("end");
        assertThat(green.state().status()).contains(RunStatus.SUCCEEDED);

        Scenario red = scenario(stage("a"), last(stage("end")));
        red.run("a").submit("end").running("end").fail("end", Cause.EXIT_CODE);
        assertThat(red.state().status()).contains(RunStatus.FAILED);
    }

    @Test
    void itsStagesAreRetriedAsOthersAre() {
        Scenario s = scenario(stage("a"), last(retry(1, stage("end"), RetryPolicy.On.FAILURE)));
        s.run("a").submit("end").running("end").fail("end", Cause.EXIT_CODE).next();
        s.run("end");
        assertThat(s.state().status()).contains(RunStatus.SUCCEEDED);
    }

    @Test
    void failFastLeavesItAlone() {
        Scenario s = scenario(true, Optional.empty(), stage("a"), stage("b"), last(stage("end")), last(stage("more")));
        s.submit("a").running("a").submit("b").fail("a", Cause.EXIT_CODE);
        assertThat(status(s, "end")).isNull();
        s.tell(new Input.Deleted(s.id("b")));
        assertThat(s.state().phase()).isEqualTo(RunPhase.FINALLY);
        s.submit("end").running("end").fail("end", Cause.EXIT_CODE);
        assertThat(s.stage("more").phase()).isEqualTo(StagePhase.SUBMITTING);
        s.run("more");
        assertThat(s.state().status()).contains(RunStatus.FAILED);
    }

    @Test
    void afterACancelItWaitsUntilAllJobsWereToldToGo() {
        Scenario s = scenario(stage("a"), last(reads("run.status", stage("end"))));
        s.submit("a").running("a").tell(new Input.CancelRequested("someone"));
        assertThat(s.due()).contains(new Effect.Sweep());
        s.fail("a", Cause.EXIT_CODE);
        assertThat(s.state().phase()).isEqualTo(RunPhase.STOPPING);
        s.tell(new Input.Swept());
        assertThat(s.state().phase()).isEqualTo(RunPhase.FINALLY);
        assertThat(s.stage("end").values()).containsEntry("run.status", "CANCELLED");
        s.run("end");
        assertThat(s.state().status()).contains(RunStatus.CANCELLED);
        assertThat(status(s, "end")).isEqualTo(StageStatus.SUCCEEDED);
    }

    @Test
    void aSecondCancelStopsItBeforeItStarts() {
        Scenario s = scenario(stage("a"), last(stage("end")));
        s.submit("a").running("a").tell(new Input.CancelRequested("someone"));
        s.tell(new Input.CancelRequested("someone, again"));
        assertThat(status(s, "end")).isEqualTo(StageStatus.CANCELLED);
        s.fail("a", Cause.EXIT_CODE);
        assertThat(s.state().status()).contains(RunStatus.CANCELLED);
    }

    @Test
    void aFirstCancelWhileItRunsLetsItEnd() {
        Scenario s = scenario(stage("a"), last(stage("end")));
        s.run("a").submit("end").running("end").tell(new Input.CancelRequested("someone"));
        assertThat(s.due()).doesNotContain(new Effect.Sweep());
        assertThat(s.stage("end").phase()).isEqualTo(StagePhase.RUNNING);
        s.succeed("end", "");
        assertThat(s.state().status()).contains(RunStatus.CANCELLED);
        assertThat(status(s, "end")).isEqualTo(StageStatus.SUCCEEDED);
        assertThat(s.due()).contains(new Effect.Sweep());
    }

    @Test
    void aSecondCancelWhileItRunsStopsIt() {
        Scenario s = scenario(stage("a"), last(stage("end")), last(stage("more", "end")));
        s.run("a").submit("end").running("end").tell(new Input.CancelRequested("someone"));
        s.tell(new Input.CancelRequested("someone"));
        assertThat(s.stage("end").phase()).isEqualTo(StagePhase.STOPPING);
        assertThat(status(s, "more")).isEqualTo(StageStatus.CANCELLED);
        s.fail("end", Cause.EXIT_CODE);
        assertThat(s.state().status()).contains(RunStatus.CANCELLED);
    }

    @Test
    void theTimeoutOfTheRunDoesNotReachItButItsOwnDoes() {
        Scenario s = scenario(false, Optional.of(Duration.ofMinutes(10)), stage("a"), last(stage("end")));
        s.submit("a").running("a").after(Duration.ofMinutes(10));
        s.tell(new Input.Swept()).fail("a", Cause.EXIT_CODE);
        assertThat(s.state().phase()).isEqualTo(RunPhase.FINALLY);
        s.submit("end").running("end").after(Duration.ofMinutes(30));
        assertThat(s.stage("end").phase()).isEqualTo(StagePhase.RUNNING);
        s.after(Duration.ofMinutes(30));
        assertThat(s.stage("end").phase()).isEqualTo(StagePhase.STOPPING);
        s.fail("end", Cause.EXIT_CODE);
        assertThat(s.state().status()).contains(RunStatus.FAILED);
        assertThat(s.state().message()).contains("finallyTimeout");
    }

    @Test
    void withNothingElseLeftItStillRuns() {
        Scenario s = scenario(Dags.when("false", stage("a")), last(stage("end")));
        assertThat(s.state().phase()).isEqualTo(RunPhase.FINALLY);
        s.run("end");
        assertThat(s.state().status()).contains(RunStatus.SUCCEEDED);
    }

    @Test
    void aMatrixInItOpensWithIt() {
        Scenario s = scenario(Groups.all(stage("a"), Groups.matrix(last(stage("clean")), "x", "y")));
        assertThat(s.stage("clean-x").phase()).isEqualTo(StagePhase.WAITING);
        s.run("a").run("clean-x").run("clean-y");
        assertThat(s.state().status()).contains(RunStatus.SUCCEEDED);
    }
}
