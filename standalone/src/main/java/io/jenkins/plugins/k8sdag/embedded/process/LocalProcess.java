package io.jenkins.plugins.k8sdag.embedded.process;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One running container: the head of a process tree, and its log. Thread-safe. */
public final class LocalProcess {
    private static final int LONGEST_DRAIN_SECONDS = 10;

    private final Process process;
    private final boolean leader;
    private final ProcessGroups groups;
    private final ContainerLog log;
    private final CompletableFuture<Integer> ended;

    /** @param sweep kills what has left the group */
    LocalProcess(
            Process process,
            boolean leader,
            ProcessGroups groups,
            ContainerLog log,
            CompletableFuture<Void> pumped,
            Runnable sweep) {
        this.process = process;
        this.leader = leader;
        this.groups = groups;
        this.log = log;
        if (leader) {
            groups.add(process.pid());
        }
        // a container ends with its first process: what it left behind dies, and only then is its log complete. A stray
        // that
        // left the group may hold the pipe open until it is swept.
        this.ended = process.onExit().thenCompose(exited -> {
            killLeftovers();
            sweep.run();
            return pumped.completeOnTimeout(null, LONGEST_DRAIN_SECONDS, TimeUnit.SECONDS)
                    .thenApply(done -> {
                        log.close();
                        return exited.exitValue();
                    });
        });
    }

    /** Completes with the exit status (128 + the signal's number for a killed one) when the log is complete too. */
    public CompletableFuture<Integer> ended() {
        return ended;
    }

    public long pid() {
        return process.pid();
    }

    public ContainerLog log() {
        return log;
    }

    /** Asks it to end, which a container runtime asks the first process only. */
    public void terminate() {
        // the handle's, since Process.destroy would also close the pipe and lose the last words
        process.toHandle().destroy();
    }

    /** Ends the whole tree. */
    public void kill() {
        if (leader) {
            groups.kill(process.pid());
        } else {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.toHandle().destroyForcibly();
        }
    }

    private void killLeftovers() {
        if (leader) {
            groups.kill(process.pid());
            groups.forget(process.pid());
        }
    }
}
