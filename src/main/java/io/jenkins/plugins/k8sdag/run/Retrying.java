package io.jenkins.plugins.k8sdag.run;

import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.dag.Need;
import io.jenkins.plugins.k8sdag.dag.Stage;
import io.jenkins.plugins.k8sdag.dag.StageStatus;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A failed stage that is tried again by hand while its run goes on: whether it can be, and what is taken back with it. */
final class Retrying {
    private Retrying() {}

    static void decide(Turn turn, Input.RetryRequested in) {
        if (refusal(turn.state(), in.stage()).isEmpty()) {
            List<Integer> reopened = List.copyOf(reopened(turn.state(), in.stage()));
            turn.emit(new Fact.StageRetried(in.stage(), reopened, in.by(), turn.now()));
        }
    }

    /** Why a stage cannot be retried, in a sentence. */
    static Optional<String> refusal(RunState s, int stage) {
        if (s.phase() == RunPhase.ENDED) {
            return Optional.of("the run has ended " + s.status().orElseThrow()
                    + "; a rerun takes over what succeeded and runs the rest again");
        }
        if (s.phase() == RunPhase.FINALLY) {
            return Optional.of(
                    "all other stages have ended and those in finally run; a rerun can follow when the run has"
                            + " ended");
        }
        if (s.phase() != RunPhase.RUNNING) {
            String why = s.stopMessage().isEmpty() ? "" : ": " + s.stopMessage();
            return Optional.of("the run is " + s.phase() + why + "; a rerun can follow when it has ended");
        }
        return ofStage(s, stage).map(why -> "stage '" + s.dag().stage(stage).name() + "' " + why);
    }

    private static Optional<String> ofStage(RunState s, int i) {
        StageState stage = s.stage(i);
        Stage spec = s.dag().stage(i);
        if (spec.isGroup()) {
            List<String> failed = failed(s, i);
            return Optional.of("is a " + spec.group().orElseThrow().kind() + ", which runs nothing itself; "
                    + (failed.isEmpty()
                            ? "none of its stages has failed"
                            : "retry one of its stages: " + String.join(", ", failed)));
        }
        if (stage.phase() != StagePhase.ENDED) {
            return Optional.of("is " + stage.phase() + "; only a stage that has failed can be retried");
        }
        StageStatus status = stage.status().orElseThrow();
        if (status != StageStatus.FAILED && status != StageStatus.UNSTABLE) {
            return Optional.of("ended " + status + "; only a stage that has failed can be retried");
        }
        if (stage.takenOver().isPresent()) {
            return Optional.of("was taken over from run "
                    + stage.takenOver().get().run() + "; run it again by a rerun from that stage on");
        }
        if (stage.readyAt().isEmpty()) {
            return Optional.of("never started, and would fail the same way: "
                    + stage.failure().map(Failure::message).orElse("") + "; correct the file and start a new run");
        }
        return reader(s, i)
                .map(reader -> "cannot be retried now: '" + reader
                        + "' has yet to start and reads its result or that of a stage that depends on it, without waiting"
                        + " for it; retry it by a rerun when the run has ended");
    }

    private static List<String> failed(RunState s, int group) {
        List<String> failed = new ArrayList<>();
        for (int child : s.dag().childrenOf(group)) {
            if (s.dag().stage(child).isGroup()) {
                failed.addAll(failed(s, child));
            } else if (s.stage(child)
                    .status()
                    .filter(x -> x == StageStatus.FAILED || x == StageStatus.UNSTABLE)
                    .isPresent()) {
                failed.add(s.dag().stage(child).name());
            }
        }
        return failed;
    }

    /**
     * What is taken back: stages and groups that were left out because the stage failed, in turn because of these, and groups that
     * had ended with one of them in it.
     */
    static Set<Integer> reopened(RunState s, int stage) {
        Set<Integer> reopened = new LinkedHashSet<>();
        Deque<Integer> todo = new ArrayDeque<>(List.of(stage));
        while (!todo.isEmpty()) {
            for (int next : takenBackWith(s, todo.remove(), reopened)) {
                if (reopened.add(next)) {
                    todo.add(next);
                }
            }
        }
        return reopened;
    }

    private static List<Integer> takenBackWith(RunState s, int i, Set<Integer> reopened) {
        List<Integer> more = new ArrayList<>();
        int group = s.dag().parentOf(i);
        if (group >= 0 && s.stage(group).phase() == StagePhase.ENDED && opened(s, group)) {
            more.add(group);
        }
        for (int dependent : s.dag().dependentsOf(i)) {
            if (leftOutBy(s, dependent, i) && groupLetsWait(s, dependent, reopened)) {
                more.add(dependent);
            }
        }
        if (omitted(s, i) && s.dag().stage(i).isGroup()) {
            for (int child : s.dag().childrenOf(i)) {
                more.add(child);
            }
        }
        return more;
    }

    private static boolean opened(RunState s, int group) {
        return s.stage(group).readyAt().isPresent();
    }

    private static boolean omitted(RunState s, int i) {
        return s.stage(i).status().filter(StageStatus.OMITTED::equals).isPresent() && !opened(s, i);
    }

    private static boolean leftOutBy(RunState s, int dependent, int need) {
        if (!omitted(s, dependent)) {
            return false;
        }
        int[] needs = s.dag().needsOf(dependent);
        for (int n = 0; n < needs.length; n++) {
            Need edge = s.dag().stage(dependent).needs().get(n);
            if (needs[n] == need
                    && !Readying.met(edge.requirement(), s.stage(need).status().orElseThrow())) {
                return true;
            }
        }
        return false;
    }

    /** A stage of a group that was itself left out waits for that, or stays as it is. */
    private static boolean groupLetsWait(RunState s, int i, Set<Integer> reopened) {
        int group = s.dag().parentOf(i);
        return group < 0 || s.stage(group).phase() != StagePhase.ENDED || opened(s, group) || reopened.contains(group);
    }

    /** A stage that has yet to start and would read what is not there, for a stage in between has run already. */
    private static Optional<String> reader(RunState s, int stage) {
        Set<Integer> again = new HashSet<>(reopened(s, stage));
        Set<Integer> waiting = new HashSet<>();
        for (int i : again) {
            if (!opened(s, i)) {
                waiting.add(i);
            }
        }
        again.add(stage);
        Dag dag = s.dag();
        for (int i = 0; i < dag.size(); i++) {
            if (s.stage(i).phase() != StagePhase.WAITING && !waiting.contains(i)) {
                continue;
            }
            for (String read : dag.stage(i).reads()) {
                int target = dag.indexOf(read);
                if (again.contains(target) && !waitsFor(s, i, target, waiting, new HashSet<>())) {
                    return Optional.of(dag.stage(i).name());
                }
            }
        }
        return Optional.empty();
    }

    /** A group that holds it is open until it has ended. */
    private static boolean isOrHolds(Dag dag, int need, int target) {
        int i = target;
        while (i >= 0 && i != need) {
            i = dag.parentOf(i);
        }
        return i >= 0;
    }

    private static boolean waitsFor(RunState s, int i, int target, Set<Integer> waiting, Set<Integer> seen) {
        boolean waits = s.stage(i).phase() == StagePhase.WAITING || waiting.contains(i);
        if (!waits || !seen.add(i)) {
            return false;
        }
        for (int need : s.dag().needsOf(i)) {
            if (isOrHolds(s.dag(), need, target) || waitsFor(s, need, target, waiting, seen)) {
                return true;
            }
        }
        int group = s.dag().parentOf(i);
        return group >= 0 && waitsFor(s, group, target, waiting, seen);
    }
}
