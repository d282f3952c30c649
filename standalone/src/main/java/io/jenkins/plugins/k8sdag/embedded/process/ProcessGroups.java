package io.jenkins.plugins.k8sdag.embedded.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * One small shell beside the JVM that signals process groups, which Java cannot. It outlives the JVM by a moment: when its
 * input ends, be it because the cluster was closed or because the JVM was killed, it kills every process that carries the
 * cluster's mark in its environment, and ends. It ignores the terminal's signals. Thread-safe.
 */
final class ProcessGroups implements AutoCloseable {
    private final Process shell;
    private final OutputStream commands;

    /** @param mark what the environment of every process of the cluster begins a line with */
    ProcessGroups(String mark) {
        try (InputStream script = ProcessGroups.class.getResourceAsStream("groups.sh")) {
            byte[] text = Objects.requireNonNull(script, "groups.sh is missing from the jar")
                    .readAllBytes();
            shell = new ProcessBuilder("/bin/sh", "-c", new String(text, StandardCharsets.UTF_8), "k8sdag-groups", mark)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("/bin/sh cannot be started; the embedded cluster needs it", e);
        }
        commands = shell.getOutputStream();
    }

    /** The words to put before a command so that it leads a group of its own; empty where there is no setsid. */
    static List<String> prefix() {
        return Prefix.WORDS;
    }

    private static final class Prefix {
        static final List<String> WORDS = List.of("/usr/bin/setsid", "/bin/setsid").stream()
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst()
                .map(List::of)
                .orElse(List.of());
    }

    /** Remembers a group, for machines without /proc where the mark cannot be looked for. */
    void add(long leader) {
        send("add " + leader);
    }

    void forget(long leader) {
        send("forget " + leader);
    }

    /** Kills a group; one that is gone is no error. */
    void kill(long leader) {
        send("KILL " + leader);
    }

    private synchronized void send(String line) {
        try {
            commands.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
            commands.flush();
        } catch (IOException e) {
            if (shell.isAlive()) {
                throw new UncheckedIOException("the shell that signals processes cannot be reached", e);
            }
        }
    }

    /** Kills whatever is left of the cluster and returns when it is dead. */
    @Override
    public synchronized void close() {
        try {
            commands.close();
            if (!shell.waitFor(20, TimeUnit.SECONDS)) {
                shell.destroyForcibly();
            }
        } catch (IOException e) {
            shell.destroyForcibly();
        } catch (InterruptedException e) {
            shell.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
