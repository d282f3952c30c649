package io.jenkins.plugins.k8sdag.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.run.Fact;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads a journal. A last line that was torn by a crash is left out: nothing was done about it yet, for a turn acts only once
 * its line is on the disk. Any other line that cannot be read is an error.
 */
public final class JournalReader {
    /**
     * What a journal holds.
     *
     * @param facts in order; empty when not even the first line was written whole
     * @param length bytes up to the end of the last whole line
     * @param dag the graph after the last fact; null where there is none
     */
    public record Contents(List<Fact> facts, long length, Dag dag) {}

    private JournalReader() {}

    /**
     * Reads all of a journal that is whole.
     *
     * @throws JournalException naming file and line, when a line is not what this version can read
     * @throws IOException when the file cannot be read
     */
    public static Contents read(Path file) throws IOException {
        return read(file, Files.readAllBytes(file));
    }

    /**
     * What a journal tells of one stage. Only the lines that name it are taken apart, so that it takes as long as reading the file.
     *
     * @param dag the graph after the last fact
     * @param stage its name
     * @return its facts in order
     * @throws IOException when the file cannot be read, or a line of it is not what this version can read
     */
    public static List<Fact> ofStage(Path file, Dag dag, String stage) throws IOException {
        int position = dag.indexOf(stage);
        String named = "\"stage\":" + Json.text(stage);
        List<Fact> facts = new ArrayList<>();
        eachLine(Files.readAllBytes(file), (line, text) -> {
            if (text.contains(named)) {
                addAll(file, line, text, dag, position, facts);
            }
        });
        return facts;
    }

    private static void addAll(Path file, int line, String text, Dag dag, int stage, List<Fact> facts)
            throws JournalException {
        try {
            for (JsonNode node : Json.required(Json.parse(text), "facts")) {
                if (node.at("/data/stage").asText().equals(dag.stage(stage).name())
                        && FactJson.read(dag, node) instanceof Fact.OfStage fact
                        && fact.stage() == stage) {
                    facts.add((Fact) fact);
                }
            }
        } catch (JsonProcessingException | RuntimeException e) {
            throw bad(file, line, e.getMessage(), e);
        }
    }

    /** The same through a channel that is open already, from its start. */
    static Contents read(Path file, FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(channel.size()));
        while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) >= 0) {}
        return read(file, Arrays.copyOf(bytes.array(), bytes.position()));
    }

    private static Contents read(Path file, byte[] bytes) throws JournalException {
        List<Fact> facts = new ArrayList<>();
        Dag[] dag = new Dag[1];
        int length = eachLine(bytes, (line, text) -> dag[0] = readLine(file, line, text, dag[0], facts));
        return new Contents(facts, length, dag[0]);
    }

    /** What is done with one line. */
    private interface LineReader {
        void read(int line, String text) throws JournalException;
    }

    /** Reads the whole lines, from line 1, and returns where the last of them ends. */
    private static int eachLine(byte[] bytes, LineReader reader) throws JournalException {
        int start = 0;
        for (int line = 1; start < bytes.length; line++) {
            int end = endOfLine(bytes, start);
            if (end < 0) {
                break;
            }
            String text = new String(bytes, start, end - start, StandardCharsets.UTF_8);
            reader.read(line, text);
            start = end + 1;
        }
        return start;
    }

    private static int endOfLine(byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private static Dag readLine(Path file, int line, String text, Dag before, List<Fact> facts)
            throws JournalException {
        Dag dag = before;
        try {
            ObjectNode turn = Json.parse(text);
            long seq = Json.required(turn, "seq").asLong();
            if (seq != facts.size()) {
                throw new IllegalArgumentException(
                        "it starts with fact " + seq + " where fact " + facts.size() + " was expected");
            }
            for (JsonNode node : Json.required(turn, "facts")) {
                Fact fact = FactJson.read(dag, node);
                dag = DagJson.after(dag, fact);
                facts.add(fact);
            }
            return dag;
        } catch (JsonProcessingException e) {
            throw bad(file, line, "it is not JSON: " + e.getOriginalMessage(), e);
        } catch (RuntimeException e) {
            throw bad(file, line, e.getMessage(), e);
        }
    }

    private static JournalException bad(Path file, int line, String why, Exception cause) {
        return new JournalException(
                file + ":" + line + ": this line of the journal cannot be read: " + why
                        + " (the run cannot be resumed from it; its Jobs, if any are left, carry the label k8sdag.jenkins.io/run)",
                cause);
    }
}
