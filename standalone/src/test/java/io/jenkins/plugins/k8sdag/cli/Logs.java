package io.jenkins.plugins.k8sdag.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the logs of a run hold. */
final class Logs {
    private Logs() {}

    /** Lines of an attempt's log without their stamps; none while there is no file. */
    static List<String> lines(Path state, String run, String stage, int attempt) throws IOException {
        Path file = state.resolve("runs").resolve(run).resolve("logs").resolve(stage + "." + attempt + ".log");
        return Files.exists(file)
                ? Files.readAllLines(file).stream()
                        .map(l -> l.substring(l.indexOf(' ') + 1))
                        .toList()
                : List.of();
    }

    static boolean has(Path state, String run, String stage, String line) throws IOException {
        return lines(state, run, stage, 1).contains(line);
    }
}
