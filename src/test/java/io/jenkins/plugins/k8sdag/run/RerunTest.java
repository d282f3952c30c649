package io.jenkins.plugins.k8sdag.run;

import static io.jenkins.plugins.k8sdag.run.Dags.allowFailure;
import static io.jenkins.plugins.k8sdag.run.Dags.outputs;
import static io.jenkins.plugins.k8sdag.run.Dags.reads;
import static io.jenkins.plugins.k8sdag.run.Dags.stage;
import static io.jenkins.plugins.k8sdag.run.Dags.when;
import static io.jenkins.plugins.k8sdag.run.Groups.all;
import static io.jenkins.plugins.k8sdag.run.Groups.forEach;
import static io.jenkins.plugins.k8sdag.run.Groups.last;
import static io.jenkins.plugins.k8sdag.run.Groups.matrix;
import static io.jenkins.plugins.k8sdag.run.Groups.uses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.dag.Group;
import io.jenkins.plugins.k8sdag.dag.RunStatus;
import io.jenkins.plugins.k8sdag.dag.StageStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A rerun takes over what others could build on, and runs the rest. */
class RerunTest {
    private static Scenario failed(Scenario s, String stage) {
        return s.submit(stage).running(stage).fail(stage, Cause.EXIT_CODE);
    }

    /** Names of those that were taken over. */
    private static List<String> taken(Scenario s) {
        Dag dag = s.state().dag();
        return dag.stages().stream()
                .map(x -> x.name())
                .filter(name -> s.stage(name).takenOver().isPresent())
                .toList();
    }

    private static StageStatus status(Scenario s, String stage) {
        return s.stage(stage).status().orElse(null);
    }

    @Test
    void whatSucceededIsTakenOverAndTheRestRuns() {
        Scenario first = new Scenario(
                Dags.of(outputs(stage("a"), "x"), reads("a.x", stage("b", "a")), stage("c", "b"), stage("d", "a")));
        first.submit("a").running("a").succeed("a", "x=1").run("d");
        failed(first, "b");
        assertThat(first.state().status()).contains(RunStatus.FAILED);

        Scenario s = Scenario.rerun(first, null);

        assertThat(taken(s)).containsExactly("a", "d");
        assertThat(s.state().info().rerunOf()).contains("run-1");
        assertThat(s.stage("a").takenOver().orElseThrow()).isEqualTo(new StageState.TakenOver("run-1", 1));
        assertThat(s.stage("b").values()).containsEntry("a.x", "1");
        s.run("b").run("c");
        assertThat(s.state().status()).contains(RunStatus.SUCCEEDED);
        assertThat(s.state().tally().ended(StageStatus.SUCCEEDED)).isEqualTo(4);
        assertThat(RunState.fold(s.all())).isEqualTo(s.state());
    }

    @Test
    void aRerunOfARerunNamesTheRunInWhichAStageRan() {
        Scenario first = new Scenario(Dags.of(stage("a"), stage("b", "a"), stage("c", "b")));
        failed(first.run("a"), "b");
        Scenario second = Scenario.rerun(first, null);
        failed(second.run("b"), "c");
        Scenario third = Scenario.rerun(second, null);
        assertThat(third.stage("a").takenOver().orElseThrow().run()).isEqualTo("run-1");
        assertThat(third.stage("b").takenOver().orElseThrow().run()).isEqualTo("run-2");
        assertThat(third.run("c").state().status()).contains(RunStatus.SUCCEEDED);
    }

    @Test
    void allowedFailuresAndSkippedStagesAreTakenOver() {
        Scenario first = new Scenario(Dags.of(
                allowFailure(stage("maybe")),
                when("false", stage("skipped")),
                stage("b", "maybe", "skipped"),
                stage("c", "b"),
                stage("iffy", "b:FAILED"),
                stage("end", "iffy:ALWAYS", "maybe")));
        failed(first, "maybe");
        failed(first.run("b"), "c");
        assertThat(status(first, "iffy")).isEqualTo(StageStatus.OMITTED);
        first.run("end");

        Scenario s = Scenario.rerun(first, null);

        assertThat(taken(s)).containsExactly("maybe", "skipped", "b", "iffy", "end");
        assertThat(s.stage("maybe").failure().map(Failure::cause)).contains(Cause.EXIT_CODE);
        assertThat(s.stage("skipped").reason()).contains("its when is false");
        assertThat(s.run("c").state().status()).contains(RunStatus.UNSTABLE);
    }

    @Test
    void whatRanBecauseOfAFailureRunsAgainIfItFailsAgain() {
        Scenario first = new Scenario(Dags.of(stage("a"), stage("tell", "a:FAILED"), stage("tidy", "tell:ALWAYS")));
        failed(first, "a").run("tell").run("tidy");
        Scenario s = Scenario.rerun(first, null);
        assertThat(taken(s)).isEmpty();
        s.run("a").run("tidy");
        assertThat(status(s, "tell")).isEqualTo(StageStatus.OMITTED);
        assertThat(s.state().status()).contains(RunStatus.SUCCEEDED);
    }

    @Test
    void whatFailFastAndACancelKeptFromRunningRuns() {
        Scenario first = new Scenario(Dags.failFast(stage("ok"), stage("a"), stage("slow"), stage("b", "slow")));
        failed(first.run("ok"), "a");
        first.submit("slow").running("slow").fail("slow", Cause.EXIT_CODE);
        assertThat(status(first, "b")).isEqualTo(StageStatus.OMITTED);
        Scenario s = Scenario.rerun(first, null);
        assertThat(taken(s)).containsExactly("ok");
        s.run("a").run("slow").run("b");
        assertThat(s.state().status()).contains(RunStatus.SUCCEEDED);
    }

    @Test
    void fromAStageOnAllRunsThatDependsOnIt() {
        Scenario first = new Scenario(
                Dags.of(stage("a"), stage("b", "a"), stage("c", "b"), stage("d", "a"), stage("e", "c:ALWAYS", "d")));
        first.run("a").run("b").run("c").run("d").run("e");
        assertThat(new Rerun(first.all(), Optional.empty()).nothingToDo()).isTrue();
        assertThat(new Rerun(first.all(), Optional.of("b")).nothingToDo()).isFalse();

        Scenario s = Scenario.rerun(first, "b");

        assertThat(taken(s)).containsExactly("a", "d");
        assertThat(s.run("b").run("c").run("e").state().status()).contains(RunStatus.SUCCEEDED);
    }

    @Test
    void whatFailedElsewhereRunsAgainWhateverTheStageIsThatIsAskedFor() {
        Scenario first = new Scenario(Dags.of(stage("a"), stage("b", "a"), stage("c")));
        failed(first.run("a").run("b"), "c");
        assertThat(taken(Scenario.rerun(first, "b"))).containsExactly("a");
    }

    @Test
    void finallyRunsAgainEachTime() {
        Scenario first = new Scenario(Dags.of(stage("a"), stage("b"), last(stage("f"))));
        failed(first.run("a"), "b").run("f");
        Scenario s = Scenario.rerun(first, null);
        assertThat(taken(s)).containsExactly("a");
        s.run("b");
        assertThat(s.stage("f").phase()).isEqualTo(StagePhase.SUBMITTING);
        assertThat(s.run("f").state().status()).contains(RunStatus.SUCCEEDED);

        assertThat(new Rerun(s.all(), Optional.empty()).nothingToDo()).isTrue();
        assertThat(new Rerun(s.all(), Optional.of("f")).nothingToDo()).isFalse();

        Scenario broken = new Scenario(Dags.of(stage("a"), last(stage("f"))));
        failed(broken.run("a"), "f");
        assertThat(new Rerun(broken.all(), Optional.empty()).nothingToDo()).isFalse();
        assertThat(Scenario.rerun(broken, null).run("f").state().status()).contains(RunStatus.SUCCEEDED);
    }

    @Test
    void aMatrixIsOpenAtOnceForWhatFailedInIt() {
        Scenario first =
                new Scenario(Dags.of(all(stage("build"), matrix(outputs(stage("test", "build"), "n"), "17", "21"))));
        first.run("build");
        first.submit("test-17").running("test-17").succeed("test-17", "n=a");
        failed(first, "test-21");

        Scenario s = Scenario.rerun(first, null);

        assertThat(taken(s)).containsExactly("build", "test-17");
        s.submit("test-21").running("test-21").succeed("test-21", "n=b");
        assertThat(s.stage("test").outputs()).isEqualTo(Map.of("n", List.of("a", "b")));
        assertThat(s.state().status()).contains(RunStatus.SUCCEEDED);
    }

    @Test
    void aFanOutHasTheSameInstancesAndAWholeOneIsTakenOver() {
        Scenario first = new Scenario(Dags.of(all(
                stage("build"),
                forEach("list:eu,us", 10, outputs(reads("item.x", stage("p", "build")), "url")),
                forEach("list:x,y", 10, stage("q", "build")),
                reads("p.url", stage("tell", "p")))));
        first.run("build").submit("p-eu").running("p-eu").succeed("p-eu", "url=1");
        failed(first.run("q-x"), "q-y");
        first.submit("p-us").running("p-us").succeed("p-us", "url=2").run("tell");

        Scenario s = Scenario.rerun(first, null);

        assertThat(taken(s)).containsExactly("build", "p", "tell", "p-eu", "p-us", "q-x");
        assertThat(s.stage("p").outputs()).isEqualTo(Map.of("url", List.of("1", "2")));
        assertThat(s.state().tally().total()).isEqualTo(6);
        assertThat(s.run("q-y").state().status()).contains(RunStatus.SUCCEEDED);

        Scenario again = Scenario.rerun(first, "build");
        assertThat(taken(again)).isEmpty();
        assertThat(again.state().dag().size()).isEqualTo(4);
    }

    @Test
    void aUsedFileHasTheSameParameters() {
        List<Group.Argument> params = List.of(new Group.Argument("v", "v${{ build.n }}", "string", ""));
        Scenario first = new Scenario(Dags.of(all(
                outputs(stage("build"), "n"),
                uses(reads("build.n", stage("ship", "build")), params, Map.of(), stage("x"), stage("y", "x")),
                uses(when("false", stage("no")), List.of(), Map.of(), stage("x")))));
        first.submit("build").running("build").succeed("build", "n=7");
        failed(first.run("ship.x"), "ship.y");

        Scenario s = Scenario.rerun(first, null);

        assertThat(taken(s)).containsExactly("build", "ship.x", "no", "no.x");
        assertThat(s.stage("ship").params()).isEqualTo(Map.of("v", "v7"));
        assertThat(s.run("ship.y").state().status()).contains(RunStatus.SUCCEEDED);
        assertThat(RunState.fold(s.all())).isEqualTo(s.state());
    }

    @Test
    void aGroupThatWasAllowedToFailIsTakenOverAsItEnded() {
        Scenario first = new Scenario(Dags.of(all(
                uses(allowFailure(stage("g")), List.of(), Map.of(), stage("x"), stage("y", "x")),
                stage("after", "g"),
                stage("bad", "after"))));
        failed(first, "g.x");
        failed(first.run("after"), "bad");

        Scenario s = Scenario.rerun(first, null);

        assertThat(taken(s)).containsExactly("g", "g.x", "g.y", "after");
        assertThat(s.run("bad").state().status()).contains(RunStatus.UNSTABLE);
        assertThat(taken(Scenario.rerun(first, "g.x"))).isEmpty();
    }

    @Test
    void aTakenOverStageIsNotRetried() {
        Scenario first = new Scenario(Dags.of(allowFailure(stage("a")), stage("b", "a")));
        failed(first, "a");
        failed(first, "b");
        Scenario s = Scenario.rerun(first, null);
        assertThat(s.refusal("a").orElseThrow())
                .isEqualTo("stage 'a' was taken over from run run-1; run it again by a rerun from that stage on");
    }

    @Test
    void aRunUnderWayAndAnUnknownStageAreErrors() {
        Scenario first = new Scenario(Dags.of(stage("a")));
        assertThatThrownBy(() -> new Rerun(first.all(), Optional.empty()))
                .hasMessage("run run-1 is still under way (RUNNING): wait until it has ended, or cancel it first");
        first.run("a");
        assertThatThrownBy(() -> new Rerun(first.all(), Optional.of("b"))).hasMessage("run run-1 has no stage 'b'");
    }
}
