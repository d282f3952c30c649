package io.jenkins.plugins.k8sdag.run;

import static io.jenkins.plugins.k8sdag.run.Dags.allowFailure;
import static io.jenkins.plugins.k8sdag.run.Dags.outputs;
import static io.jenkins.plugins.k8sdag.run.Dags.reads;
import static io.jenkins.plugins.k8sdag.run.Dags.retry;
import static io.jenkins.plugins.k8sdag.run.Dags.stage;
import static io.jenkins.plugins.k8sdag.run.Dags.timeout;
import static io.jenkins.plugins.k8sdag.run.Dags.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.dag.RetryPolicy;
import io.jenkins.plugins.k8sdag.dag.RunStatus;
import io.jenkins.plugins.k8sdag.dag.StageStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Event lists in, facts out. The last test holds that every arrow of the diagram was taken by one of those before it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DeciderTest {
    @Test
    void aChainRunsInOrderAndEndsGreen() {
        Scenario s = new Scenario(Dags.of(stage("a"), stage("b", "a")));
        assertThat(s.latest()).containsExactly("StageReady(a)", "AttemptAdmitted(a)");
        assertThat(s.due()).containsExactly(new Effect.CreateJob(s.id("a")));
        s.submit("a");
        assertThat(s.latest()).containsExactly("JobSubmitted(a)");
        assertThat(s.due()).isEmpty();
        s.pulling("a");
        s.running("a");
        assertThat(s.latest()).containsExactly("AttemptMoved(a)");
        assertThat(s.due()).containsExactly(new Effect.FollowLog(s.id("a")));
        s.succeed("a", "");
        assertThat(s.latest())
                .containsExactly("AttemptEnded(a)", "StageEnded(a)", "StageReady(b)", "AttemptAdmitted(b)");
        s.run("b");
        assertThat(s.latest()).containsExactly("AttemptEnded(b)", "StageEnded(b)", "RunEnded");
        assertThat(s.state().status()).contains(RunStatus.SUCCEEDED);
    }

    @Test
    void theMiddleOfADiamondRunsAtOnceAndJoins() {
        Scenario s = new Scenario(Dags.of(stage("a"), stage("b", "a"), stage("c", "a"), stage("d", "b", "c")));
        s.run("a");
        assertThat(s.latest()).contains("AttemptAdmitted(b)", "AttemptAdmitted(c)");
        s.run("c");
        assertThat(s.stage("d").phase()).isEqualTo(StagePhase.WAITING);
        s.run("b");
        assertThat(s.latest()).contains("AttemptAdmitted(d)");
    }

    @Test
    void maxParallelHoldsBackWhatIsReady() {
        Dag dag = Dags.with(1, Optional.empty(), stage("a"), stage("b"));
        Scenario s = new Scenario(dag);
        assertThat(s.stage("b").phase()).isEqualTo(StagePhase.QUEUED);
        s.run("a");
        assertThat(s.stage("b").phase()).isEqualTo(StagePhase.SUBMITTING);
    }

    @Test
    void theLogIsDrainedBeforeTheJobIsDeleted() {
        Scenario s = new Scenario(Dags.of(stage("a")));
        s.submit("a").running("a").succeed("a", "");
        assertThat(s.due()).containsExactly(new Effect.FollowLog(s.id("a")));
        s.tell(new Input.Drained(s.id("a"), 7, 0));
        assertThat(s.due()).containsExactly(new Effect.DeleteJob(s.id("a")));
        s.tell(new Input.Deleted(s.id("a")));
        assertThat(s.due()).isEmpty();
        assertThat(s.stage("a").attempts().get(0).logLines()).isEqualTo(7);
    }

    @Test
    void keepingFailedJobsKeepsThoseOnly() {
        Scenario s = new Scenario(Dags.of(stage("good"), stage("bad")), Keep.FAILED, 3);
        s.run("good").submit("bad").running("bad").fail("bad", Cause.EXIT_CODE);
        s.tell(new Input.Drained(s.id("good"), 1, 0)).tell(new Input.Drained(s.id("bad"), 1, 0));
        assertThat(s.due()).containsExactly(new Effect.DeleteJob(s.id("good")));
    }

    @Test
    void aPodFirstSeenWhenItHasEndedTellsAll() {
        Scenario s = new Scenario(Dags.of(outputs(stage("a"), "x")));
        s.submit("a");
        s.after(Duration.ofSeconds(5));
        Instant started = s.now().minusSeconds(3);
        s.see("a", new Sighting.Ended("pod", "node", Optional.of(started), s.now(), "x=1\n", Optional.empty()));
        assertThat(s.stage("a").status()).contains(StageStatus.SUCCEEDED);
        assertThat(s.stage("a").outputs()).containsEntry("x", "1");
        assertThat(s.stage("a").attempts().get(0).clocks().running()).isEqualTo(Duration.ofSeconds(3));
        assertThat(s.due()).containsExactly(new Effect.FollowLog(s.id("a")));
    }

    @Test
    void theClocksCountEachPhaseOnItsOwn() {
        Scenario s = new Scenario(Dags.of(stage("a")));
        s.after(Duration.ofSeconds(1)).submit("a");
        s.after(Duration.ofSeconds(2)).pulling("a");
        s.after(Duration.ofSeconds(3)).running("a");
        s.after(Duration.ofSeconds(4)).succeed("a", "");
        Clocks c = s.stage("a").attempts().get(0).clocks();
        assertThat(List.of(c.queued(), c.pending(), c.pulling(), c.running()))
                .containsExactly(
                        Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofSeconds(4));
    }

    @Test
    void aFailedStageOmitsExactlyItsDependents() {
        Scenario s = new Scenario(Dags.of(stage("a"), stage("b", "a"), stage("c", "b"), stage("other")));
        s.submit("a").running("a").fail("a", Cause.EXIT_CODE);
        assertThat(s.stage("b").status()).contains(StageStatus.OMITTED);
        assertThat(s.stage("b").reason()).contains("'a'").contains("FAILED");
        assertThat(s.stage("c").status()).contains(StageStatus.OMITTED);
        s.run("other");
        assertThat(s.state().status()).contains(RunStatus.FAILED);
    }

    @Test
    void anAllowedFailureIsUnstableAndDependentsGoOn() {
        Scenario s = new Scenario(Dags.of(allowFailure(stage("a")), stage("b", "a")));
        s.submit("a").running("a").fail("a", Cause.EXIT_CODE);
        assertThat(s.stage("a").status()).contains(StageStatus.UNSTABLE);
        s.run("b");
        assertThat(s.state().status()).contains(RunStatus.UNSTABLE);
    }

    @Test
    void aFalseWhenSkipsAndCountsAsMetUnlessOutputsAreRead() {
        Scenario s = new Scenario(Dags.of(
                when("false", outputs(stage("a"), "x")),
                stage("b", "a"),
                reads("a.x", stage("c", "a")),
                when("true", stage("d"))));
        assertThat(s.stage("a").status()).contains(StageStatus.SKIPPED);
        assertThat(s.stage("a").reason()).contains("false");
        assertThat(s.stage("b").phase()).isEqualTo(StagePhase.SUBMITTING);
        assertThat(s.stage("c").status()).contains(StageStatus.OMITTED);
        assertThat(s.stage("c").reason()).contains("outputs of 'a'");
        assertThat(s.stage("d").phase()).isEqualTo(StagePhase.SUBMITTING);
    }

    @Test
    void needsCanAskForOtherEnds() {
        Scenario s = new Scenario(Dags.of(
                stage("a"),
                stage("onFailure", "a:FAILED"),
                stage("onEnd", "a:COMPLETED"),
                stage("always", "onFailure:ALWAYS"),
                stage("neverRan", "onFailure:COMPLETED")));
        s.run("a");
        assertThat(s.stage("onFailure").status()).contains(StageStatus.OMITTED);
        assertThat(s.stage("onEnd").phase()).isEqualTo(StagePhase.SUBMITTING);
        assertThat(s.stage("always").phase()).isEqualTo(StagePhase.SUBMITTING);
        assertThat(s.stage("neverRan").status()).contains(StageStatus.OMITTED);
    }

    @Test
    void interpolationsAreEvaluatedOnceAndKept() {
        Scenario s = new Scenario(Dags.of(outputs(stage("a"), "x"), reads("a.x", stage("b", "a"))));
        s.submit("a").running("a").succeed("a", "noise\nx=1=2\nother=3\n");
        assertThat(s.stage("b").values()).containsEntry("a.x", "1=2");
    }

    @Test
    void anExpressionWithoutAValueFailsTheStage() {
        Scenario s = new Scenario(
                Dags.failFast(allowFailure(outputs(stage("a"), "x")), reads("a.x", stage("b", "a")), stage("c")));
        s.submit("a").running("a").fail("a", Cause.EXIT_CODE);
        assertThat(s.stage("b").status()).contains(StageStatus.FAILED);
        assertThat(s.stage("b").failure().orElseThrow().cause()).isEqualTo(Cause.EXPRESSION_FAILED);
        assertThat(s.stage("c").phase()).as("failFast").isEqualTo(StagePhase.STOPPING);
    }

    @Test
    void aMissingOutputFailsTheStageAndNamesIt() {
        Scenario s = new Scenario(Dags.of(outputs(stage("a"), "x", "y")));
        s.submit("a").running("a").succeed("a", "x=1\n");
        Failure failure = s.stage("a").failure().orElseThrow();
        assertThat(failure.cause()).isEqualTo(Cause.OUTPUT_INVALID);
        assertThat(failure.message()).contains("output y");
    }

    @Test
    void anOverflowingOutputFailsTheStage() {
        Scenario s = new Scenario(Dags.of(outputs(stage("a"), "x")));
        s.submit("a").running("a").succeed("a", "x=" + "1".repeat(Outputs.LIMIT_BYTES - 2));
        assertThat(s.stage("a").failure().orElseThrow().message()).contains("4096");
    }

    @Test
    void userRetriesGrowTheirWaitsAndRunOut() {
        Scenario s = new Scenario(Dags.of(retry(2, stage("a"), RetryPolicy.On.FAILURE)));
        List<Duration> delays = new ArrayList<>();
        for (int n = 0; n < 3; n++) {
            s.submit("a").running("a").fail("a", Cause.EXIT_CODE);
            s.facts.stream()
                    .filter(f -> f instanceof Fact.RetryScheduled)
                    .forEach(f -> delays.add(((Fact.RetryScheduled) f).delay()));
            if (n < 2) {
                assertThat(s.stage("a").phase()).isEqualTo(StagePhase.BACKOFF);
                s.next();
                assertThat(s.latest()).containsExactly("RetryDue(a)", "AttemptAdmitted(a)");
            }
        }
        assertThat(s.stage("a").status()).contains(StageStatus.FAILED);
        assertThat(s.stage("a").attempts()).hasSize(3);
        assertThat(delays.get(0)).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(11));
        assertThat(delays.get(1)).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(22));
    }

    @Test
    void retriesHappenOnlyForWhatTheyNameAndInfrastructureIsNotCharged() {
        Scenario s = new Scenario(Dags.of(retry(1, stage("a"), RetryPolicy.On.TIMEOUT)), Keep.NEVER, 2);
        s.submit("a").running("a").fail("a", Cause.EVICTED);
        assertThat(s.stage("a").infrastructureRetries()).isEqualTo(1);
        assertThat(s.stage("a").userRetries()).isZero();
        s.next().submit("a").running("a").fail("a", Cause.NODE_LOST);
        s.next().submit("a").running("a").fail("a", Cause.EXIT_CODE);
        assertThat(s.stage("a").status()).contains(StageStatus.FAILED);
    }

    @Test
    void theInfrastructureBudgetRunsOut() {
        Scenario s = new Scenario(Dags.of(stage("a")), Keep.NEVER, 1);
        s.submit("a").running("a").fail("a", Cause.EVICTED);
        s.next().submit("a").running("a").fail("a", Cause.EVICTED);
        assertThat(s.stage("a").failure().orElseThrow().cause()).isEqualTo(Cause.EVICTED);
        assertThat(s.stage("a").attempts()).hasSize(2);
    }

    @Test
    void outOfMemoryGrowsTheNextAttempt() {
        Scenario s = new Scenario(Dags.of(retry(1, stage("a"), RetryPolicy.On.OUT_OF_MEMORY)));
        s.submit("a").running("a").fail("a", Cause.OUT_OF_MEMORY);
        s.next();
        assertThat(s.stage("a").attempt().orElseThrow().memorySteps()).isEqualTo(1);
    }

    @Test
    void aRunTimeoutStopsWaitsForThePodAndIsRetriedIfAsked() {
        Scenario s =
                new Scenario(Dags.of(retry(1, timeout(Duration.ofMinutes(1), stage("a")), RetryPolicy.On.TIMEOUT)));
        s.submit("a").after(Duration.ofMinutes(5)).running("a");
        s.after(Duration.ofSeconds(59));
        assertThat(s.stage("a").phase()).isEqualTo(StagePhase.RUNNING);
        s.after(Duration.ofSeconds(1));
        assertThat(s.latest()).containsExactly("StopOrdered(a)");
        assertThat(s.due()).contains(new Effect.DeleteJob(s.id("a")));
        s.tell(new Input.Deleted(s.id("a")));
        assertThat(s.stage("a").phase()).isEqualTo(StagePhase.STOPPING);
        s.fail("a", Cause.POD_DELETED);
        assertThat(s.stage("a").attempts().get(0).failure().orElseThrow().cause())
                .isEqualTo(Cause.DEADLINE_EXCEEDED);
        assertThat(s.stage("a").phase()).isEqualTo(StagePhase.BACKOFF);
    }

    @Test
    void aStageThatSucceededJustBeforeItWasStoppedIsGreen() {
        Scenario s = new Scenario(Dags.of(timeout(Duration.ofMinutes(1), stage("a"))));
        s.submit("a").running("a").after(Duration.ofMinutes(1));
        s.succeed("a", "");
        assertThat(s.stage("a").status()).contains(StageStatus.SUCCEEDED);
    }

    @Test
    void aPodThatNeverEndsIsGivenUp() {
        Scenario s = new Scenario(Dags.of(timeout(Duration.ofMinutes(1), stage("a"))));
        s.submit("a").running("a").after(Duration.ofMinutes(1)).next();
        assertThat(s.stage("a").status()).contains(StageStatus.FAILED);
        assertThat(s.stage("a").failure().orElseThrow().evidence().get(0)).contains("pod");
    }

    @Test
    void pendingTooLongFailsWithTheSchedulersWords() {
        Scenario s = new Scenario(Dags.of(stage("a"), stage("b")));
        Waiting waiting =
                new Waiting(Cause.UNSCHEDULABLE, "0/3 nodes: insufficient cpu", "Ask for less.", false, false);
        s.submit("a")
                .see("a", new Sighting.Pending("pod", Optional.of(waiting)))
                .submit("b");
        s.after(Duration.ofMinutes(15));
        Failure a = s.stage("a").attempts().get(0).stop().orElseThrow();
        assertThat(a.cause()).isEqualTo(Cause.UNSCHEDULABLE);
        assertThat(a.message()).contains("15m").contains("0/3 nodes");
        Failure b = s.stage("b").attempts().get(0).stop().orElseThrow();
        assertThat(b.cause()).isEqualTo(Cause.POD_NOT_CREATED);
        s.tell(new Input.Deleted(s.id("b")));
        assertThat(s.stage("b").status()).as("no pod was ever seen").contains(StageStatus.FAILED);
        s.see("a", new Sighting.Gone("pod", Scenario.failure(Cause.POD_DELETED)));
        assertThat(s.stage("a").failure().orElseThrow().cause()).isEqualTo(Cause.UNSCHEDULABLE);
    }

    @Test
    void pullingTooLongIsTheInfrastructuresFault() {
        Scenario s = new Scenario(Dags.of(stage("a")));
        s.submit("a").pulling("a").after(Duration.ofMinutes(30));
        Failure stop = s.stage("a").attempts().get(0).stop().orElseThrow();
        assertThat(stop.blame()).isEqualTo(Blame.INFRASTRUCTURE);
        assertThat(stop.message()).contains("timeout.pull");
    }

    @Test
    void aMissingImageGetsTwoBackOffsAndAnInvalidNameNone() {
        Scenario s = new Scenario(Dags.of(stage("a"), stage("b")));
        s.submit("a");
        s.wait("a", Cause.IMAGE_NOT_FOUND, false, false).wait("a", Cause.IMAGE_NOT_FOUND, false, true);
        s.wait("a", Cause.IMAGE_NOT_FOUND, false, false);
        assertThat(s.stage("a").phase()).isEqualTo(StagePhase.PULLING);
        s.wait("a", Cause.IMAGE_NOT_FOUND, false, true);
        assertThat(s.stage("a").phase()).isEqualTo(StagePhase.STOPPING);
        s.submit("b").wait("b", Cause.INVALID_IMAGE_NAME, true, false);
        assertThat(s.stage("b").phase()).isEqualTo(StagePhase.STOPPING);
    }

    @Test
    void waitingForQuotaShowsAsQueuedAndCountsOnNoTimeout() {
        Scenario s = new Scenario(Dags.of(stage("a")));
        Waiting quota = new Waiting(Cause.QUOTA_EXCEEDED, "used 10 of 10", "Wait.", false, false);
        s.submit("a").see("a", new Sighting.NoPod(Optional.of(quota)));
        s.after(Duration.ofHours(2));
        assertThat(s.stage("a").phase()).isEqualTo(StagePhase.PENDING);
        s.see("a", new Sighting.NoPod(Optional.empty())).running("a").succeed("a", "");
        assertThat(s.stage("a").attempts().get(0).clocks().queued()).isEqualTo(Duration.ofHours(2));
    }

    @Test
    void aQuotaThatRefusesTheJobIsWaitedForWithoutEnd() {
        Scenario s = new Scenario(Dags.of(stage("a")));
        for (int n = 0; n < 300; n++) {
            s.refuse("a", Cause.QUOTA_EXCEEDED, true);
            assertThat(s.latest()).containsExactly("SubmitDelayed(a)");
            assertThat(s.due()).isEmpty();
            s.next();
            assertThat(s.latest()).containsExactly("SubmitDue(a)");
        }
        s.run("a");
        assertThat(s.state().status()).contains(RunStatus.SUCCEEDED);
    }

    @Test
    void anApiThatIsAwayIsWaitedForUpToALimit() {
        Scenario s = new Scenario(Dags.of(stage("a")));
        for (int n = 0; n < 200 && s.stage("a").phase() == StagePhase.SUBMITTING; n++) {
            s.refuse("a", Cause.API_UNAVAILABLE, true);
            if (s.stage("a").phase() == StagePhase.SUBMITTING) {
                s.next();
            }
        }
        assertThat(s.stage("a").phase()).isEqualTo(StagePhase.STOPPING);
        assertThat(s.due()).containsExactly(new Effect.DeleteJob(s.id("a")));
        s.tell(new Input.Deleted(s.id("a")));
        assertThat(s.stage("a").failure().orElseThrow().cause()).isEqualTo(Cause.API_UNAVAILABLE);
    }

    @Test
    void retryAfterIsObeyed() {
        Scenario s = new Scenario(Dags.of(stage("a")));
        Instant before = s.now();
        s.tell(new Input.SubmitRefused(
                s.id("a"), Scenario.failure(Cause.API_UNAVAILABLE), true, Optional.of(Duration.ofMinutes(3))));
        assertThat(Decider.nextWake(s.state())).contains(before.plus(Duration.ofMinutes(3)));
    }

    @Test
    void aRejectedJobFailsAtOnce() {
        Scenario s = new Scenario(Dags.of(stage("a")));
        s.refuse("a", Cause.ADMISSION_REJECTED, false);
        assertThat(s.latest()).containsExactly("AttemptEnded(a)", "StageEnded(a)", "RunEnded");
        assertThat(s.due()).isEmpty();
    }

    @Test
    void aDisruptedPodIsWaitedForThenTakenForLost() {
        Scenario s = new Scenario(Dags.of(stage("a"), stage("b"), stage("c")), Keep.NEVER, 3);
        Sighting lost =
                new Sighting.Disrupted("pod", "node", Scenario.failure(Cause.NODE_LOST), Duration.ofSeconds(30));
        s.submit("a").running("a").see("a", lost);
        assertThat(s.stage("a").phase()).isEqualTo(StagePhase.DISRUPTED);
        s.after(Duration.ofMinutes(5));
        assertThat(s.stage("a").phase()).as("grace and five minutes").isEqualTo(StagePhase.DISRUPTED);
        s.after(Duration.ofSeconds(30));
        assertThat(s.stage("a").phase()).isEqualTo(StagePhase.BACKOFF);
        s.submit("b").see("b", lost).fail("b", Cause.EXIT_CODE);
        assertThat(s.stage("b").attempts().get(0).failure().orElseThrow().cause())
                .as("the exit code is what its program made of the signal")
                .isEqualTo(Cause.NODE_LOST);
        s.submit("c").pulling("c").see("c", lost).fail("c", Cause.PREEMPTED);
        assertThat(s.stage("c").attempts().get(0).failure().orElseThrow().cause())
                .isEqualTo(Cause.PREEMPTED);
    }

    @Test
    void aPodThatVanishesIsRetriedOnTheInfrastructureBudget() {
        Scenario s = new Scenario(Dags.of(stage("a")));
        s.submit("a").running("a").see("a", new Sighting.Gone("pod", Scenario.failure(Cause.POD_DELETED)));
        assertThat(s.stage("a").phase()).isEqualTo(StagePhase.BACKOFF);
        assertThat(s.due()).as("its log is read to the end").contains(new Effect.FollowLog(new AttemptId(0, 1)));
    }

    @Test
    void failFastStopsWhatRunsAndLeavesOutWhatWaits() {
        Scenario s = new Scenario(
                Dags.failFast(stage("a"), stage("b"), retry(1, stage("c"), RetryPolicy.On.FAILURE), stage("d", "b")));
        s.submit("b").running("b").submit("c").running("c").fail("c", Cause.EXIT_CODE);
        assertThat(s.stage("c").phase()).isEqualTo(StagePhase.BACKOFF);
        s.submit("a").running("a").fail("a", Cause.EXIT_CODE);
        assertThat(s.stage("b").phase()).isEqualTo(StagePhase.STOPPING);
        assertThat(s.stage("c").status()).contains(StageStatus.CANCELLED);
        assertThat(s.stage("d").status()).contains(StageStatus.OMITTED);
        s.fail("b", Cause.POD_DELETED);
        assertThat(s.stage("b").status()).contains(StageStatus.CANCELLED);
        assertThat(s.stage("b").failure().orElseThrow().message())
                .contains("'a'")
                .contains("failFast");
        assertThat(s.state().status()).contains(RunStatus.FAILED);
    }

    @Test
    void cancelStopsAllSweepsOnceAndConfirms() {
        Dag dag = Dags.with(3, Optional.empty(), stage("a"), stage("b"), stage("c"), stage("d"), stage("e", "a"));
        Scenario s = new Scenario(dag);
        s.submit("a").running("a").submit("b").pulling("b");
        s.tell(new Input.CancelRequested("Ctrl-C"));
        assertThat(s.stage("d").status()).as("queued").contains(StageStatus.CANCELLED);
        assertThat(s.stage("e").status()).as("waiting").contains(StageStatus.CANCELLED);
        assertThat(s.due()).contains(new Effect.Sweep()).doesNotContain(new Effect.DeleteJob(s.id("a")));
        s.tell(new Input.Swept());
        assertThat(s.due())
                .as("only the Job that may be on its way is asked for by name")
                .contains(new Effect.DeleteJob(s.id("c")))
                .doesNotContain(new Effect.DeleteJob(s.id("a")), new Effect.DeleteJob(s.id("b")));
        s.submit("c");
        assertThat(s.due()).contains(new Effect.DeleteJob(s.id("c")));
        s.tell(new Input.Deleted(s.id("c")));
        assertThat(s.stage("c").status()).contains(StageStatus.CANCELLED);
        s.fail("a", Cause.POD_DELETED).see("b", new Sighting.Gone("pod", Scenario.failure(Cause.POD_DELETED)));
        assertThat(s.state().status()).contains(RunStatus.CANCELLED);
        s.tell(new Input.Drained(s.id("a"), 1, 0));
        assertThat(s.due()).containsExactly(new Effect.ConfirmEmpty());
        s.tell(new Input.Confirmed());
        assertThat(s.due()).isEmpty();
        assertThat(s.tell(new Input.CancelRequested("again")).facts).isEmpty();
    }

    @Test
    void theRunsTimeoutFailsTheRun() {
        Scenario s = new Scenario(Dags.with(10, Optional.of(Duration.ofMinutes(10)), stage("a"), stage("b", "a")));
        s.submit("a").running("a").after(Duration.ofMinutes(10));
        s.tell(new Input.Swept()).fail("a", Cause.POD_DELETED);
        assertThat(s.stage("b").status()).contains(StageStatus.CANCELLED);
        assertThat(s.state().status()).contains(RunStatus.FAILED);
        assertThat(s.state().message()).contains("10m");
    }

    @Test
    void whatIsOldOrForeignIsIgnored() {
        Scenario s = new Scenario(Dags.of(stage("a")));
        s.submit("a").running("a");
        s.tell(new Input.Observed(
                s.id("a"), "another uid", new Sighting.Gone("pod", Scenario.failure(Cause.POD_DELETED))));
        assertThat(s.facts).isEmpty();
        assertThat(s.running("a").facts).as("twice").isEmpty();
        assertThat(s.pulling("a").facts).as("late").isEmpty();
        assertThat(s.submit("a").facts).as("a second answer").isEmpty();
        s.tell(new Input.Observed(new AttemptId(7, 1), "x", new Sighting.NoPod(Optional.empty())));
        assertThat(s.facts).as("no such stage").isEmpty();
        s.succeed("a", "");
        assertThat(s.fail("a", Cause.EXIT_CODE).facts).as("after the end").isEmpty();
    }

    @Test
    void aFactThatCannotFollowIsRefused() {
        Scenario s = new Scenario(Dags.of(stage("a")));
        assertThatThrownBy(() -> s.state().apply(new Fact.RetryDue(s.id("a"), s.now())))
                .isInstanceOf(IllegalTransitionException.class)
                .hasMessageContaining("SUBMITTING");
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void everyArrowWasTaken() {
        Scenario s = new Scenario(Dags.of(stage("a"), stage("b"), stage("c"), stage("d")));
        Sighting lost =
                new Sighting.Disrupted("pod", "node", Scenario.failure(Cause.NODE_LOST), Duration.ofSeconds(30));
        s.submit("a")
                .see(
                        "a",
                        new Sighting.Ended(
                                "pod",
                                "",
                                Optional.empty(),
                                s.now(),
                                "",
                                Optional.of(Scenario.failure(Cause.EVICTED))));
        s.submit("b").pulling("b").fail("b", Cause.EXIT_CODE);
        s.submit("c").see("c", lost);
        s.tell(new Input.CancelRequested("test"));
        new Scenario(Dags.of(Groups.all(Groups.matrix(stage("group"), "x")))).run("group-x");
        Scenario again = new Scenario(
                Dags.of(Groups.all(Groups.matrix(stage("group"), "x"), stage("after", "group"), stage("slow"))));
        again.submit("group-x")
                .running("group-x")
                .fail("group-x", Cause.EXIT_CODE)
                .retry("group-x");
        Scenario.rerun(again.run("group-x").run("after").run("slow"), "slow");
        Set<Transitions.Transition> missing = new HashSet<>(Transitions.ALL);
        missing.removeAll(Scenario.VISITED);
        assertThat(missing).as("arrows that no test has taken").isEmpty();
        assertThat(Transitions.ALL).containsAll(Scenario.VISITED);
    }

    @Test
    void theDiagramInTheDocsIsTheOneInTheCode() throws Exception {
        Path docs = Files.exists(Path.of("docs")) ? Path.of("docs") : Path.of("../docs");
        assertThat(Files.readString(docs.resolve("stage-phases.md"))).contains(Transitions.mermaid());
    }
}
