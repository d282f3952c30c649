package io.jenkins.plugins.k8sdag.cli;

import io.jenkins.plugins.k8sdag.cli.runs.StateDir;
import io.jenkins.plugins.k8sdag.cli.ui.UiServer;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The flag that opens the build page while a run goes on. */
final class UiFlags {
    static final String NAME = "--ui";

    @Option(
            names = NAME,
            paramLabel = "PORT",
            arity = "1",
            description = {
                "Serves the build page on 127.0.0.1 while the run goes on; on a terminal also after it, until Ctrl-C.",
                "Without =PORT on any free port."
            })
    Integer port;

    /** The server, if one was asked for. */
    Optional<UiServer> start(StateDir dir, InstantSource clock) throws IOException {
        return port == null ? Optional.empty() : Optional.of(start(port, dir, clock));
    }

    /**
     * A server.
     *
     * @throws UserError when there can be none on that port
     */
    static UiServer start(int port, StateDir dir, InstantSource clock) throws IOException {
        if (port < 0 || port > 65_535) {
            throw new UserError("the port must be between 0 and 65535, not " + port);
        }
        try {
            return UiServer.start(port, dir, clock, new RerunProcess(dir, clock));
        } catch (java.net.BindException e) {
            throw new UserError("port " + port + " is taken (choose another one, or 0 for any)");
        }
    }

    /** {@code --ui} alone never takes the next word for its port. */
    static String[] plain(String[] args) {
        String[] all = args.clone();
        for (int i = 0; i < all.length; i++) {
            if (all[i].equals("--")) {
                break;
            }
            if (all[i].equals(NAME)) {
                all[i] = NAME + "=0";
            }
        }
        return all;
    }
}
