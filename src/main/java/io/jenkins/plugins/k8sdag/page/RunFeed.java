package io.jenkins.plugins.k8sdag.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.k8sdag.run.RunPhase;
import io.jenkins.plugins.k8sdag.run.RunState;
import io.jenkins.plugins.k8sdag.run.StagePhase;
import io.jenkins.plugins.k8sdag.run.StageState;
import io.jenkins.plugins.k8sdag.view.FailureGroup;
import io.jenkins.plugins.k8sdag.view.ReadingOrder;
import io.jenkins.plugins.k8sdag.view.RunView;
import io.jenkins.plugins.k8sdag.view.StageView;
import io.jenkins.plugins.k8sdag.view.ViewJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What changed of one run since a reader last asked. A stage is projected when it has changed, and an answer is written once for
 * all who ask the same within a second, so that neither many readers nor many quiet stages cost anything. Safe for use by several
 * threads.
 */
public final class RunFeed {
    /** A reader whose clocks are this old does not see it. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    private RunState known;
    private StageView[] views = {};
    private long[] changedAt = {};
    private final Map<String, Written> written = new HashMap<>();
    private long projected;

    /** An answer and when it was written. */
    private record Written(byte[] json, Instant at) {}

    /**
     * The run as JSON: all of its head, and the stages that changed.
     *
     * @param standing the run now
     * @param since the {@code seq} of the reader's last answer; negative, or one that this run has not reached: all stages are told
     * @param now by the controller's clock
     * @return the JSON's bytes in UTF-8; not to be changed
     */
    public synchronized byte[] since(Standing standing, long since, Instant now) {
        take(standing.state(), now);
        Instant at = standing.state().endedAt().orElse(now);
        String key = standing.tag(since);
        Written before = written.get(key);
        boolean ended = known.phase() == RunPhase.ENDED;
        if (before != null && (ended || before.at().plus(FRESH).isAfter(now))) {
            return before.json();
        }
        byte[] json = write(standing, since, at);
        written.put(key, new Written(json, now));
        return json;
    }

    /** How many projections of stages were made so far: what readers cost. */
    public synchronized long projected() {
        return projected;
    }

    private void take(RunState state, Instant now) {
        if (state == known) {
            return;
        }
        RunState before = known;
        int had = views.length;
        known = state;
        written.clear();
        views = Arrays.copyOf(views, state.dag().size());
        changedAt = Arrays.copyOf(changedAt, views.length);
        for (int i = 0; i < views.length; i++) {
            if (i >= had || before == null || !same(before.stage(i), state.stage(i))) {
                changed(i, now);
                if (i < had && ended(state.stage(i)) && before != null && !ended(before.stage(i))) {
                    // What a dependent says it waits for names this one.
                    for (int d : state.dag().dependentsOf(i)) {
                        changed(d, now);
                    }
                }
            }
        }
    }

    private static boolean same(StageState a, StageState b) {
        // States of one process share what did not change; those read from a journal again are equal only.
        return a == b || a.equals(b);
    }

    private static boolean ended(StageState s) {
        return s.phase() == StagePhase.ENDED;
    }

    private void changed(int i, Instant now) {
        if (i < views.length) {
            views[i] = project(i, now);
            changedAt[i] = known.seq();
        }
    }

    private StageView project(int i, Instant now) {
        projected++;
        return StageView.of(known, i, now);
    }

    private byte[] write(Standing standing, long since, Instant now) {
        boolean full = since < 0 || since > known.seq();
        List<StageView> told = new ArrayList<>();
        for (int i : ReadingOrder.of(known.dag())) {
            if (full || changedAt[i] > since) {
                if (views[i].clocks().current() != null) {
                    views[i] = project(i, now);
                }
                told.add(views[i]);
            }
        }
        RunView view = RunView.of(known, now, standing.health(), FailureGroup.of(Arrays.asList(views)), told);
        ObjectNode json = ViewJson.tree(view);
        json.put("now", now.toString());
        json.put("since", full ? -1 : since);
        ArrayNode actions = json.putArray("actions");
        standing.actions().forEach(actions::add);
        json.put("abandoned", standing.abandoned());
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
