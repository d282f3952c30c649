package io.jenkins.plugins.k8sdag.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.k8sdag.dag.Stage;
import io.jenkins.plugins.k8sdag.run.AttemptId;
import io.jenkins.plugins.k8sdag.run.Blame;
import io.jenkins.plugins.k8sdag.run.Cause;
import io.jenkins.plugins.k8sdag.run.Effect;
import io.jenkins.plugins.k8sdag.run.Failure;
import io.jenkins.plugins.k8sdag.run.Input;
import io.jenkins.plugins.k8sdag.run.Sighting;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Cluster} promises. Subclasses say which. */
public abstract class ClusterContract {
    private static final String FOREVER = "echo started; exec sleep 3600";

    private ContractFixture fixture;
    private final List<ContractRun> runs = new ArrayList<>();

    /** A cluster with nothing in it. */
    protected abstract ContractFixture fixture() throws Exception;

    @BeforeEach
    void start() throws Exception {
        fixture = fixture();
    }

    @AfterEach
    void stop() throws Exception {
        try {
            for (ContractRun run : runs) {
                run.perform(new Effect.Sweep());
                run.close();
            }
        } finally {
            fixture.close();
        }
    }

    private ContractRun run(Stage... stages) {
        ContractRun run = new ContractRun(fixture, "run-" + UUID.randomUUID(), stages).open(fixture.host());
        runs.add(run);
        return run;
    }

    @Test
    void aStageIsSeenInOrderUntilItEndsWithItsOutput() throws Exception {
        ContractRun run = run(fixture.stage("build", "echo hello; echo digest=abc >> \"$K8SDAG_OUTPUT\""));
        AttemptId id = run.submit(0);

        Sighting.Ended ended = run.ended(id);

        assertThat(ended.failure()).isEmpty();
        assertThat(ended.output()).isEqualTo("digest=abc\n");
        assertThat(ended.startedAt()).isPresent();
        assertThat(ended.finishedAt()).isAfterOrEqualTo(ended.startedAt().orElseThrow());
        assertThat(run.sightings(id)).extracting(ClusterContract::rank).isSorted();
    }

    private static int rank(Sighting sighting) {
        List<Class<? extends Sighting>> order = List.of(
                Sighting.NoPod.class,
                Sighting.Pending.class,
                Sighting.Pulling.class,
                Sighting.Running.class,
                Sighting.Ended.class);
        return order.indexOf(sighting.getClass());
    }

    @Test
    void aFailureTellsItsExitCode() throws Exception {
        ContractRun run = run(fixture.stage("test", "exit 3"));

        Failure failure = run.ended(run.submit(0)).failure().orElseThrow();

        assertThat(failure.cause()).isEqualTo(Cause.EXIT_CODE);
        assertThat(failure.blame()).isEqualTo(Blame.USER);
        assertThat(failure.exitCode()).contains(3);
        assertThat(failure.message()).contains("3");
        assertThat(failure.remedy()).isNotBlank();
    }

    @Test
    void theStageKnowsWhereItIs() throws Exception {
        ContractRun run = run(fixture.stage(
                "who", "echo v=$K8SDAG_DAG/$K8SDAG_STAGE/$K8SDAG_ATTEMPT/$K8SDAG_RUN >> \"$K8SDAG_OUTPUT\""));

        assertThat(run.ended(run.submit(0)).output()).isEqualTo("v=contract/who/1/" + run.info.runId() + "\n");
    }

    @Test
    void aJobIsCreatedOnceHoweverOftenAsked() throws Exception {
        ContractRun run = run(fixture.stage("build", FOREVER));
        AttemptId id = run.admit(0);

        Input first = run.create(id);
        Input second = run.create(id);

        assertThat(second).isEqualTo(first);
        assertThat(fixture.jobs()).hasSize(1);
    }

    @Test
    void aRestartedHostAdoptsTheJobWhoseAnswerWasLost() throws Exception {
        ContractRun before = run(fixture.stage("build", FOREVER));
        AttemptId id = before.admit(0);
        Input first = before.create(id);
        before.close();

        ContractRun after = again(before);
        Input.Submitted adopted = after.submitted(after.create(id));

        assertThat(adopted).isEqualTo(first);
        after.running(id);
        assertThat(fixture.jobs()).hasSize(1);
    }

    private ContractRun again(ContractRun before) {
        ContractRun after = new ContractRun(
                fixture, before.info.runId(), before.state.dag().stages().toArray(new Stage[0]));
        after.state = before.state;
        after.open(fixture.host());
        runs.remove(before);
        runs.add(after);
        return after;
    }

    @Test
    void somebodyElsesJobOfTheSameNameIsLeftAlone() throws Exception {
        ContractRun before = run(fixture.stage("build", "true"));
        AttemptId id = before.admit(0);
        String name = before.submitted(before.create(id)).jobName();
        before.ended(id);
        before.perform(new Effect.DeleteJob(id));
        before.until(() -> jobs().isEmpty(), "the Job's deletion");
        before.close();
        fixture.foreignJob(name);

        ContractRun run = new ContractRun(fixture, before.info.runId(), fixture.stage("build", "true"));
        run.open(fixture.host());
        runs.set(0, run);
        Input answer = run.create(run.admit(0));
        run.perform(new Effect.DeleteJob(id));

        assertThat(answer).isInstanceOf(Input.SubmitRefused.class);
        Input.SubmitRefused refused = (Input.SubmitRefused) answer;
        assertThat(refused.failure().cause()).isEqualTo(Cause.NAME_CONFLICT);
        assertThat(refused.retryable()).isFalse();
        assertThat(fixture.jobs()).containsExactly(name);
    }

    private List<String> jobs() {
        try {
            return fixture.jobs();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aRunningStageIsStoppedByDeletingItsJob() throws Exception {
        ContractRun run = run(fixture.stage("serve", FOREVER));
        AttemptId id = run.submit(0);
        run.running(id);

        Input answer = run.perform(new Effect.DeleteJob(id));

        assertThat(answer).isEqualTo(new Input.Deleted(id));
        run.over(id);
        run.until(() -> jobs().isEmpty(), "the Job's deletion");
        assertThat(run.perform(new Effect.DeleteJob(id))).isEqualTo(new Input.Deleted(id));
    }

    @Test
    void aJobDeletedByHandIsSaidToBe() throws Exception {
        ContractRun run = run(fixture.stage("serve", FOREVER));
        AttemptId id = run.submit(0);
        run.running(id);

        fixture.deleteJob(run.job(id));

        assertThat(failure(run.over(id)).cause()).isEqualTo(Cause.JOB_DELETED);
    }

    @Test
    void aPodDeletedByHandIsSaidToBe() throws Exception {
        ContractRun run = run(fixture.stage("serve", FOREVER));
        AttemptId id = run.submit(0);

        fixture.deletePod(run.running(id).pod());

        Failure failure = failure(run.over(id));

        assertThat(failure.cause()).isEqualTo(Cause.POD_DELETED);
        assertThat(failure.blame()).isEqualTo(Blame.INFRASTRUCTURE);
    }

    @Test
    void aPodThatEndsWellAfterBeingDeletedHasNotSucceeded() throws Exception {
        ContractRun run =
                run(fixture.stage("graceful", "trap 'exit 0' TERM; echo started; while true; do sleep 0.1; done"));
        AttemptId id = run.submit(0);

        fixture.deletePod(run.running(id).pod());

        assertThat(failure(run.over(id)).cause()).isEqualTo(Cause.POD_DELETED);
    }

    private static Failure failure(Sighting sighting) {
        return sighting instanceof Sighting.Ended e ? e.failure().orElseThrow() : ((Sighting.Gone) sighting).failure();
    }

    @Test
    void aRestartedHostSeesWhatRunsWhatHasEndedAndWhatIsGone() throws Exception {
        ContractRun before =
                run(fixture.stage("runs", FOREVER), fixture.stage("ends", "exit 4"), fixture.stage("goes", FOREVER));
        List<AttemptId> ids = List.of(before.submit(0), before.submit(1), before.submit(2));
        before.running(ids.get(0));
        before.running(ids.get(2));
        before.await(ids.get(1), Sighting.Ended.class);
        before.close();
        fixture.deleteJob(before.job(ids.get(2)));
        before.until(() -> jobs().size() == 2, "the deletion of one Job");

        ContractRun after = again(before);
        List<Input> seen = after.observe();

        assertThat(sighting(seen, ids.get(0))).isInstanceOf(Sighting.Running.class);
        assertThat(failure(sighting(seen, ids.get(1))).exitCode()).contains(4);
        after.over(ids.get(2));
    }

    private static Sighting sighting(List<Input> inputs, AttemptId id) {
        return inputs.stream()
                .map(i -> (Input.Observed) i)
                .filter(o -> o.id().equals(id))
                .findFirst()
                .orElseThrow()
                .sighting();
    }

    @Test
    void aSweptRunLeavesNothing() throws Exception {
        ContractRun run =
                run(fixture.stage("one", FOREVER), fixture.stage("two", FOREVER), fixture.stage("three", FOREVER));
        for (int i = 0; i < 3; i++) {
            run.running(run.submit(i));
        }

        assertThat(run.perform(new Effect.Sweep())).isEqualTo(new Input.Swept());
        assertThat(run.perform(new Effect.ConfirmEmpty())).isEqualTo(new Input.Confirmed());
        assertThat(fixture.jobs()).isEmpty();
    }

    @Test
    void oneRunsSweepLeavesAnotherAlone() throws Exception {
        Cluster host = fixture.host();
        ContractRun one = new ContractRun(fixture, "run-one", fixture.stage("build", FOREVER)).open(host);
        ContractRun two = new ContractRun(fixture, "run-two", fixture.stage("build", FOREVER)).open(host);
        runs.addAll(List.of(one, two));
        one.running(one.submit(0));
        AttemptId stays = two.submit(0);
        two.running(stays);

        one.perform(new Effect.Sweep());
        one.perform(new Effect.ConfirmEmpty());

        assertThat(fixture.jobs()).containsExactly(two.job(stays));
    }

    @Test
    void aClosedHostTouchesNothing() throws Exception {
        ContractRun before = run(fixture.stage("serve", FOREVER));
        AttemptId id = before.submit(0);
        before.running(id);
        before.close();

        ContractRun after = again(before);

        assertThat(sighting(after.observe(), id)).isInstanceOf(Sighting.Running.class);
    }

    @Test
    void aLogIsCompleteAndInOrder() throws Exception {
        ContractRun run = run(fixture.stage(
                "print", "i=0; while [ $i -lt 2000 ]; do echo line $i; i=$((i+1)); done; printf 'no end'"));
        AttemptId id = run.submit(0);
        run.ended(id);

        Input.Drained drained = run.drained(run.follow(id));

        List<String> expected = new ArrayList<>(
                IntStream.range(0, 2000).mapToObj(i -> "line " + i).toList());
        expected.add("no end");
        assertThat(fixture.lines(run.info.runId(), "print", 1)).isEqualTo(expected);
        assertThat(drained).isEqualTo(new Input.Drained(id, 2001, 0));
    }

    @Test
    void aLogIsGoneOnWithAfterARestartWithoutLossOrDoubles() throws Exception {
        ContractRun before =
                run(fixture.stage("print", "i=0; while [ $i -lt 60 ]; do echo line $i; i=$((i+1)); sleep 0.05; done"));
        AttemptId id = before.submit(0);
        before.running(id);
        CompletableFuture<Input> cut = before.follow(id);
        before.until(() -> lines(before, "print").size() > 5, "the first lines");
        before.close();
        assertThat(cut).isDone();

        ContractRun after = again(before);
        after.observe();
        Input.Drained drained = after.drained(after.follow(id));

        assertThat(lines(after, "print"))
                .isEqualTo(IntStream.range(0, 60).mapToObj(i -> "line " + i).toList());
        assertThat(drained).isEqualTo(new Input.Drained(id, 60, 0));
    }

    private List<String> lines(ContractRun run, String stage) {
        try {
            return fixture.lines(run.info.runId(), stage, 1);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aLogThatWasDeletedUnreadIsAGap() throws Exception {
        ContractRun run = run(fixture.stage("serve", FOREVER));
        AttemptId id = run.submit(0);
        run.running(id);
        fixture.deleteJob(run.job(id));
        run.over(id);
        run.until(() -> jobs().isEmpty(), "the Job's deletion");

        Input.Drained drained = run.drained(run.follow(id));

        assertThat(drained).isEqualTo(new Input.Drained(id, 0, 1));
        assertThat(lines(run, "serve")).hasSize(1).first().asString().contains("lines may be missing");
    }

    @Test
    void droppedWatchesAreTakenUpAgain() throws Exception {
        ContractRun run = run(fixture.stage("serve", FOREVER), fixture.stage("later", "exit 5"));
        AttemptId id = run.submit(0);
        String pod = run.running(id).pod();

        fixture.dropWatches();
        AttemptId later = run.submit(1);
        fixture.deletePod(pod);

        assertThat(run.ended(later).failure().orElseThrow().exitCode()).contains(5);
        run.over(id);
    }

    @Test
    void aVersionThatHasExpiredIsListedAnew() throws Exception {
        ContractRun run = run(fixture.stage("serve", FOREVER), fixture.stage("later", "exit 5"));
        AttemptId id = run.submit(0);
        run.running(id);

        fixture.expireHistory();
        fixture.dropWatches();
        AttemptId later = run.submit(1);

        assertThat(run.ended(later).failure().orElseThrow().exitCode()).contains(5);
    }

    @Test
    void anApiThatIsAwayIsTriedAgain() throws Exception {
        ContractRun run = run(fixture.stage("build", "true"));
        AttemptId id = run.admit(0);
        fixture.failCreates(503, 1);

        Input refused = run.create(id);
        run.submitted(run.create(id));

        assertThat(refused).isInstanceOf(Input.SubmitRefused.class);
        assertThat(((Input.SubmitRefused) refused).retryable()).isTrue();
        assertThat(((Input.SubmitRefused) refused).failure().cause()).isEqualTo(Cause.API_UNAVAILABLE);
        assertThat(run.ended(id).failure()).isEmpty();
    }

    @Test
    void namesOfAnyLegalLengthAndShapeKeepApart() throws Exception {
        String name = "deploy (region=eu-central-1, tier=production, colour=blue, canary=false)";
        ContractRun run = run(
                fixture.stage(name, "echo v=1 >> \"$K8SDAG_OUTPUT\""),
                fixture.stage(name + "!", "echo v=2 >> \"$K8SDAG_OUTPUT\""));
        AttemptId one = run.submit(0);
        AttemptId two = run.submit(1);

        assertThat(run.ended(one).output()).isEqualTo("v=1\n");
        assertThat(run.ended(two).output()).isEqualTo("v=2\n");
    }
}
