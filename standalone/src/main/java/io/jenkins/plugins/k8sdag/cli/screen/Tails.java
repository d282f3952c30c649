package io.jenkins.plugins.k8sdag.cli.screen;

import io.jenkins.plugins.k8sdag.run.AttemptId;
import io.jenkins.plugins.k8sdag.run.Fact;
import io.jenkins.plugins.k8sdag.run.RunState;
import io.jenkins.plugins.k8sdag.run.StagePhase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The logs of the attempts that run, read from their files as they grow, so that what is shown is what was kept. Used by one thread.
 */
final class Tails {
    private final RunLogs files;
    private final Style style;
    /** Lines of one log that are shown between two looks at it; a terminal shows no flood, a file takes all. */
    private final int most;

    private final Map<AttemptId, LogTail> open = new TreeMap<>();
    private final Map<Integer, String> latest = new LinkedHashMap<>();

    Tails(RunLogs files, Style style, int most) {
        this.files = files;
        this.style = style;
        this.most = most;
    }

    /** Starts to read what a fact says is being written. */
    void follow(RunState state, Fact fact) {
        boolean runs = fact instanceof Fact.AttemptMoved m && m.to() == StagePhase.RUNNING
                || fact instanceof Fact.AttemptEnded e && e.startedAt().isPresent();
        if (runs) {
            AttemptId id = ((Fact.OfAttempt) fact).id();
            open.computeIfAbsent(id, i -> new LogTail(file(state, i)));
        }
    }

    private java.nio.file.Path file(RunState state, AttemptId id) {
        return files.file(state.dag().stage(id.stage()).name(), id.attempt());
    }

    /** Attempts whose logs are being read. */
    List<AttemptId> open() {
        return List.copyOf(open.keySet());
    }

    /**
     * What came to a log since.
     *
     * @param last whether the file is complete; it is read to its end then
     */
    List<String> more(RunState state, AttemptId id, boolean last) {
        LogTail tail = open.get(id);
        if (tail == null) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        String prefix = prefix(state, id.stage());
        try {
            read(tail, prefix, last, lines);
        } catch (IOException e) {
            lines.add(prefix + style.warn("its log cannot be read: " + e.getMessage()));
            open.remove(id);
        }
        if (last) {
            open.remove(id);
            latest.remove(id.stage());
        }
        return lines;
    }

    private void read(LogTail tail, String prefix, boolean last, List<String> lines) throws IOException {
        for (List<String> some = tail.more(); !some.isEmpty(); some = tail.more()) {
            some.forEach(line -> lines.add(prefix + files.text(line)));
            if (lines.size() >= most) {
                long bytes = tail.skipToEnd();
                if (bytes > 0) {
                    lines.add(prefix + style.dim("… " + bytes + " bytes more in a moment; the file has all of it"));
                }
                return;
            }
        }
        if (last) {
            tail.rest().forEach(line -> lines.add(prefix + files.text(line)));
        }
    }

    /** The latest line of a stage's log, or "". */
    String latest(int stage) {
        return latest.getOrDefault(stage, "");
    }

    /** Keeps the latest line of those that were read, without its prefix. */
    void remember(RunState state, int stage, List<String> lines) {
        if (!lines.isEmpty()) {
            latest.put(stage, lines.get(lines.size() - 1).substring(prefix(state, stage).length()));
        }
    }

    private String prefix(RunState state, int stage) {
        return style.stage(stage, "[" + state.dag().stage(stage).name() + "]") + " ";
    }
}
