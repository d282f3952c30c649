package io.jenkins.plugins.k8sdag.run;

import static io.jenkins.plugins.k8sdag.run.Dags.allowFailure;
import static io.jenkins.plugins.k8sdag.run.Dags.outputs;
import static io.jenkins.plugins.k8sdag.run.Dags.reads;
import static io.jenkins.plugins.k8sdag.run.Dags.retry;
import static io.jenkins.plugins.k8sdag.run.Dags.stage;
import static io.jenkins.plugins.k8sdag.run.Groups.all;
import static io.jenkins.plugins.k8sdag.run.Groups.forEach;
import static io.jenkins.plugins.k8sdag.run.Groups.last;
import static io.jenkins.plugins.k8sdag.run.Groups.matrix;
import static io.jenkins.plugins.k8sdag.run.Groups.uses;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.dag.RetryPolicy;
import io.jenkins.plugins.k8sdag.dag.RunStatus;
import io.jenkins.plugins.k8sdag.dag.StageStatus;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A failed stage is tried again by hand while its run goes on. */
class RetryTest {
    private static StageStatus status(Scenario s, String stage) {
        return s.stage(stage).status().orElse(null);
    }

    private static Scenario failed(Scenario s, String stage) {
        return s.submit(stage).running(stage).fail(stage, Cause.EXIT_CODE);
    }

    /** A run in which {@code slow} keeps things going. */
    private static Scenario of(Object... stages) {
        Object[] more = java.util.Arrays.copyOf(stages, stages.length + 1);
        more[stages.length] = stage("slow");
        return new Scenario(Dags.of(all(more)));
    }

    private static List<String> reopened(Scenario s) {
        Dag dag = s.state().dag();
        return s.facts.stream()
                .filter(Fact.StageRetried.class::isInstance)
                .flatMap(f -> ((Fact.StageRetried) f).reopened().stream())
                .map(i -> dag.stage(i).name())
                .toList();
    }

    /** All that is counted along the way is what counting anew gives. */
    private static void counted(Scenario s) {
        RunState state = s.state();
        Tally fresh = Tally.waiting(state.dag());
        for (int i = 0; i < state.dag().size(); i++) {
            // From the start to where it stands in one move.
            fresh = fresh.move(state.dag().stage(i), StageState.waiting(0), state.stage(i));
        }
        assertThat(state.tally()).isEqualTo(fresh);
        assertThat(state.queued())
                .containsExactlyElementsOf(IntStream.range(0, state.dag().size())
                        .filter(i -> state.stage(i).phase() == StagePhase.QUEUED)
                        .boxed()
                        .toList());
    }

    @Test
    void whatWasLeftOutBecauseOfItWaitsAgain() {
        Scenario s = of(stage("a"), stage("b", "a"), stage("c", "b"), stage("other", "slow"), stage("d", "c", "other"));
        failed(s, "a");
        assertThat(status(s, "c")).isEqualTo(StageStatus.OMITTED);
        assertThat(s.stage("d").phase()).isEqualTo(StagePhase.WAITING);

        s.retry("a");

        assertThat(reopened(s)).containsExactly("b", "c");
        assertThat(s.latest()).containsExactly("StageRetried(a)", "AttemptAdmitted(a)");
        assertThat(s.stage("a").attempts()).hasSize(2);
        assertThat(s.stage("d").unmet()).isEqualTo(2);
        counted(s);
        s.run("a").run("b").run("c").run("slow").run("other").run("d");
        assertThat(s.state().status()).contains(RunStatus.SUCCEEDED);
        counted(s);
    }

    @Test
    void theUsersBudgetIsCountedAnewAndTheClustersIsNot() {
        Scenario s = of(retry(1, stage("a"), RetryPolicy.On.FAILURE));
        failed(s, "a").next();
        s.submit("a").running("a").fail("a", Cause.EVICTED).next();
        failed(s, "a");
        assertThat(status(s, "a")).isEqualTo(StageStatus.FAILED);
        assertThat(s.stage("a").most(s.state().dag().stage(0))).isEqualTo(3);

        s.retry("a");
        assertThat(s.stage("a").userRetries()).isZero();
        assertThat(s.stage("a").infrastructureRetries()).isEqualTo(1);
        assertThat(s.stage("a").most(s.state().dag().stage(0))).isEqualTo(5);
        failed(s, "a").next();
        assertThat(s.stage("a").attempts()).hasSize(5);
        failed(s, "a");
        assertThat(status(s, "a")).isEqualTo(StageStatus.FAILED);
        s.retry("a").run("a").run("slow");
        assertThat(s.stage("a").attempts()).hasSize(6);
        assertThat(s.state().status()).contains(RunStatus.SUCCEEDED);
    }

    @Test
    void whatRanBecauseItFailedStaysAndIsNotRunTwice() {
        Scenario s = of(stage("a"), stage("tell", "a:FAILED"), stage("always", "a:ALWAYS"), stage("b", "a"));
        failed(s, "a").run("tell");
        s.submit("always").running("always");

        s.retry("a");

        assertThat(reopened(s)).containsExactly("b");
        s.succeed("always", "").run("a").run("b").run("slow");
        assertThat(s.stage("tell").attempts()).hasSize(1);
        assertThat(s.stage("always").attempts()).hasSize(1);
        assertThat(s.state().status()).contains(RunStatus.SUCCEEDED);
        counted(s);
    }

    @Test
    void aStageThatWaitsForOthersStillWaitsForItAnew() {
        Scenario s = of(stage("a"), stage("b", "a:ALWAYS", "slow"));
        failed(s, "a");
        assertThat(s.stage("b").unmet()).isEqualTo(1);
        s.retry("a");
        assertThat(reopened(s)).isEmpty();
        assertThat(s.stage("b").unmet()).isEqualTo(2);
        s.run("slow");
        assertThat(s.stage("b").phase()).isEqualTo(StagePhase.WAITING);
        s.run("a");
        assertThat(s.stage("b").phase()).isEqualTo(StagePhase.SUBMITTING);
    }

    @Test
    void whatWasLeftOutBecauseOfAnotherStaysLeftOut() {
        Scenario s = of(stage("a"), stage("x"), stage("both", "a", "x"), stage("mine", "a:ALWAYS", "x"));
        failed(s, "a");
        failed(s, "x");
        s.retry("a");
        assertThat(reopened(s)).containsExactly("both");
        s.run("a");
        assertThat(status(s, "both")).isEqualTo(StageStatus.OMITTED);
        s.retry("x");
        assertThat(reopened(s)).containsExactly("both", "mine");
        s.run("x").run("both").run("mine").run("slow");
        assertThat(s.state().status()).contains(RunStatus.SUCCEEDED);
        counted(s);
    }

    @Test
    void itsGroupIsOpenAgainAndSoIsWhatWaitsForThat() {
        Scenario s = of(
                matrix(outputs(stage("test"), "n"), "17", "21"),
                uses(stage("ship", "test"), List.of(), Map.of(), stage("x"), stage("y", "x")),
                forEach("list:eu,us", 5, stage("tell", "ship")),
                stage("after", "tell"));
        s.submit("test-21").running("test-21").succeed("test-21", "n=b");
        failed(s, "test-17");
        assertThat(status(s, "test")).isEqualTo(StageStatus.FAILED);
        assertThat(status(s, "ship.y")).isEqualTo(StageStatus.OMITTED);
        assertThat(s.refusal("test").orElseThrow())
                .isEqualTo("stage 'test' is a matrix, which runs nothing itself; retry one of its stages: test-17");

        s.retry("test-17");

        assertThat(reopened(s)).containsExactlyInAnyOrder("test", "ship", "ship.x", "ship.y", "tell", "after");
        assertThat(s.stage("test").phase()).isEqualTo(StagePhase.OPEN);
        assertThat(s.stage("test").unmet()).isEqualTo(1);
        assertThat(s.stage("ship.y").unmet()).isEqualTo(2);
        counted(s);
        s.submit("test-17").running("test-17").succeed("test-17", "n=a");
        assertThat(s.stage("test").outputs()).isEqualTo(Map.of("n", List.of("a", "b")));
        s.run("ship.x").run("ship.y").run("tell-eu").run("tell-us").run("after").run("slow");
        assertThat(s.state().status()).contains(RunStatus.SUCCEEDED);
        counted(s);
    }

    @Test
    void aGroupElsewhereThatEndedWithoutItsStageIsOpenAgain() {
        Scenario s = of(
                stage("a"),
                uses(stage("g"), List.of(), Map.of(), stage("one")),
                Groups.in("g", stage("g-two", "a")),
                stage("after", "g"));
        s.run("g.one");
        failed(s, "a").run("after");
        assertThat(status(s, "g")).isEqualTo(StageStatus.SUCCEEDED);

        s.retry("a");

        assertThat(reopened(s)).containsExactlyInAnyOrder("g-two", "g");
        s.run("a").run("g-two").run("slow");
        assertThat(s.stage("after").attempts()).hasSize(1);
        assertThat(s.state().status()).contains(RunStatus.SUCCEEDED);
        counted(s);
    }

    @Test
    void anAllowedFailureCanBeRetriedToo() {
        Scenario s = of(allowFailure(stage("a")), stage("b", "a"));
        failed(s, "a");
        s.run("b").retry("a");
        assertThat(reopened(s)).isEmpty();
        s.run("slow");
        assertThat(s.state().status()).isEmpty();
        s.run("a");
        assertThat(s.state().status()).contains(RunStatus.SUCCEEDED);
        assertThat(s.stage("b").attempts()).hasSize(1);
    }

    @Test
    void stagesOfFinallyStillWaitForAllOthers() {
        Scenario s = new Scenario(Dags.of(stage("a"), stage("slow"), last(stage("f")), last(stage("g", "f"))));
        failed(s, "a").retry("a").run("slow");
        assertThat(s.stage("f").phase()).isEqualTo(StagePhase.WAITING);
        failed(s, "a");
        assertThat(s.refusal("a").orElseThrow()).contains("those in finally run");
        assertThat(s.retry("a").facts).isEmpty();
        s.run("f").run("g");
        assertThat(s.state().status()).contains(RunStatus.FAILED);
        assertThat(s.refusal("a").orElseThrow()).startsWith("the run has ended FAILED; a rerun takes over");
        assertThat(s.retry("a").facts).isEmpty();
    }

    @Test
    void whyItCannotBeIsSaid() {
        Scenario s = of(
                stage("a"),
                stage("good"),
                stage("mid", "a:ALWAYS"),
                reads("a.x", stage("late", "mid")),
                Dags.when("nobody knows", stage("wrong")));
        failed(s, "a").run("good").submit("mid").running("mid");
        Map<String, String> reasons = Map.of(
                "good",
                "stage 'good' ended SUCCEEDED; only a stage that has failed can be retried",
                "mid",
                "stage 'mid' is RUNNING; only a stage that has failed can be retried",
                "wrong",
                "stage 'wrong' never started, and would fail the same way: 'nobody knows' has no value; correct the"
                        + " file and start a new run",
                "a",
                "stage 'a' cannot be retried now: 'late' has yet to start and reads its result or that of a stage that"
                        + " depends on it, without waiting for it; retry it by a rerun when the run has ended");
        reasons.forEach((stage, why) -> {
            assertThat(s.refusal(stage)).contains(why);
            assertThat(s.retry(stage).facts).isEmpty();
        });
        s.tell(new Input.CancelRequested("someone"));
        assertThat(s.refusal("a").orElseThrow())
                .isEqualTo("the run is STOPPING: cancelled: someone; a rerun can follow when it has ended");
    }

    @Test
    void whatIsReadThroughWhatWaitsIsThereInTime() {
        Scenario s = of(outputs(stage("a"), "x"), stage("mid", "a"), reads("a.x", stage("late", "mid")));
        failed(s, "a").retry("a");
        assertThat(reopened(s)).containsExactly("mid", "late");
        s.submit("a").running("a").succeed("a", "x=1").run("mid").run("late").run("slow");
        assertThat(s.stage("late").values()).containsEntry("a.x", "1");
        assertThat(s.state().status()).contains(RunStatus.SUCCEEDED);
    }
}
