package io.jenkins.plugins.k8sdag.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.dag.StageStatus;
import io.jenkins.plugins.k8sdag.kubernetes.LogFiles;
import io.jenkins.plugins.k8sdag.run.AttemptId;
import io.jenkins.plugins.k8sdag.run.Dags;
import io.jenkins.plugins.k8sdag.run.Fact;
import io.jenkins.plugins.k8sdag.run.Keep;
import io.jenkins.plugins.k8sdag.run.RunInfo;
import io.jenkins.plugins.k8sdag.run.RunState;
import io.jenkins.plugins.k8sdag.run.StagePhase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is shown of a run, from its facts and its logs. */
class ConsoleTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final AttemptId A1 = new AttemptId(0, 1);

    @TempDir
    Path logs;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private RunState state;

    private void turn(Console console, Fact... facts) {
        for (Fact fact : facts) {
            state = state == null ? RunState.start((Fact.RunStarted) fact) : state.apply(fact);
        }
        console.onTurn(state, List.of(facts));
    }

    private String shown() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private Fact started(Dag dag) {
        RunInfo info = new RunInfo("r", "c", Map.of(), Map.of(), Map.of(), Keep.NEVER, 3, NOW);
        return new Fact.RunStarted(info, dag, NOW);
    }

    private void log(String... lines) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String line : lines) {
            text.append("2026-01-02T03:04:05.000000001Z ").append(line).append('\n');
        }
        Files.writeString(LogFiles.of(logs, "a", 1), text.toString());
    }

    private void untilAEnded(Console console) {
        turn(console, started(Dags.of(Dags.stage("a"), Dags.stage("b", "a"))));
        turn(
                console,
                new Fact.StageReady(0, Map.of(), false, NOW),
                new Fact.AttemptAdmitted(A1, 0, NOW),
                new Fact.JobSubmitted(A1, "job", "uid", NOW),
                new Fact.AttemptMoved(A1, StagePhase.RUNNING, "pod", "node", NOW));
        turn(
                console,
                new Fact.AttemptEnded(A1, "pod", "node", Optional.of(NOW), NOW, Optional.empty(), Map.of(), NOW),
                new Fact.StageEnded(0, StageStatus.SUCCEEDED, Optional.empty(), "", Map.of(), NOW),
                new Fact.StageReady(1, Map.of(), false, NOW));
    }

    @Test
    void plainLinesKeepTheOrderInWhichThingsHappened() throws Exception {
        Console console = Console.plain(out, new Style(false), logs, InstantSource.fixed(NOW));
        log("one", "two");
        untilAEnded(console);
        turn(console, new Fact.LogDrained(A1, 2, 0, NOW));
        console.close();

        assertThat(shown()).isEqualTo("""
                a: started on node
                [a] one
                [a] two
                a: ✓ SUCCEEDED in 0s
                """);
    }

    @Test
    void aNoteComesAtOnceAndWhatIsLeftAtTheEnd() throws Exception {
        Console console = Console.plain(out, new Style(false), logs, InstantSource.fixed(NOW));
        untilAEnded(console);
        log("late");
        console.note("note");
        console.close();

        assertThat(shown()).contains("note\n", "[a] late\n", "a: ✓ SUCCEEDED in 0s\n");
    }

    @Test
    void aTerminalShowsATableBelowAndLeavesNothingOfItBehind() throws Exception {
        Terminal.Size size = new Terminal.Size(24, 60);
        Console console = Console.live(out, new Style(true), logs, InstantSource.fixed(NOW), () -> size);
        log("\u001b[2Jcolours \u001b[31mstay");
        untilAEnded(console);
        turn(console, new Fact.LogDrained(A1, 1, 0, NOW));
        console.close();

        String shown = shown();
        assertThat(shown).contains("colours \u001b[31mstay").doesNotContain("\u001b[2J");
        assertThat(shown).endsWith("\u001b[?25h");
        String afterTable = shown.substring(shown.lastIndexOf("\u001b[J"));
        assertThat(afterTable).doesNotContain("STAGE");
    }

    @Test
    void aTableShowsWhatMattersFirstAndSaysHowMuchMoreThereIs() {
        Dag dag = Dags.of(java.util.stream.IntStream.range(0, 50)
                .mapToObj(i -> Dags.stage("s" + i))
                .toArray(io.jenkins.plugins.k8sdag.dag.Stage[]::new));
        AttemptId id = new AttemptId(40, 1);
        RunState run = RunState.start((Fact.RunStarted) started(dag))
                .apply(new Fact.StageReady(40, Map.of(), false, NOW))
                .apply(new Fact.AttemptAdmitted(id, 0, NOW))
                .apply(new Fact.JobSubmitted(id, "job", "uid", NOW));

        List<String> lines = new LiveTable(new Style(false)).lines(run, NOW, i -> "", new Terminal.Size(12, 80));

        assertThat(lines).hasSizeLessThan(12);
        assertThat(lines).anyMatch(l -> l.startsWith("◌ s40")).contains("  … and 43 more stages");
        assertThat(lines.get(lines.size() - 1)).contains("0/50 done");
        assertThat(lines).allMatch(l -> TextWidth.of(l) <= 80);
    }
}
