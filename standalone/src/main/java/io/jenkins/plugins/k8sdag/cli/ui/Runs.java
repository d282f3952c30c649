package io.jenkins.plugins.k8sdag.cli.ui;

import io.jenkins.plugins.k8sdag.cli.runs.RunFolder;
import io.jenkins.plugins.k8sdag.cli.runs.StateDir;
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
import java.util.concurrent.TimeUnit;

/**
 * The runs of a state directory as the page wants them: the one this process drives from memory, all others from their journals,
 * which are read again when they have grown. Safe for use by several threads.
 */
final class Runs {
    private static final int KEPT = 64;
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
        List<String> actions = driven ? List.of("cancel") : List.of();
        return new Standing(state, mine.map(LiveRun::health), actions, !ended && !driven);
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
