package io.jenkins.plugins.k8sdag.embedded.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Starts local processes for one cluster and lets none of them survive it. Each running process costs one thread here that reads
 * its output (and one inside the JDK that waits for its end). Thread-safe.
 */
public final class Launcher implements AutoCloseable {
    /** The variable by which a process of the cluster is known, whatever session it moved to. */
    public static final String MARK = "K8SDAG_EMBEDDED_CONTAINER";

    private final String cluster = UUID.randomUUID().toString();
    private final ProcessGroups groups = new ProcessGroups(MARK + "=" + cluster + "/");
    private final Strays strays = new Strays();
    private final ExecutorService pumps = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(null, task, "container-log", 256 * 1024);
        thread.setDaemon(true);
        return thread;
    });

    /** Why a command could not be started, in runc's words. */
    public static final class StartException extends Exception {
        private static final long serialVersionUID = 1L;

        public StartException(String message) {
            super(message);
        }
    }

    /**
     * @param owner names the container; all strays of one owner are swept together
     * @param environment complete: nothing of the host's own is added but {@link #MARK}
     * @throws StartException when there is no such program
     */
    public LocalProcess start(
            String owner, List<String> command, Map<String, String> environment, Path directory, Path logFile)
            throws StartException {
        requireProgram(command.get(0), environment.get("PATH"), directory);
        List<String> line = new ArrayList<>(ProcessGroups.prefix());
        boolean leader = !line.isEmpty();
        line.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"));
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put(MARK, mark(owner));
        createEmpty(logFile);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new StartException("exec: \"" + command.get(0) + "\": " + e.getMessage());
        }
        ContainerLog log = new ContainerLog(logFile);
        CompletableFuture<Void> pumped = CompletableFuture.runAsync(
                () -> {
                    try {
                        log.pump(process.getInputStream());
                    } catch (IOException e) {
                        throw new UncheckedIOException("the log " + logFile + " cannot be written", e);
                    }
                },
                pumps);
        CompletableFuture<Void> drained = pumped.exceptionally(failure -> {
            // a log that cannot be written stops the container, rather than losing lines in silence
            process.destroyForcibly();
            return null;
        });
        return new LocalProcess(process, leader, groups, log, drained, () -> strays.sweep(mark(owner)));
    }

    /** Before anyone can ask for it: a log that is not there yet would look like one that has ended. */
    private static void createEmpty(Path logFile) throws StartException {
        try {
            Files.write(logFile, new byte[0]);
        } catch (IOException e) {
            throw new StartException("the log " + logFile + " cannot be written: " + e.getMessage());
        }
    }

    private String mark(String owner) {
        return cluster + "/" + owner;
    }

    /** The lookup that execvp would do, done first because its failure is told apart from the program's own exit 127. */
    private static void requireProgram(String program, String searchPath, Path directory) throws StartException {
        if (program.contains("/")) {
            Path file = directory.resolve(program);
            if (!Files.exists(file)) {
                throw new StartException("exec: \"" + program + "\": stat " + program + ": no such file or directory");
            }
            if (!Files.isExecutable(file) || Files.isDirectory(file)) {
                throw new StartException("exec: \"" + program + "\": permission denied");
            }
            return;
        }
        for (String entry : (searchPath == null ? "" : searchPath).split(":")) {
            Path file = directory.resolve(entry).resolve(program);
            if (Files.isExecutable(file) && !Files.isDirectory(file)) {
                return;
            }
        }
        throw new StartException("exec: \"" + program + "\": executable file not found in $PATH");
    }

    /** Kills every process that is left and returns when they are dead. */
    @Override
    public void close() {
        strays.close();
        groups.close();
        pumps.shutdown();
        try {
            pumps.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
