package io.jenkins.plugins.k8sdag.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Follows the journal of a run that another process drives, as far as its concurrency group is concerned. Each look reads only what
 * was written since the last one. Not for the process that writes it.
 */
public final class JournalWatch {
    private final Path file;
    private long position;
    private boolean entered;
    private boolean stopping;
    private boolean ended;

    public JournalWatch(Path file) {
        this.file = file;
    }

    /**
     * Reads what is new.
     *
     * @throws JournalException when a line cannot be read
     * @throws IOException when the file cannot be read
     */
    public void look() throws IOException {
        byte[] bytes = rest();
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                if (position + start > 0) {
                    take(new String(bytes, start, i - start, StandardCharsets.UTF_8));
                }
                start = i + 1;
            }
        }
        position += start;
    }

    private byte[] rest() throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(Math.max(0, size - position)));
            while (buffer.hasRemaining() && channel.read(buffer, position + buffer.position()) >= 0) {}
            return java.util.Arrays.copyOf(buffer.array(), buffer.position());
        }
    }

    private void take(String line) throws JournalException {
        try {
            for (JsonNode fact : Json.parse(line).path("facts")) {
                switch (Json.text(fact, "type")) {
                    case "RunAdmitted" -> entered = true;
                    case "RunStopping" -> stopping = true;
                    case "RunEnded" -> ended = true;
                    default -> {
                        // Of no concern to others.
                    }
                }
            }
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new JournalException(file + ": a line of the journal cannot be read: " + e.getMessage(), e);
        }
    }

    /** Whether the run holds a place, and has not ended. */
    public boolean holds() {
        return entered && !ended;
    }

    /** Whether the run waits for a place. */
    public boolean waits() {
        return !entered && !stopping && !ended;
    }

    /** Whether it is being stopped, or was. */
    public boolean stopping() {
        return stopping;
    }

    /** Whether it neither holds a place nor ever will. */
    public boolean over() {
        return ended;
    }
}
