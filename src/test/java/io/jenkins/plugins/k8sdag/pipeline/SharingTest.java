package io.jenkins.plugins.k8sdag.pipeline;

import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.dag;
import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.job;
import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.run;
import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.stage;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.k8sdag.run.RunPhase;
import io.jenkins.plugins.k8sdag.run.RunState;
import io.jenkins.plugins.k8sdag.view.RunView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.junit.jupiter.BuildWatcherExtension;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** Builds that share: concurrency groups, and the cap over all runs of a Jenkins. */
class SharingTest {
    @RegisterExtension
    static final BuildWatcherExtension WATCHER = new BuildWatcherExtension();

    @RegisterExtension
    final Embedded embedded = new Embedded();

    @RegisterExtension
    final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    private Path file(String name) {
        return embedded.directory().resolve(name);
    }

    /** Leaves its name, and ends once it may. */
    private String gated(String name) {
        return stage(
                name,
                "echo " + name + " >> " + file("ran") + "; until [ -e " + file(name + ".go")
                        + " ]; do sleep 0.1; done");
    }

    private List<String> ran() throws IOException {
        return Files.exists(file("ran")) ? Files.readAllLines(file("ran")) : List.of();
    }

    private WorkflowJob grouped(String name, String concurrency) throws Exception {
        String dag = dag(name, gated(name)).replace("spec:\n", "spec:\n  concurrency: " + concurrency + "\n");
        return job(name, run(dag));
    }

    private static RunState state(String dag) {
        return Controller.get().engine().runs().stream()
                .filter(s -> s.dag().name().equals(dag))
                .findFirst()
                .orElseThrow();
    }

    private static boolean waits(String dag, String forWhom) {
        return Controller.get().engine().runs().stream()
                .filter(s -> s.dag().name().equals(dag))
                .map(s -> RunView.of(s, Instant.now(), Optional.empty()))
                .anyMatch(v -> v.phase().equals("WAITING") && v.message().endsWith(forWhom));
    }

    private static WorkflowRun build(String job) {
        return Jenkins.get().getItemByFullName(job, WorkflowJob.class).getBuildByNumber(1);
    }

    @Test
    void aBuildWaitsForTheOtherOfItsGroupAlsoOverARestart() throws Throwable {
        sessions.then(jenkins -> {
            embedded.addCloud("embedded");
            Jenkins.get().save();
            grouped("one", "\"deploy-${{ env.?NONE.orValue('x') }}\"")
                    .scheduleBuild2(0)
                    .waitForStart();
            Waiting.until("the first runs", () -> ran().contains("one"));
            WorkflowRun two = grouped("two", "deploy-x").scheduleBuild2(0).waitForStart();
            Waiting.until("the second waits", () -> waits("two", "held by one #1"));
            jenkins.waitForMessage("waiting for concurrency group 'deploy-x': held by one #1", two);
            grouped("three", "deploy-x").scheduleBuild2(0).waitForStart();
            Waiting.until("the third waits behind it", () -> waits("three", "held by one #1, 1 ahead"));
        });
        sessions.then(jenkins -> {
            Waiting.until(
                    "all are taken up again", () -> Controller.get().runs().size() == 3);
            assertThat(state("one").phase()).isEqualTo(RunPhase.RUNNING);
            assertThat(state("two").phase()).isEqualTo(RunPhase.WAITING);
            assertThat(state("three").phase()).isEqualTo(RunPhase.WAITING);
            Files.createFile(file("one.go"));
            Files.createFile(file("two.go"));
            Files.createFile(file("three.go"));
            for (String job : List.of("one", "two", "three")) {
                jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build(job)));
            }
            assertThat(ran()).containsExactly("one", "two", "three");
            jenkins.assertLogContains("has its place in concurrency group 'deploy-x'", build("two"));
        });
    }

    @Test
    void aBuildThatWaitsIsAbortedAndANewOneSupersedesTheOld() throws Throwable {
        sessions.then(jenkins -> {
            embedded.addCloud("embedded");
            WorkflowRun holder = grouped("holder", "preview").scheduleBuild2(0).waitForStart();
            Waiting.until("the first runs", () -> ran().contains("holder"));
            WorkflowRun aborted =
                    grouped("aborted", "preview").scheduleBuild2(0).waitForStart();
            Waiting.until("the second waits", () -> waits("aborted", "held by holder #1"));
            aborted.getExecutor().interrupt();
            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(aborted));
            WorkflowRun queued = grouped("queued", "preview").scheduleBuild2(0).waitForStart();
            Waiting.until("the third waits", () -> waits("queued", "held by holder #1"));
            Files.createFile(file("newest.go"));
            WorkflowRun newest = grouped("newest", "{group: preview, cancelSuperseded: true}")
                    .scheduleBuild2(0)
                    .waitForStart();
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(newest));
            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(holder));
            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(queued));
            jenkins.assertLogContains("superseded by newest #1", holder);
            jenkins.assertLogContains("superseded by newest #1", queued);
            assertThat(ran()).containsExactly("holder", "newest");
            assertThat(Controller.get().runs()).isEmpty();
        });
    }

    private WorkflowJob wide(String name, int stages) throws Exception {
        return job(
                name,
                run(dag(
                        name,
                        IntStream.range(0, stages)
                                .mapToObj(i -> gated(name + "-" + i))
                                .toArray(String[]::new))));
    }

    private static int inFlight() {
        return Controller.get().engine().runs().stream()
                .mapToInt(s -> s.tally().inFlight())
                .sum();
    }

    @Test
    void allRunsTogetherHaveNoMoreInFlightThanTheCapAndShareItAlsoOverARestart() throws Throwable {
        sessions.then(jenkins -> {
            embedded.addCloud("embedded");
            K8sDagGlobalConfiguration.get().setMaxParallel(2);
            Jenkins.get().save();
            wide("big", 4).scheduleBuild2(0).waitForStart();
            Waiting.until("two of it run", () -> ran().size() == 2);
            wide("small", 2).scheduleBuild2(0).waitForStart();
            Waiting.until(
                    "the other is ready",
                    () -> Controller.get().engine().runs().stream()
                            .anyMatch(s ->
                                    s.dag().name().equals("small") && s.queued().size() == 2));
            assertThat(RunView.of(state("small"), Instant.now(), Optional.empty())
                            .stages()
                            .get(0)
                            .waiting())
                    .isEqualTo("waiting for one of the slots that all runs share");
            assertThat(inFlight()).isEqualTo(2);
            Files.createFile(file(ran().get(0) + ".go"));
            Waiting.until("the free slot goes to the run that has none", () -> ran().size() == 3);
            assertThat(ran().get(2)).startsWith("small");
        });
        sessions.then(jenkins -> {
            Waiting.until(
                    "both are taken up again", () -> Controller.get().runs().size() == 2);
            Waiting.until("their stages are known", () -> inFlight() == 2);
            assertThat(ran()).hasSize(3);
            K8sDagGlobalConfiguration.get().setMaxParallel(3);
            Waiting.until("a higher cap holds at once", () -> ran().size() == 4);
            for (int i = 0; i < 4; i++) {
                Files.write(file("big-" + i + ".go"), new byte[0]);
                Files.write(file("small-" + i + ".go"), new byte[0]);
            }
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build("big")));
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build("small")));
            assertThat(ran()).hasSize(6).doesNotHaveDuplicates();
        });
    }

    @Test
    void theNextBuildStartsWithWhatTookLongestInTheLast() throws Throwable {
        sessions.then(jenkins -> {
            embedded.addCloud("embedded");
            WorkflowJob job = job(
                    "again",
                    run(
                            dag("again", stage("quick", "echo quick >> " + file("ran")), stage("slow", "sleep 1.5")),
                            "maxParallel: 1"));
            jenkins.buildAndAssertSuccess(job);
            WorkflowRun second = jenkins.buildAndAssertSuccess(job);
            List<String> lines = second.getLog(1000);
            assertThat(lines.stream().filter(l -> l.contains("started on")).toList())
                    .first()
                    .asString()
                    .contains("slow: started");
        });
    }
}
