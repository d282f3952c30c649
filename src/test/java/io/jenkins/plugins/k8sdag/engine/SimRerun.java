package io.jenkins.plugins.k8sdag.engine;

import io.jenkins.plugins.k8sdag.dag.StageStatus;
import io.jenkins.plugins.k8sdag.run.RunState;
import io.jenkins.plugins.k8sdag.run.StageState;
import java.util.Optional;
import java.util.function.Consumer;

/** What must hold of the first turn of a rerun, whatever run it follows on. */
final class SimRerun {
    private final RunState before;
    private final Optional<String> from;
    private final Consumer<String> fail;

    SimRerun(RunState before, Optional<String> from, Consumer<String> fail) {
        this.before = before;
        this.from = from;
        this.fail = fail;
    }

    void check(RunState now) {
        for (int i = 0; i < now.dag().size(); i++) {
            String name = now.dag().stage(i).name();
            if (now.stage(i).takenOver().isPresent()) {
                taken(now, i, name);
            } else if (mustBe(now, i, name)) {
                fail.accept(name + " had succeeded, and nothing that it depends on runs again, but it does");
            }
        }
    }

    private void taken(RunState now, int i, String name) {
        StageState old = before.stage(before.dag().indexOf(name));
        if (!old.status().equals(now.stage(i).status())
                || !old.outputs().equals(now.stage(i).outputs())) {
            fail.accept(name + " was taken over as something that it was not");
        }
        if (from.filter(name::equals).isPresent() || now.dag().stage(i).inFinally()) {
            fail.accept(name + " was to run again and was taken over");
        }
        for (int need : now.dag().needsOf(i)) {
            if (now.stage(need).takenOver().isEmpty()) {
                fail.accept(name + " was taken over, and what it needs was not");
            }
        }
    }

    /** For a stage that is in no group. */
    private boolean mustBe(RunState now, int i, String name) {
        int old = before.dag().indexOf(name);
        boolean plain = !now.dag().stage(i).isGroup()
                && now.dag().parentOf(i) < 0
                && !now.dag().stage(i).inFinally()
                && from.filter(name::equals).isEmpty();
        if (!plain
                || before.stage(old)
                        .status()
                        .filter(StageStatus.SUCCEEDED::equals)
                        .isEmpty()) {
            return false;
        }
        for (int need : now.dag().needsOf(i)) {
            if (now.stage(need).takenOver().isEmpty()) {
                return false;
            }
        }
        return true;
    }
}
