package io.jenkins.plugins.k8sdag.pipeline;

import io.jenkins.plugins.k8sdag.engine.ConcurrencyGroups;
import io.jenkins.plugins.k8sdag.run.Peer;
import io.jenkins.plugins.k8sdag.run.RunInfo;
import io.jenkins.plugins.k8sdag.run.RunQueue;
import io.jenkins.plugins.k8sdag.run.RunState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;

/** The concurrency groups of this Jenkins: all runs of all its builds, also of those that a restart has yet to bring back. */
final class ControllerGroups implements ConcurrencyGroups {
    private final Controller controller;
    private final Semaphore looking = new Semaphore(1);

    /** Runs that were asked to stop: a second time would stop their {@code finally}, too. Of whoever looks. */
    private final Set<String> superseded = new HashSet<>();

    ControllerGroups(Controller controller) {
        this.controller = controller;
    }

    @Override
    public Optional<Look> look(RunState run) {
        if (!looking.tryAcquire()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Look(queue(run.info()), looking::release));
        } catch (RuntimeException e) {
            looking.release();
            throw e;
        }
    }

    private RunQueue queue(RunInfo run) {
        String group = run.concurrency().orElseThrow().group();
        // Asked for before the others: a run that is taken up in between is then seen twice rather than never.
        List<RunState> left = controller.leftRuns().states();
        List<RunState> runs = new ArrayList<>(controller.engine().runs());
        runs.addAll(left);
        Set<String> seen = new HashSet<>();
        List<Peer> members = new ArrayList<>();
        for (RunState other : runs) {
            if (seen.add(other.info().runId())) {
                Peer.of(other, group, label(other.info())).ifPresent(members::add);
            }
        }
        superseded.retainAll(seen);
        members.forEach(member -> supersede(member, run));
        return RunQueue.of(run, members);
    }

    private void supersede(Peer member, RunInfo run) {
        Peer self = new Peer(run.runId(), run.startedAt(), false, "");
        if (run.concurrency().orElseThrow().cancelSuperseded() && Peer.ORDER.compare(member, self) < 0) {
            controller
                    .run(member.runId())
                    .filter(older -> older.state().stop().isEmpty() && superseded.add(member.runId()))
                    .ifPresent(older -> older.cancel("superseded by " + label(run)));
        }
    }

    private static String label(RunInfo info) {
        RunPlace place = RunPlace.of(info);
        return place.job() + " #" + place.build();
    }
}
