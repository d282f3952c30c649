package io.jenkins.plugins.k8sdag.cli;

import io.jenkins.plugins.k8sdag.cli.screen.Style;
import io.jenkins.plugins.k8sdag.cli.screen.Terminal;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import picocli.CommandLine;

/** The entry point of the command line. */
public final class Main {
    private static final int OUT_BUFFER = 64 * 1024;

    private Main() {}

    public static void main(String[] args) {
        DebugLog.offScreen();
        Map<String, String> env = System.getenv();
        // UTF-8 whatever the locale says: DAG files and logs are, and a container's locale is seldom set.
        Host host = new Host(
                new PrintStream(
                        new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), OUT_BUFFER),
                        false,
                        StandardCharsets.UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                env,
                Terminal.ofStandardOutput(env),
                Signals.ofProcess(),
                InstantSource.system());
        int status = ExitCode.WORLD;
        try {
            status = run(host, args);
        } catch (OutOfMemoryError | StackOverflowError e) {
            host.err()
                    .println(
                            "k8sdag: the machine let us down: " + e
                                    + " (give it more memory, such as K8SDAG_JAVA_OPTS=-Xmx2g; a run that was under way can be resumed)");
        } catch (Error e) {
            new ErrorTable(host.err(), new Style(false)).bug(e);
        }
        host.out().flush();
        System.exit(status);
    }

    /** Runs one command and returns its exit status; throws nothing. */
    static int run(Host host, String... args) {
        ErrorTable errors = new ErrorTable(host.err(), new Style(false));
        return new CommandLine(new K8sDag(), new Commands(host))
                .setOut(new PrintWriter(host.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(host.err(), true, StandardCharsets.UTF_8))
                .setExecutionExceptionHandler(errors)
                .setParameterExceptionHandler(errors)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(100)
                .execute(UiFlags.plain(args));
    }
}
