package io.jenkins.plugins.k8sdag.cli;

import io.jenkins.plugins.k8sdag.cli.runs.RunFolder;
import io.jenkins.plugins.k8sdag.kubernetes.LogFiles;
import io.jenkins.plugins.k8sdag.kubernetes.LogReader;
import io.jenkins.plugins.k8sdag.run.Attempt;
import io.jenkins.plugins.k8sdag.run.RunPhase;
import io.jenkins.plugins.k8sdag.run.RunState;
import io.jenkins.plugins.k8sdag.run.StageState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "logs",
        description = "Prints the log of a stage, of its latest attempt unless another is asked for.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  k8sdag logs release-20260102-030405-ab12 build --attempt 1"})
final class LogsCommand implements Callable<Integer> {
    private static final Duration LOOK = Duration.ofMillis(200);

    private final Host host;

    @Parameters(index = "0", paramLabel = "RUN", description = "The run's id.")
    String run;

    @Parameters(index = "1", paramLabel = "STAGE", description = "The stage's name.")
    String stage;

    @Option(names = "--attempt", paramLabel = "N", description = "Which attempt, from 1.")
    Integer attempt;

    @Option(
            names = {"-f", "--follow"},
            description = "Goes on printing until that attempt is over; waits for it to begin.")
    boolean follow;

    @Option(names = "--timestamps", description = "Prints when each line was written, by the node's clock.")
    boolean timestamps;

    @Mixin
    StateFlags state = new StateFlags();

    /** How long the journal was when it was last read. */
    private long seen = -1;

    LogsCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws IOException {
        RunFolder folder = state.find(run);
        int number = number(folder);
        Path file = LogFiles.of(folder.logs(), stage, number);
        try (LogReader log = timestamps ? LogReader.openStamped(file) : LogReader.open(file)) {
            log.follow(host.out(), () -> !follow || over(folder, number), LOOK);
        }
        return ExitCode.OK;
    }

    private int number(RunFolder folder) throws IOException {
        RunState now = folder.read();
        StageState s = stage(now);
        if (attempt == null) {
            if (s.attempts().isEmpty() && !follow) {
                String why = s.reason().isEmpty()
                        ? "it is " + s.phase()
                        : s.status().map(Enum::name).orElse("") + ": " + s.reason();
                throw new UserError("stage '" + stage + "' has no log: " + why + " (-f waits for it)");
            }
            return Math.max(1, s.attempts().size());
        }
        if (attempt < 1 || attempt > s.attempts().size() && !follow) {
            throw new UserError("stage '" + stage + "' has no attempt " + attempt + " (it has "
                    + s.attempts().size() + ")");
        }
        return attempt;
    }

    private StageState stage(RunState now) {
        int i = now.dag().indexOf(stage);
        if (i < 0) {
            List<String> names =
                    now.dag().stages().stream().map(s -> s.name()).limit(20).toList();
            throw new UserError("run " + run + " has no stage '" + stage + "' (it has: " + String.join(", ", names)
                    + (now.dag().size() > names.size() ? ", …" : "") + ")");
        }
        return now.stage(i);
    }

    private boolean over(RunFolder folder, int number) {
        try {
            long length = Files.size(folder.journal());
            if (length == seen && folder.driven()) {
                // Nothing has happened since; a large journal is not read for nothing.
                return false;
            }
            seen = length;
            return over(folder.read(), folder, number);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean over(RunState now, RunFolder folder, int number) throws IOException {
        StageState s = stage(now);
        Optional<Attempt> a = s.attempt(number);
        boolean complete =
                a.filter(x -> x.ended() && (x.drained() || !x.hasLog())).isPresent();
        boolean neverWill = a.isEmpty() && s.status().isPresent();
        boolean nobodyWrites = now.phase() != RunPhase.ENDED && !folder.driven();
        if (nobodyWrites && !complete) {
            host.err()
                    .println("k8sdag: no process drives the run, so its log does not grow (k8sdag resume " + run + ")");
        }
        return complete
                || neverWill
                || nobodyWrites
                || now.phase() == RunPhase.ENDED && now.busy().isEmpty();
    }
}
