package io.jenkins.plugins.k8sdag.run;

import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.dag.RunStatus;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.pcollections.PSortedSet;
import org.pcollections.PVector;
import org.pcollections.TreePSet;

/** A {@link RunState} being changed by one fact; keeps its sets in step with its stages. Lives within {@link Fold} only. */
final class RunEdit {
    private final RunState before;
    private Dag dag;
    RunPhase phase;
    Entry entry;
    Optional<Fact.StopReason> stop;
    String stopMessage;
    boolean swept;
    boolean confirmed;
    Optional<RunStatus> finallyStatus;
    Optional<Instant> finallyAt;
    Optional<Fact.StopReason> finallyStop;
    Optional<RunStatus> status;
    String message;
    Optional<Instant> endedAt;
    private PVector<StageState> stages;
    private Tally tally;
    private PSortedSet<Integer> unblocked;
    private PSortedSet<Integer> queued;
    private PSortedSet<Integer> open;
    private PSortedSet<Integer> busy;
    private PSortedSet<Wake> wakes;

    RunEdit(RunState s) {
        before = s;
        phase = s.phase();
        entry = s.entry();
        stop = s.stop();
        stopMessage = s.stopMessage();
        swept = s.swept();
        confirmed = s.confirmed();
        finallyStatus = s.finallyStatus();
        finallyAt = s.finallyAt();
        finallyStop = s.finallyStop();
        dag = s.dag();
        status = s.status();
        message = s.message();
        endedAt = s.endedAt();
        stages = s.stages();
        tally = s.tally();
        unblocked = s.unblocked();
        queued = s.queued();
        open = s.open();
        busy = s.busy();
        wakes = s.wakes();
    }

    StageState stage(int i) {
        return stages.get(i);
    }

    void stage(int i, Consumer<StageEdit> change) {
        StageState old = stages.get(i);
        StageEdit edit = new StageEdit(old);
        change.accept(edit);
        StageState now = edit.build();
        stages = stages.with(i, now);
        tally = tally.move(dag.stage(i), old, now);
        unblocked = member(unblocked, i, unblocked(now));
        queued = member(queued, i, now.phase() == StagePhase.QUEUED);
        open = member(open, i, started(now.phase()));
        busy = member(busy, i, Due.any(before.info(), flags(), now));
        Optional<Instant> oldWake = Deadlines.of(dag.stage(i), old);
        Optional<Instant> newWake = Deadlines.of(dag.stage(i), now);
        if (!oldWake.equals(newWake)) {
            wakes = oldWake.map(at -> wakes.minus(new Wake(at, i))).orElse(wakes);
            wakes = newWake.map(at -> wakes.plus(new Wake(at, i))).orElse(wakes);
        }
    }

    /** Something is to be decided: whether it starts, or, of a group, how it ended. */
    private static boolean unblocked(StageState s) {
        return s.unmet() == 0 && (s.phase() == StagePhase.WAITING || s.phase() == StagePhase.OPEN);
    }

    private static boolean started(StagePhase phase) {
        return phase != StagePhase.WAITING && phase != StagePhase.OPEN && phase != StagePhase.ENDED;
    }

    Dag dag() {
        return dag;
    }

    /** The graph has got the instances of a fan-out; they wait for what they need. */
    void expand(Dag larger) {
        for (int i = dag.size(); i < larger.size(); i++) {
            StageState s = StageState.waiting(RunState.unmet(larger, i));
            stages = stages.plus(s);
            tally = tally.added(larger.stage(i));
        }
        dag = larger;
        queued = TreePSet.from(Ranks.of(larger, before.info().expected()), queued);
    }

    private Due.Flags flags() {
        return new Due.Flags(Due.sweeping(stop, status, swept, phase, finallyStop), phase == RunPhase.ENDED);
    }

    /** What is due for these stages may have changed with the run. */
    void recheck(Iterable<Integer> which) {
        for (Integer i : which) {
            stage(i, s -> {});
        }
    }

    private static PSortedSet<Integer> member(PSortedSet<Integer> set, int i, boolean in) {
        return in == set.contains(i) ? set : in ? set.plus(i) : set.minus(i);
    }

    RunState build() {
        return new RunState(
                before.info(),
                dag,
                before.seq() + 1,
                phase,
                entry,
                stop,
                stopMessage,
                swept,
                confirmed,
                finallyStatus,
                finallyAt,
                finallyStop,
                status,
                message,
                endedAt,
                stages,
                tally,
                unblocked,
                queued,
                open,
                busy,
                wakes);
    }
}
