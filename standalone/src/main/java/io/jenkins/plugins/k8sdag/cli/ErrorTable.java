package io.jenkins.plugins.k8sdag.cli;

import io.jenkins.plugins.k8sdag.cli.screen.Style;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;

/**
 * The one table from exceptions to exit statuses. What people or the world did wrong is a sentence without a stack trace; anything
 * else is a bug of ours and says so, with all that is needed to report it.
 */
final class ErrorTable implements CommandLine.IExecutionExceptionHandler, CommandLine.IParameterExceptionHandler {
    private static final String REPORT = "https://github.com/jenkinsci/k8s-dag-plugin/issues";

    private final PrintStream err;
    private final Style style;

    ErrorTable(PrintStream err, Style style) {
        this.err = err;
        this.style = style;
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
        if (e instanceof UserError) {
            say(e.getMessage());
            return ExitCode.USAGE;
        }
        if (e instanceof ProblemsError p) {
            p.problems().forEach(err::println);
            return ExitCode.USAGE;
        }
        if (e instanceof WorldError) {
            say(e.getMessage());
            return ExitCode.WORLD;
        }
        if (e instanceof IOException io) {
            say(of(io));
            return ExitCode.WORLD;
        }
        if (e instanceof UncheckedIOException unchecked) {
            say(of(unchecked.getCause()));
            return ExitCode.WORLD;
        }
        if (e instanceof InterruptedException) {
            say("interrupted");
            return ExitCode.INTERRUPTED;
        }
        bug(e);
        return ExitCode.WORLD;
    }

    @Override
    public int handleParseException(CommandLine.ParameterException e, String[] args) {
        say(e.getMessage());
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, new PrintWriter(err, true))) {
            String name = e.getCommandLine().getCommandSpec().qualifiedName();
            err.println("Try '" + name + " --help' for the arguments and an example.");
        }
        return ExitCode.USAGE;
    }

    private void say(String message) {
        err.println(style.bad("k8sdag: ") + message);
    }

    private static String of(IOException e) {
        if (e instanceof NoSuchFileException) {
            return e.getMessage() + ": there is no such file or directory";
        }
        if (e instanceof AccessDeniedException) {
            return e.getMessage() + ": permission denied";
        }
        if (e instanceof FileSystemException f && f.getReason() != null) {
            return f.getFile() + ": " + f.getReason();
        }
        return String.valueOf(e.getMessage());
    }

    /** Says that it is a bug of ours, with all that is needed to report it. */
    void bug(Throwable e) {
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        say("this is a bug in k8s-dag, not in your file. Please report it at " + REPORT
                + " with what you ran and the lines below.");
        err.println("k8sdag " + Version.text() + ", Java " + Runtime.version() + ", " + System.getProperty("os.name")
                + " " + System.getProperty("os.arch"));
        err.print(trace);
    }
}
