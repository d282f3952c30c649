package io.jenkins.plugins.k8sdag.cli;

import io.jenkins.plugins.k8sdag.cli.runs.RunFolder;
import io.jenkins.plugins.k8sdag.cli.runs.RunId;
import io.jenkins.plugins.k8sdag.cli.runs.StateDir;
import io.jenkins.plugins.k8sdag.cli.ui.Reruns;
import io.jenkins.plugins.k8sdag.journal.JournalReader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Reruns asked for by the page: each a {@code k8sdag rerun} in a process of its own, since a process drives one run. It outlives the
 * server of the page; Ctrl-C in the terminal of both cancels it.
 */
final class RerunProcess implements Reruns {
    /** A Java process on a busy machine, and a cluster that has to be reached. */
    private static final Duration START = Duration.ofSeconds(60);

    private static final long LOOK_MILLIS = 100;

    private final StateDir dir;
    private final InstantSource clock;

    RerunProcess(StateDir dir, InstantSource clock) {
        this.dir = dir;
        this.clock = clock;
    }

    @Override
    public String start(RunFolder before, Optional<String> from) throws IOException {
        String id = RunId.next(before.read().dag().name(), clock.instant());
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dsun.net.httpserver.nodelay=true",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "rerun",
                before.id(),
                "--state-dir",
                dir.path().toAbsolutePath().toString(),
                "--run-id",
                id));
        from.ifPresent(stage -> command.addAll(List.of("--from", stage)));
        Path said = Files.createTempFile("k8sdag-rerun", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        process.getOutputStream().close();
        try {
            return await(process, id, said);
        } finally {
            // What it says is also in its run's folder; this was only for a process that has none.
            process.onExit().thenRun(() -> said.toFile().delete());
        }
    }

    private String await(Process process, String id, Path said) throws IOException {
        long end = System.nanoTime() + START.toNanos();
        while (!begun(id)) {
            if (!process.isAlive() && !begun(id)) {
                throw new IOException(lastLine(said).replaceFirst("^k8sdag: ", ""));
            }
            if (System.nanoTime() > end) {
                throw new IOException("it has not begun within " + START.toSeconds() + " s");
            }
            try {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw (IOException) new InterruptedIOException("this process is about to end").initCause(e);
            }
        }
        return id;
    }

    /** Whether its first fact is in its journal. */
    private boolean begun(String id) throws IOException {
        Optional<RunFolder> folder = dir.find(id);
        return folder.isPresent()
                && !JournalReader.read(folder.get().journal()).facts().isEmpty();
    }

    private static String lastLine(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        return lines.isEmpty() ? "it ended before it began" : lines.get(lines.size() - 1);
    }
}
