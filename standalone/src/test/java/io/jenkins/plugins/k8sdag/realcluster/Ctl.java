package io.jenkins.plugins.k8sdag.realcluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Meddles with the components of test-cluster/; see docs/test-cluster.md. */
final class Ctl {
    private static final long LIMIT_SECONDS = 180;

    private final Path folder;

    Ctl(Path folder) {
        this.folder = folder;
    }

    /**
     * Runs {@code test-cluster/ctl} with these words.
     *
     * @return what it printed
     * @throws IllegalStateException when it fails, with what it printed
     */
    String run(String... words) throws IOException, InterruptedException {
        return command("ctl", words);
    }

    /** The same with {@code test-cluster/kubeconfig}. */
    String kubeconfig(String... words) throws IOException, InterruptedException {
        return command("kubeconfig", words);
    }

    private String command(String program, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(folder.resolve(program).toString()));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IllegalStateException(String.join(" ", command) + " failed: " + printed);
        }
        return printed;
    }
}
