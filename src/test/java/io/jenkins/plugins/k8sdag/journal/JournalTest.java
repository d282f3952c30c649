package io.jenkins.plugins.k8sdag.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.run.AttemptId;
import io.jenkins.plugins.k8sdag.run.Dags;
import io.jenkins.plugins.k8sdag.run.Fact;
import io.jenkins.plugins.k8sdag.run.Keep;
import io.jenkins.plugins.k8sdag.run.RunInfo;
import io.jenkins.plugins.k8sdag.run.RunState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00.123456789Z");

    @TempDir
    private Path dir;

    private Path file;

    private final Dag dag = Dags.of(Dags.stage("a"), Dags.stage("b", "a:ALWAYS"));
    private final Fact started = new Fact.RunStarted(
            new RunInfo(
                    "r", "c", Map.of("n", 7L, "list", List.of("x")), Map.of("E", "1"), Map.of(), Keep.FAILED, 3, AT),
            dag,
            AT);
    private final Fact ready = new Fact.StageReady(0, Map.of("params.x", "1"), true, AT);
    private final Fact admitted = new Fact.AttemptAdmitted(new AttemptId(0, 1), 0, AT);

    @BeforeEach
    void file() {
        file = dir.resolve("journal.jsonl");
    }

    private void write() throws Exception {
        try (Journal journal = Journal.create(file)) {
            journal.append(List.of(started));
            journal.append(List.of(ready, admitted));
        }
    }

    @Test
    void whatWasWrittenIsRead() throws Exception {
        write();
        assertThat(JournalReader.read(file).facts()).containsExactly(started, ready, admitted);
        assertThat(Files.readAllLines(file)).hasSize(2);
    }

    @Test
    void aTurnThatWasTornIsCutWhereverItWasTornAndTheRestGoesOn() throws Exception {
        write();
        byte[] whole = Files.readAllBytes(file);
        int firstLine = Files.readAllLines(file).get(0).length() + 1;
        for (int length = firstLine; length < whole.length; length++) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            Journal.Reopened reopened = Journal.reopen(file);
            try (Journal journal = reopened.journal()) {
                assertThat(reopened.facts()).containsExactly(started);
                journal.append(List.of(ready, admitted));
            }
            assertThat(Files.readAllBytes(file)).as("cut at byte " + length).isEqualTo(whole);
        }
    }

    @Test
    void aBadLineThatIsNotTheLastIsAnErrorWithItsPlace() throws Exception {
        write();
        List<String> lines = Files.readAllLines(file);
        Files.write(file, List.of(lines.get(0), lines.get(1).substring(5), lines.get(1)));
        assertThatThrownBy(() -> Journal.reopen(file))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("journal.jsonl:2:");
    }

    @Test
    void aMissingLineIsAnError() throws Exception {
        write();
        List<String> lines = Files.readAllLines(file);
        Files.write(file, List.of(lines.get(0), lines.get(1), lines.get(1)));
        assertThatThrownBy(() -> JournalReader.read(file))
                .hasMessageContaining(":3:")
                .hasMessageContaining("fact 3");
    }

    @Test
    void anUnknownTypeOrNewerVersionListsTheKnownOnes() throws Exception {
        write();
        String newer =
                "{\"seq\":3,\"facts\":[{\"type\":\"StageTeleported\",\"v\":1,\"at\":\"" + AT + "\",\"data\":{}}]}\n";
        Files.writeString(file, newer, StandardOpenOption.APPEND);
        assertThatThrownBy(() -> JournalReader.read(file))
                .hasMessageContaining("StageTeleported")
                .hasMessageContaining("StageReady")
                .hasMessageContaining(":3:");
        Files.writeString(file, Files.readString(file).replace("\"StageReady\",\"v\":1", "\"StageReady\",\"v\":99"));
        assertThatThrownBy(() -> JournalReader.read(file)).hasMessageContaining("version 99");
    }

    @Test
    void twoDriversOfOneRunAreRefused() throws Exception {
        try (Journal journal = Journal.create(file)) {
            journal.append(List.of(started));
            assertThat(Journal.inUse(file)).isTrue();
            assertThatThrownBy(() -> Journal.reopen(file)).hasMessageContaining("another process");
        }
        assertThat(Journal.inUse(file)).isFalse();
        Journal.reopen(file).journal().close();
    }

    @Test
    void everyTypeOfFactHasACodec() {
        assertThat(FactJson.types().keySet()).containsExactlyInAnyOrderElementsOf(factTypes(Fact.class));
    }

    @SuppressWarnings("unchecked")
    private static List<Class<? extends Fact>> factTypes(Class<?> type) {
        if (type.isRecord()) {
            return List.of((Class<? extends Fact>) type);
        }
        return java.util.Arrays.stream(type.getPermittedSubclasses())
                .flatMap(c -> factTypes(c).stream())
                .toList();
    }

    /** Journals of every released version must fold for ever; a change of the format shows here. */
    @Test
    void goldenJournalsStillFoldAndAreWrittenTheSame() throws Exception {
        Path golden = Path.of(JournalTest.class.getResource("/journals/1.0").toURI());
        java.util.Set<String> types = new java.util.TreeSet<>();
        try (var files = Files.list(golden)) {
            for (Path journal : files.sorted().toList()) {
                List<Fact> facts = JournalReader.read(journal).facts();
                RunState state = RunState.fold(facts);
                assertThat(state.status()).as(journal.toString()).isPresent();
                Path again = dir.resolve(journal.getFileName().toString());
                try (Journal copy = Journal.create(again)) {
                    for (String line : Files.readAllLines(journal)) {
                        int count = Json.parse(line).get("facts").size();
                        copy.append(facts.subList(0, count));
                        facts = facts.subList(count, facts.size());
                    }
                }
                assertThat(again).hasSameTextualContentAs(journal);
                Files.readAllLines(journal)
                        .forEach(line -> FactJson.types().values().stream()
                                .filter(t -> line.contains("\"type\":\"" + t + "\""))
                                .forEach(types::add));
            }
        }
        assertThat(types).containsExactlyInAnyOrderElementsOf(FactJson.types().values());
    }
}
