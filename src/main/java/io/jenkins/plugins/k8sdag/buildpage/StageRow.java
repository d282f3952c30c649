package io.jenkins.plugins.k8sdag.buildpage;

import io.jenkins.plugins.k8sdag.view.AttemptView;
import io.jenkins.plugins.k8sdag.view.ClocksView;
import io.jenkins.plugins.k8sdag.view.ShortDuration;
import io.jenkins.plugins.k8sdag.view.StageView;
import java.util.List;

/** A stage as a row of the server's table; all of it text that Jelly escapes. */
public record StageRow(StageView stage) {
    public String name() {
        return stage.name();
    }

    public String standing() {
        return stage.standing();
    }

    public String queued() {
        return clock(stage.clocks().queued());
    }

    public String pending() {
        return clock(stage.clocks().pending());
    }

    public String pulling() {
        return clock(stage.clocks().pulling());
    }

    public String running() {
        return clock(stage.clocks().running());
    }

    private static String clock(long millis) {
        // Less would read as 0s.
        return millis < 50 ? "" : ShortDuration.of(millis);
    }

    /** Which clock runs, or "". */
    public String current() {
        ClocksView clocks = stage.clocks();
        return clocks.current() == null ? "" : clocks.current();
    }

    /** Why it stands as it stands, in a sentence; or "". */
    public String why() {
        if (stage.failure() != null) {
            return stage.failure().cause() + ": " + stage.failure().message();
        }
        if (stage.waiting() != null) {
            return stage.waiting();
        }
        return stage.reason();
    }

    /** What the failure is told by; empty if there is none. */
    public List<String> evidence() {
        return stage.failure() == null ? List.of() : stage.failure().evidence();
    }

    /** What to do about it, or "". */
    public String remedy() {
        return stage.failure() == null ? "" : stage.failure().remedy();
    }

    /** The attempts that have a log. */
    public List<Integer> logs() {
        return stage.attempts().stream()
                .filter(AttemptView::hasLog)
                .map(AttemptView::number)
                .toList();
    }
}
