package io.jenkins.plugins.k8sdag.cli;

import io.jenkins.plugins.k8sdag.embedded.EmbeddedCluster;
import io.jenkins.plugins.k8sdag.embedded.Options;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "cluster",
        description = {
            "Runs the embedded cluster as a process of its own until it is stopped.",
            "It outlives the runs in it, and speaks to kubectl. Images are ignored: every container is a process of this machine."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example:",
            "  k8sdag cluster --kubeconfig-out kubeconfig &",
            "  k8sdag run examples/hello.yaml --kubeconfig kubeconfig"
        })
final class ClusterCommand implements Callable<Integer> {
    private final Host host;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "0",
            description = "A port on 127.0.0.1 (default: any free one).")
    int port;

    @Option(
            names = "--kubeconfig-out",
            paramLabel = "FILE",
            description = "Where to write its kubeconfig (default: a temporary file, removed at the end).")
    Path kubeconfigOut;

    ClusterCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (port < 0 || port > 65_535) {
            throw new UserError("--port must be between 0 and 65535, not " + port);
        }
        Path dir = Files.createTempDirectory("k8sdag-cluster");
        Path kubeconfig = kubeconfigOut == null ? dir.resolve("kubeconfig") : kubeconfigOut;
        CountDownLatch stopped = new CountDownLatch(1);
        host.signals().handle(Signals.STOP, stopped::countDown);
        try (EmbeddedCluster cluster = start(dir)) {
            write(cluster, kubeconfig);
            host.out()
                    .println("embedded cluster at " + cluster.url()
                            + "; images are ignored, containers are processes of this machine");
            host.out().println("kubectl --kubeconfig " + kubeconfig + " get jobs,pods");
            host.out().println("k8sdag run FILE --kubeconfig " + kubeconfig);
            host.out().flush();
            stopped.await();
        } finally {
            Connection.delete(dir);
        }
        return ExitCode.OK;
    }

    private EmbeddedCluster start(Path dir) {
        try {
            return EmbeddedCluster.start(Options.defaults(dir.resolve("pods")).withPort(port));
        } catch (UncheckedIOException e) {
            throw new WorldError(
                    "the embedded cluster cannot start on port " + port + ": "
                            + e.getCause().getMessage(),
                    e);
        }
    }

    /** Written whole and then renamed: whoever waits for the file never reads half of it. */
    private static void write(EmbeddedCluster cluster, Path file) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(draft, cluster.kubeconfig());
        Files.move(draft, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
}
