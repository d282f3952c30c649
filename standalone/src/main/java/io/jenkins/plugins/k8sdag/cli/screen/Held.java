package io.jenkins.plugins.k8sdag.cli.screen;

import io.jenkins.plugins.k8sdag.run.AttemptId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lines that wait for the end of a log: a stage's end becomes known a moment before its last log lines do, and would be told before
 * them. Used by one thread.
 */
final class Held {
    private record Hold(AttemptId id, Instant since, List<String> lines) {}

    private final Duration longest;
    private final Map<Integer, Hold> holds = new LinkedHashMap<>();

    Held(Duration longest) {
        this.longest = longest;
    }

    /** From now on a stage's lines wait for the log of this attempt. */
    void hold(int stage, AttemptId id, Instant now) {
        List<String> earlier = holds.containsKey(stage) ? holds.get(stage).lines() : List.of();
        holds.put(stage, new Hold(id, now, new ArrayList<>(earlier)));
    }

    /** Keeps a line back if its stage's lines wait. */
    boolean add(Said said) {
        Hold hold = holds.get(said.stage());
        return hold != null && hold.lines().add(said.line());
    }

    /** The log of an attempt is complete and shown. */
    List<String> release(AttemptId id) {
        Hold hold = holds.get(id.stage());
        return hold != null && hold.id().equals(id) ? holds.remove(id.stage()).lines() : List.of();
    }

    List<String> releaseOverdue(Instant now) {
        List<String> lines = new ArrayList<>();
        holds.values().removeIf(hold -> hold.since().plus(longest).isBefore(now) && lines.addAll(hold.lines()));
        return lines;
    }

    List<String> releaseAll() {
        List<String> lines = new ArrayList<>();
        holds.values().forEach(hold -> lines.addAll(hold.lines()));
        holds.clear();
        return lines;
    }
}
