package io.jenkins.plugins.k8sdag.cli;

import io.jenkins.plugins.k8sdag.cli.runs.RunFolder;
import io.jenkins.plugins.k8sdag.cli.runs.StateDir;
import io.jenkins.plugins.k8sdag.cli.ui.LiveRun;
import io.jenkins.plugins.k8sdag.cli.ui.UiServer;
import io.jenkins.plugins.k8sdag.engine.Cluster;
import io.jenkins.plugins.k8sdag.engine.RunHandle;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** The build page of the run that this process drives, if it was asked for. */
final class RunPage implements AutoCloseable {
    private static final Duration LAST_LOOK = Duration.ofSeconds(3);

    private final Host host;
    private final Driver driver;
    private final Optional<UiServer> server;

    private RunPage(Host host, Driver driver, Optional<UiServer> server) {
        this.host = host;
        this.driver = driver;
        this.server = server;
    }

    static RunPage open(UiFlags flags, StateDir dir, Host host, Driver driver, RunFolder folder) throws IOException {
        Optional<UiServer> server = flags.start(dir, host.clock());
        RunPage page = new RunPage(host, driver, server);
        server.ifPresent(s -> driver.say("the build page is at " + s.url(folder.id())));
        driver.show(page);
        return page;
    }

    void show(RunFolder folder, RunHandle handle, Cluster cluster) {
        server.ifPresent(s -> s.show(new LiveRun(folder.id(), handle, cluster)));
    }

    /** The run is over: on a terminal somebody may want to look at it, elsewhere the process ends as soon as open pages know. */
    void stay() throws InterruptedException {
        if (server.isEmpty() || driver.interrupted()) {
            return;
        }
        if (host.terminal().size().isPresent()) {
            CountDownLatch stopped = new CountDownLatch(1);
            host.signals().handle(Signals.STOP, stopped::countDown);
            driver.say("the build page stays until Ctrl-C");
            stopped.await();
        } else {
            server.get().awaitTold(LAST_LOOK);
        }
    }

    @Override
    public void close() {
        server.ifPresent(UiServer::close);
    }
}
