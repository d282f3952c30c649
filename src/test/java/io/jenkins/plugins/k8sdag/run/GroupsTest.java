package io.jenkins.plugins.k8sdag.run;

import static io.jenkins.plugins.k8sdag.run.Dags.allowFailure;
import static io.jenkins.plugins.k8sdag.run.Dags.outputs;
import static io.jenkins.plugins.k8sdag.run.Dags.reads;
import static io.jenkins.plugins.k8sdag.run.Dags.stage;
import static io.jenkins.plugins.k8sdag.run.Dags.when;
import static io.jenkins.plugins.k8sdag.run.Groups.all;
import static io.jenkins.plugins.k8sdag.run.Groups.forEach;
import static io.jenkins.plugins.k8sdag.run.Groups.matrix;
import static io.jenkins.plugins.k8sdag.run.Groups.uses;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.k8sdag.dag.Group;
import io.jenkins.plugins.k8sdag.dag.RunStatus;
import io.jenkins.plugins.k8sdag.dag.Stage;
import io.jenkins.plugins.k8sdag.dag.StageStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Groups: they open when their needs are met, and end as their stages end. */
class GroupsTest {
    private static StageStatus status(Scenario s, String stage) {
        return s.stage(stage).status().orElse(null);
    }

    @Test
    void aMatrixOpensOnceItsNeedsAreMetAndEndsWithItsLastInstance() {
        Scenario s = new Scenario(Dags.of(all(
                stage("build"),
                matrix(outputs(stage("test", "build"), "n"), "17", "21"),
                reads("test.n", stage("last", "test")))));
        assertThat(s.stage("test-17").phase()).isEqualTo(StagePhase.WAITING);
        assertThat(s.state().tally().total()).isEqualTo(4);

        s.run("build");

        assertThat(s.latest()).contains("GroupOpened(test)", "StageReady(test-17)", "StageReady(test-21)");
        s.submit("test-21").running("test-21").succeed("test-21", "n=b");
        assertThat(s.stage("test").phase()).isEqualTo(StagePhase.OPEN);
        s.submit("test-17").running("test-17").succeed("test-17", "n=a");
        assertThat(status(s, "test")).isEqualTo(StageStatus.SUCCEEDED);
        assertThat(s.stage("test").outputs()).isEqualTo(Map.of("n", List.of("a", "b")));
        assertThat(s.stage("last").values()).containsEntry("test.n", "[\"a\",\"b\"]");
    }

    @Test
    void aStageMayNeedOneInstance() {
        Scenario s = new Scenario(Dags.of(all(matrix(stage("test"), "17", "21"), stage("after", "test-17"))));
        s.run("test-17");
        assertThat(s.stage("after").phase()).isEqualTo(StagePhase.SUBMITTING);
        assertThat(s.stage("test").phase()).isEqualTo(StagePhase.OPEN);
    }

    @Test
    void aFailedInstanceFailsTheGroupAndSaysWhich() {
        Scenario s = new Scenario(Dags.of(all(matrix(stage("test"), "17", "21"), stage("after", "test"))));
        s.submit("test-17").running("test-17").fail("test-17", Cause.EXIT_CODE).run("test-21");
        assertThat(status(s, "test")).isEqualTo(StageStatus.FAILED);
        assertThat(s.stage("test").reason()).isEqualTo("1 of its 2 stages ended FAILED: test-17");
        assertThat(status(s, "after")).isEqualTo(StageStatus.OMITTED);
        assertThat(s.state().status()).contains(RunStatus.FAILED);
        assertThat(s.state().tally().ended(StageStatus.FAILED)).isEqualTo(1);
    }

    @Test
    void anAllowedFailureOfAnInstanceMakesTheGroupUnstable() {
        Scenario s =
                new Scenario(Dags.of(all(matrix(allowFailure(stage("test")), "17", "21"), stage("after", "test"))));
        s.submit("test-17")
                .running("test-17")
                .fail("test-17", Cause.EXIT_CODE)
                .run("test-21")
                .run("after");
        assertThat(status(s, "test")).isEqualTo(StageStatus.UNSTABLE);
        assertThat(s.state().status()).contains(RunStatus.UNSTABLE);
    }

    @Test
    void aGroupThatIsSkippedOrOmittedTakesItsStagesWithIt() {
        Scenario s = new Scenario(Dags.of(all(
                stage("bad"),
                uses(when("false", stage("skipped")), List.of(), Map.of(), stage("x"), stage("y", "x")),
                uses(stage("omitted", "bad"), List.of(), Map.of(), stage("z")))));
        s.submit("bad").running("bad").fail("bad", Cause.EXIT_CODE);
        assertThat(status(s, "skipped")).isEqualTo(StageStatus.SKIPPED);
        assertThat(status(s, "skipped.x")).isEqualTo(StageStatus.SKIPPED);
        assertThat(status(s, "skipped.y")).isEqualTo(StageStatus.SKIPPED);
        assertThat(s.stage("skipped.y").reason()).isEqualTo("its group 'skipped' is SKIPPED: its when is false: false");
        assertThat(status(s, "omitted.z")).isEqualTo(StageStatus.OMITTED);
        assertThat(s.state().status()).contains(RunStatus.FAILED);
    }

    @Test
    void aFanOutGetsItsInstancesWhenItOpens() {
        Scenario s = new Scenario(Dags.of(all(
                stage("build"),
                forEach("list:eu,us", 10, outputs(reads("item.x", stage("publish", "build")), "url")),
                reads("publish.url", stage("tell", "publish")))));
        assertThat(s.state().tally().total()).isEqualTo(3);

        s.run("build");

        assertThat(s.state().tally().total()).isEqualTo(4);
        assertThat(s.stage("publish-eu").values()).containsEntry("item.x", "eu");
        s.submit("publish-eu").running("publish-eu").succeed("publish-eu", "url=one");
        s.submit("publish-us").running("publish-us").succeed("publish-us", "url=two");
        assertThat(s.stage("publish").outputs()).isEqualTo(Map.of("url", List.of("one", "two")));
        assertThat(s.stage("tell").values()).containsEntry("publish.url", "[\"one\",\"two\"]");
        s.run("tell");
        assertThat(s.state().status()).contains(RunStatus.SUCCEEDED);
    }

    @Test
    void anEmptyListSkipsAndTooManyItemsFail() {
        Scenario s = new Scenario(Dags.of(all(
                forEach("list:", 10, stage("none")), stage("after", "none"), forEach("list:a,b,c", 2, stage("many")))));
        assertThat(status(s, "none")).isEqualTo(StageStatus.SKIPPED);
        assertThat(s.stage("none").reason()).contains("empty list");
        assertThat(s.stage("after").phase()).isEqualTo(StagePhase.SUBMITTING);
        assertThat(status(s, "many")).isEqualTo(StageStatus.FAILED);
        assertThat(s.stage("many").failure().orElseThrow().message()).contains("3 items", "limit of 2");
    }

    @Test
    void instancesWithTheSameItemAndThoseThatWouldTakeAStagesNameStayApart() {
        Scenario s = new Scenario(Dags.of(all(forEach("list:a,A b,a,b", 10, stage("p")), stage("p-b"))));
        assertThat(s.state().dag().stages().stream().map(x -> x.name()))
                .containsExactly("p", "p-b", "p-a", "p-a-b", "p-a-2", "p-b-2");
    }

    @Test
    void aFanOutOfAUsedFileHasAllItsStagesInEachInstance() {
        Stage root = Groups.group(
                new Group.Uses(
                        "./other.yaml",
                        List.of(new Group.Argument("region", "in ${{ item.x }}", "string", "")),
                        Map.of("url", "go.url")),
                outputs(stage("deploy"), "url"));
        Stage go = Groups.in("deploy", outputs(reads("params.region", stage("deploy.go")), "url"));
        Stage check = Groups.in("deploy", stage("deploy.check", "deploy.go"));
        Stage fan = Groups.group(new Group.ForEach("list:eu,us", 5, List.of(root, go, check)), stage("deploy"));
        Scenario s = new Scenario(Dags.of(fan));

        assertThat(s.stage("deploy-eu").params()).isEqualTo(Map.of("region", "in eu"));
        assertThat(s.stage("deploy-us.go").values()).containsEntry("params.region", "in us");
        for (String region : List.of("eu", "us")) {
            s.submit("deploy-" + region + ".go")
                    .running("deploy-" + region + ".go")
                    .succeed("deploy-" + region + ".go", "url=" + region);
            s.run("deploy-" + region + ".check");
        }
        assertThat(s.stage("deploy-eu").outputs()).isEqualTo(Map.of("url", "eu"));
        assertThat(s.stage("deploy").outputs()).isEqualTo(Map.of("url", List.of("eu", "us")));
        assertThat(s.state().status()).contains(RunStatus.SUCCEEDED);
    }

    @Test
    void aUsedFileHasParametersOutputsAndNamesOfItsOwn() {
        List<Group.Argument> params = List.of(
                new Group.Argument("version", "v${{ build.n }}", "string", ""),
                new Group.Argument("count", "${{ build.n }}", "number", ""));
        Scenario s = new Scenario(Dags.of(all(
                outputs(stage("build"), "n"),
                uses(
                        outputs(reads("build.n", stage("deploy", "build")), "where"),
                        params,
                        Map.of("where", "go.url"),
                        outputs(stage("go"), "url"),
                        stage("check", "go")),
                reads("deploy.where", stage("last", "deploy")))));
        s.submit("build").running("build").succeed("build", "n=7");

        assertThat(s.stage("deploy").params()).isEqualTo(Map.of("version", "v7", "count", 7L));
        s.submit("deploy.go").running("deploy.go").succeed("deploy.go", "url=here");
        s.run("deploy.check");
        assertThat(s.stage("deploy").outputs()).isEqualTo(Map.of("where", "here"));
        assertThat(s.stage("last").values()).containsEntry("deploy.where", "here");
    }

    @Test
    void aParameterOfTheWrongKindFailsTheGroupBeforeAnythingOfItStarts() {
        List<Group.Argument> params = List.of(new Group.Argument("count", "many", "number", ""));
        Scenario s = new Scenario(Dags.of(all(uses(stage("deploy"), params, Map.of(), stage("go")))));
        assertThat(status(s, "deploy")).isEqualTo(StageStatus.FAILED);
        assertThat(s.stage("deploy").failure().orElseThrow().message())
                .contains("'count' of ./other.yaml is \"many\"", "a number");
        assertThat(status(s, "deploy.go")).isEqualTo(StageStatus.OMITTED);
    }

    @Test
    void aFailureWithinAGroupThatMayFailDoesNotFailTheRunNorEndItFast() {
        Scenario s = new Scenario(Dags.failFast(
                all(uses(allowFailure(stage("deploy")), List.of(), Map.of(), stage("go"), stage("other")))));
        s.submit("deploy.go").running("deploy.go").fail("deploy.go", Cause.EXIT_CODE);
        assertThat(s.state().stop()).isEmpty();
        s.run("deploy.other");
        assertThat(status(s, "deploy")).isEqualTo(StageStatus.UNSTABLE);
        assertThat(s.state().status()).contains(RunStatus.UNSTABLE);
    }

    @Test
    void aCancelEndsOpenGroupsWithTheirStages() {
        Scenario s = new Scenario(Dags.of(all(
                matrix(stage("test"), "17", "21"), forEach("list:a", 5, stage("later", "test")), stage("x", "later"))));
        s.submit("test-17").running("test-17");
        s.tell(new Input.CancelRequested("someone"));
        assertThat(status(s, "later")).isEqualTo(StageStatus.CANCELLED);
        assertThat(s.stage("test").phase()).isEqualTo(StagePhase.OPEN);
        s.fail("test-17", Cause.EXIT_CODE);
        s.submit("test-21");
        s.tell(new Input.Deleted(s.id("test-21")));
        assertThat(status(s, "test")).isEqualTo(StageStatus.CANCELLED);
        assertThat(s.state().status()).contains(RunStatus.CANCELLED);
    }

    @Test
    void anExpressionOfAGroupThatHasNoValueFailsIt() {
        Scenario s = new Scenario(Dags.of(all(forEach("nobody.knows", 5, stage("a")))));
        assertThat(s.stage("a").failure().map(Failure::cause)).isEqualTo(Optional.of(Cause.EXPRESSION_FAILED));
    }
}
