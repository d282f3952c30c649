package io.jenkins.plugins.k8sdag.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.k8sdag.engine.LogSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileLogStoreTest {
    private static final String AT = "2026-11-21T17:46:";

    @TempDir
    Path folder;

    private FileLogStore store() {
        return new FileLogStore(folder);
    }

    private static void write(LogSink sink, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        sink.write(bytes, 0, bytes.length);
    }

    private String file() throws IOException {
        return Files.readString(folder.resolve("a.1.log"));
    }

    private static String line(int nanos, String text) {
        return AT + "19.%09dZ ".formatted(nanos) + text + "\n";
    }

    @Test
    void linesLieInTheFileAsTheyCame() throws IOException {
        String text = line(1, "one") + line(2, "") + line(3, "two\rthree") + line(4, "\u001b[31mred\u001b[0m é");
        try (LogSink sink = store().open("a", 1)) {
            write(sink, text);
            assertThat(sink.lines()).isEqualTo(4);
            assertThat(sink.lastStamp()).contains(Instant.parse(AT + "19.000000004Z"));
        }
        assertThat(file()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 31, 32, 64})
    void linesMayBeCutAnywhere(int size) throws IOException {
        String text =
                line(1, "one") + line(2, "") + line(3, "a rather long line of which there are parts") + line(4, "x");
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (LogSink sink = store().open("a", 1)) {
            for (int i = 0; i < bytes.length; i += size) {
                sink.write(bytes, i, Math.min(size, bytes.length - i));
            }
            sink.rewind();
            for (int i = 0; i < bytes.length; i += size) {
                sink.write(bytes, i, Math.min(size, bytes.length - i));
            }
            write(sink, line(5, "new"));
            assertThat(sink.lines()).isEqualTo(5);
        }
        assertThat(file()).isEqualTo(text + line(5, "new"));
    }

    @Test
    void bytesThatAreNoTextSurvive() throws IOException {
        byte[] head = (AT + "19.5Z ").getBytes(StandardCharsets.UTF_8);
        byte[] bytes = Arrays.copyOf(head, head.length + 257);
        for (int i = 0; i < 256; i++) {
            bytes[head.length + i] = (byte) (i == '\n' ? 0 : i);
        }
        bytes[head.length + 256] = '\n';
        try (LogSink sink = store().open("a", 1)) {
            sink.write(bytes, 0, bytes.length);
        }
        assertThat(Files.readAllBytes(folder.resolve("a.1.log"))).isEqualTo(bytes);
    }

    @Test
    void aLastLineWithoutAnEndIsKept() throws IOException {
        try (LogSink sink = store().open("a", 1)) {
            write(sink, line(1, "one") + AT + "19.000000002Z no end");
            sink.close();
            assertThat(sink.lines()).isEqualTo(2);
        }
        assertThat(file()).isEqualTo(line(1, "one") + line(2, "no end"));
    }

    @Test
    void aTornLineIsCutWhenTheLogIsOpenedAgain() throws IOException {
        Files.writeString(folder.resolve("a.1.log"), line(1, "one") + AT + "19.0000");
        try (LogSink sink = store().open("a", 1)) {
            assertThat(sink.lines()).isEqualTo(1);
            sink.rewind();
            write(sink, line(1, "one") + line(2, "two"));
        }
        assertThat(file()).isEqualTo(line(1, "one") + line(2, "two"));
    }

    @Test
    void aLineThatWasCutOffByTheConnectionComesOnce() throws IOException {
        try (LogSink sink = store().open("a", 1)) {
            write(sink, line(1, "one") + AT + "19.000000002Z tw");
            sink.rewind();
            write(sink, line(1, "one") + line(2, "two"));
        }
        assertThat(file()).isEqualTo(line(1, "one") + line(2, "two"));
    }

    @Test
    void linesOfOneStampAreToldApartByTheirOrder() throws IOException {
        try (LogSink sink = store().open("a", 1)) {
            write(sink, line(7, "one") + line(7, "one"));
            sink.rewind();
            write(sink, line(7, "one") + line(7, "one") + line(7, "one") + line(8, "two"));
            assertThat(sink.lines()).isEqualTo(4);
        }
        assertThat(file()).isEqualTo(line(7, "one") + line(7, "one") + line(7, "one") + line(8, "two"));
    }

    @Test
    void stampsThatAreNotQuiteInOrderAreNoTrouble() throws IOException {
        String held = line(5, "a") + line(7, "b") + line(6, "c");
        try (LogSink sink = store().open("a", 1)) {
            write(sink, held);
            sink.rewind();
            write(sink, held + line(6, "d") + line(8, "e"));
        }
        assertThat(file()).isEqualTo(held + line(6, "d") + line(8, "e"));
    }

    @Test
    void theRestOfALongLineThatBeganASecondEarlierIsNoLine() throws IOException {
        String held = AT + "19.9Z long long line\n" + AT + "20.2Z next\n";
        try (LogSink sink = store().open("a", 1)) {
            write(sink, held);
            sink.rewind();
            write(sink, AT + "20.1Z line\n" + AT + "20.2Z next\n" + AT + "20.3Z new\n");
        }
        assertThat(file()).isEqualTo(held + AT + "20.3Z new\n");
    }

    @Test
    void aRandomStreamCutAndReadAgainAtRandomIsWhole() throws IOException {
        Random random = new Random(7);
        List<String> lines = new ArrayList<>();
        long nanos = 0;
        for (int i = 0; i < 3_000; i++) {
            nanos += random.nextInt(4) == 0 ? 0 : random.nextInt(2_000_000);
            lines.add("2026-11-21T17:46:%02d.%09dZ %s%n"
                    .formatted(nanos / 1_000_000_000, nanos % 1_000_000_000, "x".repeat(random.nextInt(90))));
        }
        String whole = String.join("", lines);
        int held = 0;
        for (int round = 0; held < lines.size(); round++) {
            assertThat(round).isLessThan(100);
            try (LogSink sink = store().open("a", 1)) {
                long since = sink.lastStamp().map(Instant::getEpochSecond).orElse(0L);
                sink.rewind();
                byte[] stream = lines.stream()
                        .filter(l -> Instant.parse(l.substring(0, 30)).getEpochSecond() >= since)
                        .reduce("", String::concat)
                        .getBytes(StandardCharsets.UTF_8);
                int end = Math.min(stream.length, 200_000 + random.nextInt(60_000));
                for (int at = 0; at < end; ) {
                    int size = Math.min(end - at, 1 + random.nextInt(900));
                    sink.write(stream, at, size);
                    at += size;
                }
                if (end < stream.length) {
                    sink.rewind();
                }
                held = (int) sink.lines();
            }
        }
        assertThat(file()).isEqualTo(whole);
    }

    @Test
    void aGapIsALineOfItsOwnThatIsCountedApart() throws IOException {
        try (LogSink sink = store().open("a", 1)) {
            write(sink, line(1, "one") + AT + "19.000000002Z half");
            sink.gap("the pod\nis gone");
        }
        assertThat(file()).isEqualTo(line(1, "one") + line(2, "half") + "# gap: the pod is gone\n");
        try (LogSink sink = store().open("a", 1)) {
            assertThat(sink.lines()).isEqualTo(2);
            assertThat(sink.gaps()).isEqualTo(1);
        }
    }

    @Test
    void whatTheNodeSaysInPlaceOfALogIsAGap() throws IOException {
        try (LogSink sink = store().open("a", 1)) {
            write(sink, "unable to retrieve container logs for containerd://abc");
        }
        assertThat(file()).isEqualTo("# gap: unable to retrieve container logs for containerd://abc\n");
    }

    @Test
    void secretsAreHiddenWhereverTheStreamIsCut() throws IOException {
        UnaryOperator<byte[]> mask = b -> new String(b, StandardCharsets.ISO_8859_1)
                .replace("s3cret", "****")
                .getBytes(StandardCharsets.ISO_8859_1);
        FileLogStore store = new FileLogStore(folder, Optional.of(mask), Optional.empty());
        byte[] bytes = (line(1, "a s3cret b") + line(2, "clear")).getBytes(StandardCharsets.UTF_8);
        try (LogSink sink = store.open("a", 1)) {
            for (byte b : bytes) {
                sink.write(new byte[] {b}, 0, 1);
            }
        }
        assertThat(file()).isEqualTo(line(1, "a **** b") + line(2, "clear"));
    }

    @Test
    void aListenerHearsWholeLinesWithoutStamps() throws IOException {
        StringBuilder heard = new StringBuilder();
        LogListener listener = (stage, attempt, bytes, length) -> heard.append(stage)
                .append(attempt)
                .append(':')
                .append(new String(bytes, 0, length, StandardCharsets.UTF_8));
        FileLogStore store = new FileLogStore(folder, Optional.empty(), Optional.of(listener));
        try (LogSink sink = store.open("a", 1)) {
            write(sink, line(1, "one") + line(2, "two") + AT + "19.00");
            write(sink, "0000003Z three\n");
            sink.gap("lost");
        }
        assertThat(heard).hasToString("a1:one\ntwo\na1:three\na1:# gap: lost\n");
    }

    @Test
    void aLineOfMebibytesIsKeptWithoutBeingHeld() throws IOException {
        byte[] part = "x".repeat(64 * 1024).getBytes(StandardCharsets.UTF_8);
        try (LogSink sink = store().open("a", 1)) {
            write(sink, AT + "19.1Z ");
            for (int i = 0; i < 64; i++) {
                sink.write(part, 0, part.length);
            }
            write(sink, "\n" + line(200_000_000, "next"));
            assertThat(sink.lines()).isEqualTo(2);
        }
        assertThat(Files.size(folder.resolve("a.1.log"))).isGreaterThan(4 << 20);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (LogReader reader = LogReader.open(folder.resolve("a.1.log"))) {
            reader.copy(out);
        }
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("x".repeat(64 * 64 * 1024) + "\nnext\n");
    }

    @Test
    void filesOfStagesKeepApartWhateverTheirNames() throws IOException {
        List<String> names = List.of("a", "A", "a/b", "a-b", "../a", "é", "con", "x".repeat(200), "a.1");
        for (String name : names) {
            try (LogSink sink = store().open(name, 1)) {
                write(sink, line(1, "of " + name));
            }
        }
        assertThat(names)
                .allSatisfy(name -> assertThat(store().file(name, 1))
                        .hasParent(folder)
                        .content()
                        .isEqualTo(line(1, "of " + name)));
        try (var files = Files.list(folder)) {
            assertThat(files.map(f -> f.getFileName().toString().toLowerCase(java.util.Locale.ROOT)))
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void theLastLinesAreFoundFromTheEnd() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            text.append(line(i, "line " + i));
        }
        Files.writeString(folder.resolve("a.1.log"), text);
        assertThat(tail(2)).isEqualTo("line 9998\nline 9999\n");
        assertThat(tail(0)).isEmpty();
        assertThat(tail(5_000).lines()).hasSize(5_000).first().isEqualTo("line 5000");
        assertThat(tail(20_000).lines()).hasSize(10_000);
    }

    private String tail(int lines) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (LogReader reader = LogReader.tail(folder.resolve("a.1.log"), lines)) {
            reader.copy(out);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aGrowingLogIsReadLineByLine() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (LogReader reader = LogReader.open(folder.resolve("a.1.log"));
                LogSink sink = store().open("a", 1)) {
            assertThat(reader.copy(out)).isZero();
            write(sink, line(1, "one") + AT + "19.000000002Z tw");
            reader.copy(out);
            assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("one\n");
            write(sink, "o\n");
            reader.copy(out);
            assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("one\ntwo\n");
            write(sink, AT + "19.000000003Z end");
            reader.copyAll(out);
            assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("one\ntwo\nend");
        }
    }
}
