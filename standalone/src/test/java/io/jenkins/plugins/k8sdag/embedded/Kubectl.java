package io.jenkins.plugins.k8sdag.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The kubectl of this machine, pointed at an embedded cluster. */
final class Kubectl {
    private final Path directory;
    private final Path kubeconfig;

    Kubectl(EmbeddedCluster cluster, Path directory) {
        this.directory = directory;
        kubeconfig = directory.resolve("kubeconfig");
        cluster.writeKubeconfig(kubeconfig);
    }

    record Result(int exit, String out, String err) {}

    Process start(Path out, String... arguments) {
        List<String> command = new ArrayList<>(List.of("kubectl", "--kubeconfig=" + kubeconfig));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(directory.resolve("stderr").toFile())
                .redirectInput(directory.resolve("stdin").toFile());
        builder.environment().put("HOME", directory.toString());
        try {
            if (!Files.exists(directory.resolve("stdin"))) {
                Files.createFile(directory.resolve("stdin"));
            }
            return builder.start();
        } catch (IOException e) {
            throw new AssertionError("kubectl cannot be started; install it (Debian: kubernetes-client)", e);
        }
    }

    Result run(String... arguments) {
        Path out = directory.resolve("stdout");
        try {
            Process process = start(out, arguments);
            assertThat(process.waitFor(TestCluster.PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as("kubectl %s ended in time", List.of(arguments))
                    .isTrue();
            return new Result(
                    process.exitValue(),
                    Files.readString(out),
                    Files.readString(directory.resolve("stderr"), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What it prints, provided it succeeds. */
    String ok(String... arguments) {
        Result result = run(arguments);
        assertThat(result.exit())
                .as("kubectl %s: %s", List.of(arguments), result.err())
                .isZero();
        return result.out();
    }

    Path file(String name, String content) {
        try {
            return Files.writeString(directory.resolve(name), content);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
