package io.jenkins.plugins.k8sdag.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogIndexTest {
    private static final String STAMP = "2026-01-01T00:00:00.000000001Z";

    @TempDir
    Path dir;

    private static List<String> texts(LogLines lines) {
        return lines.lines().stream().map(l -> l[1]).toList();
    }

    @Test
    void anyLineIsFoundAlsoBeyondWhereOffsetsAreKept() throws IOException {
        Path file = dir.resolve("log");
        Files.writeString(
                file,
                IntStream.range(0, 5000)
                        .mapToObj(i -> STAMP + " line " + i + "\n")
                        .collect(Collectors.joining()));
        LogIndex index = new LogIndex(file);
        for (int at : new int[] {0, 1, 999, 1000, 1001, 2500, 4999}) {
            LogLines lines = index.lines(at, 2, true);
            assertThat(lines.total()).isEqualTo(5000);
            assertThat(texts(lines).get(0)).isEqualTo("line " + at);
            assertThat(lines.lines().get(0)[0]).isEqualTo(STAMP);
        }
        assertThat(texts(index.lines(-3, 10, true))).containsExactly("line 4997", "line 4998", "line 4999");
        assertThat(texts(index.lines(6000, 10, true))).isEmpty();
        assertThat(index.find("LINE 4321").hits()).containsExactly(4321L);
        LogHits many = index.find("line");
        assertThat(many.hits()).hasSize(LogIndex.MOST_HITS);
        assertThat(many.more()).isTrue();
        assertThat(index.find("").hits()).isEmpty();
    }

    @Test
    void aLogThatGrowsIsReadOnAndItsLastLineOnlyOnceItIsWhole() throws IOException {
        Path file = dir.resolve("log");
        LogIndex index = new LogIndex(file);
        assertThat(index.lines(0, 5, false).total()).isZero();
        Files.writeString(file, STAMP + " one\n" + STAMP + " tw");
        assertThat(texts(index.lines(0, 5, false))).containsExactly("one");
        assertThat(texts(index.lines(0, 5, true))).containsExactly("one", "tw");
        Files.writeString(file, "o\n# gap: the node was lost\n", StandardOpenOption.APPEND);
        LogLines lines = index.lines(0, 5, false);
        assertThat(texts(lines)).containsExactly("one", "two", "the node was lost");
        assertThat(lines.lines().get(2)[0]).isNull();
        Files.writeString(file, "not stamped\n");
        assertThat(texts(index.lines(0, 5, false))).containsExactly("not stamped");
    }

    @Test
    void linesAreReadWholeWhereverTheBufferEnds() throws IOException {
        Path file = dir.resolve("log");
        String long1 = "x".repeat(300_000);
        Files.writeString(file, STAMP + " " + long1 + "\n" + STAMP + " end é\n");
        LogIndex index = new LogIndex(file);
        List<String> texts = texts(index.lines(0, 5, true));
        assertThat(texts.get(0)).hasSizeBetween(LogIndex.LONGEST - 40, LogIndex.LONGEST);
        assertThat(texts.get(1)).isEqualTo("end é");
        assertThat(texts(index.lines(1, 1, true))).containsExactly("end é");
    }
}
