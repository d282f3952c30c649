package io.jenkins.plugins.k8sdag.pipeline;

import io.jenkins.plugins.k8sdag.kubernetes.LogReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How far the logs of a run had come when a restart found them: up to there, the steps that show them had shown them before. Made
 * before the run goes on, for all logs at once, since the first of those steps to be taken up again sets all of them going. Immutable.
 */
final class ShownLogs {
    private final Map<Path, LogReader> rest = new HashMap<>();

    private ShownLogs() {}

    /** Of a run that begins: nothing. */
    static ShownLogs none() {
        return new ShownLogs();
    }

    /** Everything that lies in a run's folder for logs. */
    static ShownLogs of(Path folder) throws IOException {
        ShownLogs shown = new ShownLogs();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : (Iterable<Path>) files::iterator) {
                    shown.rest.put(file, LogReader.tail(file, 0));
                }
            }
        }
        return shown;
    }

    /** Reads what was not shown yet of a log, which need not be there yet. */
    LogReader rest(Path file) {
        LogReader known = rest.get(file);
        return known == null ? LogReader.open(file) : known.again();
    }
}
