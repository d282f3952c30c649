package io.jenkins.plugins.k8sdag.cli;

import io.jenkins.plugins.k8sdag.cli.screen.Terminal;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Map;

/**
 * What the process gives a command: the streams, the environment, the terminal, the signals, the clock.
 *
 * @param out results, and nothing else when {@code --output json} is asked for
 * @param err what is said to people beside the results
 * @param env environment variables
 * @param terminal what {@code out} or {@code err} is shown on
 * @param signals where Ctrl-C comes from
 */
record Host(
        PrintStream out,
        PrintStream err,
        Map<String, String> env,
        Terminal terminal,
        Signals signals,
        InstantSource clock) {}
