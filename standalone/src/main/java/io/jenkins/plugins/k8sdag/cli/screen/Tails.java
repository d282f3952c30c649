package io.jenkins.plugins.k8sdag.cli.screen;

import io.jenkins.plugins.k8sdag.kubernetes.LogFiles;
import io.jenkins.plugins.k8sdag.kubernetes.LogReader;
import io.jenkins.plugins.k8sdag.run.Attempt;
import io.jenkins.plugins.k8sdag.run.AttemptId;
import io.jenkins.plugins.k8sdag.run.RunState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The logs of the attempts that run, read from their files as they grow, so that what is shown is what was kept. Used by one thread.
 */
final class Tails {
    private record Tail(LogReader reader, Lines lines) {}

    private final Path folder;
    private final Style style;
    private final int most;
    private final Consumer<String> sink;
    private final Map<AttemptId, Tail> open = new TreeMap<>();
    private final Set<AttemptId> begun = new HashSet<>();
    private final Map<Integer, String> latest = new HashMap<>();

    /**
     * Reads nothing yet.
     *
     * @param folder where the run's logs are
     * @param most lines of one log that are shown between two looks at it: a terminal shows no flood, a file takes all
     * @param sink takes every line
     */
    Tails(Path folder, Style style, int most, Consumer<String> sink) {
        this.folder = folder;
        this.style = style;
        this.most = most;
        this.sink = sink;
    }

    /** Starts to read a log from its beginning, unless it is or was being read already. */
    void begin(RunState state, AttemptId id) {
        if (begun.add(id)) {
            open.put(id, tail(state, id, LogReader.open(file(state, id))));
        }
    }

    /** Goes on with the logs of a run that another process has shown up to here. */
    void goOn(RunState state) {
        for (int stage : state.busy()) {
            for (Attempt a : state.stage(stage).attempts()) {
                AttemptId id = new AttemptId(stage, a.number());
                if (a.hasLog() && !a.drained() && begun.add(id)) {
                    open.put(id, tail(state, id, atEnd(file(state, id))));
                }
            }
        }
    }

    private static LogReader atEnd(Path file) {
        try {
            return LogReader.tail(file, 0);
        } catch (IOException e) {
            throw new UncheckedIOException("the log " + file + " cannot be read", e);
        }
    }

    private Path file(RunState state, AttemptId id) {
        return LogFiles.of(folder, state.dag().stage(id.stage()).name(), id.attempt());
    }

    private Tail tail(RunState state, AttemptId id, LogReader reader) {
        String prefix = prefix(state, id.stage());
        return new Tail(reader, new Lines(most, line -> {
            latest.put(id.stage(), line);
            sink.accept(prefix + line);
        }));
    }

    private String prefix(RunState state, int stage) {
        return style.stage(stage, "[" + state.dag().stage(stage).name() + "]") + " ";
    }

    /** Attempts whose logs are being read. */
    List<AttemptId> open() {
        return List.copyOf(open.keySet());
    }

    boolean reads(AttemptId id) {
        return open.containsKey(id);
    }

    /**
     * Hands on what came to a log since.
     *
     * @param last whether the file is complete, or nobody will look again; it is read to its end then
     */
    void look(RunState state, AttemptId id, boolean last) {
        Tail tail = open.get(id);
        String prefix = prefix(state, id.stage());
        try {
            if (last) {
                tail.reader().copyAll(tail.lines());
                tail.lines().close();
                close(id);
            } else {
                tail.reader().copy(tail.lines());
            }
        } catch (IOException e) {
            sink.accept(prefix + style.warn("its log cannot be read: " + e.getMessage()));
            close(id);
        }
        int left = tail.lines().left();
        if (left > 0) {
            sink.accept(prefix + style.dim("… and " + left + " lines more; k8sdag logs shows all"));
        }
    }

    private void close(AttemptId id) {
        try {
            open.remove(id).reader().close();
        } catch (IOException e) {
            System.getLogger(Tails.class.getName()).log(System.Logger.Level.DEBUG, "closing a log", e);
        }
        latest.remove(id.stage());
    }

    /** The latest line of a stage's log, or "". */
    String latest(int stage) {
        return latest.getOrDefault(stage, "");
    }
}
