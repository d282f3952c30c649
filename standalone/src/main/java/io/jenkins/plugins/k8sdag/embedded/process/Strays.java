package io.jenkins.plugins.k8sdag.embedded.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Finds processes that left their container's session (daemons) by the mark in their environment, and kills them. One look
 * through /proc serves all containers that ended in the last quarter of a second. Where there is no /proc it finds nothing.
 */
final class Strays implements AutoCloseable {
    private static final Path PROC = Path.of("/proc");

    private final Set<String> ended = new HashSet<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "embedded-strays");
        thread.setDaemon(true);
        return thread;
    });

    /** Soon kills every process with this mark. */
    synchronized void sweep(String mark) {
        if (ended.isEmpty() && !timer.isShutdown()) {
            timer.schedule(this::look, 250, TimeUnit.MILLISECONDS);
        }
        ended.add(mark);
    }

    private void look() {
        Set<String> marks;
        synchronized (this) {
            marks = Set.copyOf(ended);
            ended.clear();
        }
        if (!Files.isDirectory(PROC)) {
            return;
        }
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                if (marks.contains(markOf(process))) {
                    ProcessHandle.of(Long.parseLong(process.getFileName().toString()))
                            .ifPresent(ProcessHandle::destroyForcibly);
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("/proc cannot be listed", e);
        }
    }

    private static String markOf(Path process) {
        try {
            String all = Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
            String key = Launcher.MARK + "=";
            int at = all.startsWith(key) ? 0 : all.indexOf("\0" + key) + 1;
            if (at == 0 && !all.startsWith(key)) {
                return "";
            }
            int end = all.indexOf('\0', at);
            return all.substring(at + key.length(), end < 0 ? all.length() : end);
        } catch (IOException e) {
            // not ours to read, or gone already: no stray of this cluster
            return "";
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
