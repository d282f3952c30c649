package io.jenkins.plugins.k8sdag.cli.runs;

import io.jenkins.plugins.k8sdag.engine.ConcurrencyGroups;
import io.jenkins.plugins.k8sdag.journal.JournalException;
import io.jenkins.plugins.k8sdag.journal.JournalHead;
import io.jenkins.plugins.k8sdag.journal.JournalWatch;
import io.jenkins.plugins.k8sdag.run.Peer;
import io.jenkins.plugins.k8sdag.run.RunInfo;
import io.jenkins.plugins.k8sdag.run.RunQueue;
import io.jenkins.plugins.k8sdag.run.RunState;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;

/**
 * The concurrency groups of a state directory, among all processes that drive runs of it. Who holds a place is read from the journals.
 * A run whose process died keeps its place, for its Jobs may go on; one that died waiting has nothing and is in nobody's way. Looking
 * is for one process at a time: the file {@code concurrency.lock} is locked, which ends with the process.
 */
public final class StateDirGroups implements ConcurrencyGroups {
    /** Closing any channel on a file gives back the process's own locks on it (POSIX, fcntl), so within a process it is one as well. */
    private static final Semaphore LOOKING = new Semaphore(1);

    private final StateDir dir;
    private final Set<String> others = new HashSet<>();
    private final Map<String, Neighbour> neighbours = new HashMap<>();

    /** A run of the same group. */
    private record Neighbour(RunFolder folder, RunInfo info, JournalWatch journal) {}

    public StateDirGroups(StateDir dir) {
        this.dir = dir;
    }

    private Path lockFile() {
        return dir.path().resolve("concurrency.lock");
    }

    @Override
    public Optional<Look> look(RunState run) throws IOException {
        if (!LOOKING.tryAcquire()) {
            return Optional.empty();
        }
        FileChannel channel = null;
        boolean looking = false;
        try {
            channel = FileChannel.open(lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                return Optional.empty();
            }
            Look look = new Look(queue(run.info()), ending(channel));
            looking = true;
            return Optional.of(look);
        } finally {
            if (!looking) {
                end(channel);
            }
        }
    }

    private static Runnable ending(FileChannel channel) {
        return () -> end(channel);
    }

    private static void end(FileChannel channel) {
        try (channel) {
            LOOKING.release();
        } catch (IOException e) {
            // The lock is given back all the same: by the system, with the file.
            System.getLogger(StateDirGroups.class.getName())
                    .log(System.Logger.Level.WARNING, "closing the lock of the concurrency groups", e);
        }
    }

    private RunQueue queue(RunInfo run) throws IOException {
        String group = run.concurrency().orElseThrow().group();
        List<Peer> members = new ArrayList<>();
        for (RunFolder folder : dir.all()) {
            boolean known = neighbours.containsKey(folder.id());
            if (!folder.id().equals(run.runId()) && !others.contains(folder.id()) && (known || meet(folder, group))) {
                member(neighbours.get(folder.id()), run).ifPresent(members::add);
            }
        }
        return RunQueue.of(run, members);
    }

    /** Whether a run is of the group; that never changes. */
    private boolean meet(RunFolder folder, String group) throws IOException {
        Optional<JournalHead> head = JournalHead.read(folder.journal());
        if (head.isEmpty()) {
            // Not begun; it looks for others itself when it has.
            return false;
        }
        boolean same = head.get()
                .info()
                .concurrency()
                .filter(c -> c.group().equals(group))
                .isPresent();
        if (same) {
            JournalWatch journal = new JournalWatch(folder.journal());
            neighbours.put(folder.id(), new Neighbour(folder, head.get().info(), journal));
        } else {
            others.add(folder.id());
        }
        return same;
    }

    private Optional<Peer> member(Neighbour other, RunInfo run) throws IOException {
        String id = other.folder().id();
        // Asked first: a process that ends writes its last facts before it gives its lock back.
        boolean driven = other.folder().driven();
        try {
            other.journal().look();
        } catch (NoSuchFileException e) {
            // Someone deletes the run just now.
            return Optional.empty();
        } catch (JournalException e) {
            if (!driven) {
                // It can never go on, so it is in nobody's way.
                return Optional.empty();
            }
            throw e;
        }
        if (other.journal().over()) {
            neighbours.remove(id);
            others.add(id);
            return Optional.empty();
        }
        boolean holds = other.journal().holds();
        if (!holds && !(other.journal().waits() && driven)) {
            return Optional.empty();
        }
        String label = driven
                ? id
                : id + ", which no process drives ('k8sdag resume " + id + "' goes on with it, 'k8sdag cancel " + id
                        + "' ends it)";
        Peer member = new Peer(id, other.info().startedAt(), holds, label);
        if (!other.journal().stopping()) {
            // Asked a second time it would stop its finally, too.
            supersede(member, other.folder(), driven, run);
        }
        return Optional.of(member);
    }

    private static void supersede(Peer member, RunFolder folder, boolean driven, RunInfo run) throws IOException {
        Peer self = new Peer(run.runId(), run.startedAt(), false, "");
        boolean superseded = run.concurrency().orElseThrow().cancelSuperseded() && Peer.ORDER.compare(member, self) < 0;
        if (superseded && driven && folder.cancelRequest().by().isEmpty()) {
            folder.cancelRequest().make("superseded by " + run.runId());
        }
    }
}
