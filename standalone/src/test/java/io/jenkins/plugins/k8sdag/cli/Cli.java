package io.jenkins.plugins.k8sdag.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.k8sdag.cli.runs.RunFolder;
import io.jenkins.plugins.k8sdag.cli.runs.StateDir;
import io.jenkins.plugins.k8sdag.cli.screen.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The command line within the test's own process: no terminal, no signals but those a test raises, a home of its own. */
final class Cli {
    /** What a command left behind. */
    record Result(int status, String out, String err) {
        List<String> lines() {
            return out.lines().toList();
        }

        /** The last line of standard output as JSON. */
        JsonNode json() throws IOException {
            return new ObjectMapper().readTree(lines().get(lines().size() - 1));
        }
    }

    final Path dir;
    private final Map<String, Runnable> signals = new ConcurrentHashMap<>();

    /** A home and a state directory below this one. */
    Cli(Path dir) {
        this.dir = dir;
    }

    Result run(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Signals raised = (names, task) -> names.forEach(name -> signals.put(name, task));
        Host host = new Host(
                print(out), print(err), Map.of("HOME", dir.toString()), Terminal.NONE, raised, InstantSource.system());
        int status = Main.run(host, args);
        host.out().flush();
        host.err().flush();
        return new Result(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static PrintStream print(ByteArrayOutputStream out) {
        return new PrintStream(out, false, StandardCharsets.UTF_8);
    }

    /** The same on another thread. */
    CompletableFuture<Result> start(String... args) {
        CompletableFuture<Result> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> result.complete(run(args)), "command");
        thread.setDaemon(true);
        thread.start();
        return result;
    }

    /** Raises a signal, as the terminal does. */
    void raise(String signal) {
        signals.get(signal).run();
    }

    /** The arguments and the state directory. */
    String[] args(String... args) {
        List<String> all = new ArrayList<>(Arrays.asList(args));
        all.add("--state-dir");
        all.add(state().toString());
        return all.toArray(String[]::new);
    }

    Path state() {
        return dir.resolve("state");
    }

    RunFolder folder(String run) {
        return new StateDir(state()).find(run).orElseThrow();
    }

    /** Writes a DAG file of stages that are given as YAML, a line each. */
    Path dag(String name, String... stages) throws IOException {
        StringBuilder text =
                new StringBuilder("apiVersion: k8sdag.jenkins.io/v1\nkind: Dag\nmetadata: {name: " + name + "}\n");
        text.append("spec:\n  defaults: {image: busybox}\n  stages:\n");
        for (String stage : stages) {
            text.append("    - ").append(stage).append('\n');
        }
        return Files.writeString(dir.resolve(name + ".yaml"), text.toString());
    }
}
