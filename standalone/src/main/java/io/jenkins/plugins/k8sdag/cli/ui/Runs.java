package io.jenkins.plugins.k8sdag.cli.ui;

import io.jenkins.plugins.k8sdag.cli.runs.RetryRequests;
import io.jenkins.plugins.k8sdag.cli.runs.RunFolder;
import io.jenkins.plugins.k8sdag.cli.runs.StateDir;
import io.jenkins.plugins.k8sdag.dag.RunStatus;
import io.jenkins.plugins.k8sdag.page.LogIndex;
import io.jenkins.plugins.k8sdag.page.Recent;
import io.jenkins.plugins.k8sdag.page.RunFeed;
import io.jenkins.plugins.k8sdag.page.Standing;
import io.jenkins.plugins.k8sdag.run.IllegalTransitionException;
import io.jenkins.plugins.k8sdag.run.RunPhase;
import io.jenkins.plugins.k8sdag.run.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The runs of a state directory as the page wants them: the one this process drives from memory, all others from their journals,
 * which are read again when they have grown. Safe for use by several threads.
 */
final class Runs {
    private static final int KEPT = 64;
    /** The driver looks twice a second. */
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private static final long LOOK_MILLIS = 100;
    /** A page in sight asks every second. */
    private static final Duration FOLLOWING = Duration.ofSeconds(5);

    private final StateDir dir;
    private final Recent<String, Known> known = new Recent<>(KEPT, id -> new Known());
    private final Recent<Path, LogIndex> logs = new Recent<>(KEPT, LogIndex::new);
    private final CountDownLatch endTold = new CountDownLatch(1);
    private volatile LiveRun live;
    private volatile long askedNanos = Long.MIN_VALUE;

    Runs(StateDir dir) {
        this.dir = dir;
    }

    /** What is kept of one run between requests. */
    private static final class Known {
        final RunFeed feed = new RunFeed();
        private RunState state;
        private long size = -1;

        synchronized RunState read(RunFolder folder) throws IOException {
            long now = Files.size(folder.journal());
            if (state == null || now != size) {
                state = folder.read();
                size = now;
            }
            return state;
        }
    }

    void drive(LiveRun run) {
        live = run;
    }

    /** Notes that a reader follows a run, and has now been told that it is over if it is. */
    void told(Standing standing) {
        if (live(standing.state().info().runId()).isPresent()) {
            askedNanos = System.nanoTime();
            if (standing.state().phase() == RunPhase.ENDED) {
                endTold.countDown();
            }
        }
    }

    /** Waits until a reader who follows the run knows its end; returns at once if there is none. */
    void awaitTold(Duration atMost) throws InterruptedException {
        boolean followed = askedNanos != Long.MIN_VALUE && System.nanoTime() - askedNanos < FOLLOWING.toNanos();
        if (followed) {
            endTold.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    Optional<RunFolder> folder(String id) {
        return dir.find(id);
    }

    RunFeed feed(String id) {
        return known.get(id).feed;
    }

    LogIndex log(Path file) {
        return logs.get(file);
    }

    private Optional<LiveRun> live(String id) {
        return Optional.ofNullable(live).filter(run -> run.id().equals(id));
    }

    RunState state(RunFolder folder) throws IOException {
        Optional<LiveRun> mine = live(folder.id());
        return mine.isPresent() ? mine.get().state() : known.get(folder.id()).read(folder);
    }

    Standing standing(RunFolder folder) throws IOException {
        Optional<LiveRun> mine = live(folder.id());
        RunState state = state(folder);
        boolean ended = state.phase() == RunPhase.ENDED;
        boolean driven = !ended && (mine.isPresent() || folder.driven());
        boolean retries = driven && state.phase() == RunPhase.RUNNING;
        List<String> actions = retries
                ? List.of("cancel", "retry")
                : driven ? List.of("cancel") : reruns(folder, state) ? List.of("rerun") : List.of();
        return new Standing(state, mine.map(LiveRun::health), actions, !ended && !driven);
    }

    /** Whether a rerun would have something to do, and nobody is still busy with the run. */
    private boolean reruns(RunFolder folder, RunState state) throws IOException {
        boolean ended = state.phase() == RunPhase.ENDED;
        boolean green = state.status().filter(RunStatus.SUCCEEDED::equals).isPresent();
        return ended && !green && live(folder.id()).isEmpty() && !folder.driven();
    }

    /** Cancels a run, or asks the process that drives it to. */
    void cancel(RunFolder folder, String by) throws IOException {
        Optional<LiveRun> mine = live(folder.id());
        if (mine.isPresent()) {
            mine.get().handle().cancel(by);
        } else {
            folder.cancelRequest().make(by);
        }
    }

    /**
     * Retries a stage of a run, or asks the process that drives it to, and waits for the answer.
     *
     * @return empty if it is tried again, else why not
     * @throws HttpError when there is no answer in time
     */
    Optional<String> retry(RunFolder folder, String stage, String by) throws IOException {
        Optional<LiveRun> mine = live(folder.id());
        try {
            if (mine.isPresent()) {
                return mine.get().handle().retry(stage, by).get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
            }
            RetryRequests.Request request = folder.retryRequests().ask(stage, by);
            try {
                return await(folder.retryRequests(), request);
            } finally {
                folder.retryRequests().forget(request);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HttpError(503, "this process is about to end");
        } catch (ExecutionException | TimeoutException e) {
            throw new HttpError(503, "the run has not answered within " + ANSWER.toSeconds() + " s");
        }
    }

    private static Optional<String> await(RetryRequests requests, RetryRequests.Request request)
            throws IOException, InterruptedException, TimeoutException {
        long end = System.nanoTime() + ANSWER.toNanos();
        while (System.nanoTime() < end) {
            Optional<String> answer = requests.answer(request);
            if (answer.isPresent()) {
                return answer.filter(text -> !text.isEmpty());
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        throw new TimeoutException();
    }

    /** All that can be read, the latest first. A journal that cannot be read hides no other. */
    List<RunState> all() throws IOException {
        List<RunState> states = new ArrayList<>();
        for (RunFolder folder : dir.all()) {
            try {
                states.add(state(folder));
            } catch (IOException | IllegalTransitionException e) {
                System.getLogger(Runs.class.getName())
                        .log(System.Logger.Level.WARNING, "the run " + folder.id() + " cannot be read", e);
            }
        }
        states.sort(Comparator.comparing((RunState s) -> s.info().startedAt()).reversed());
        return states;
    }
}
