package io.jenkins.plugins.k8sdag.engine;

import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * The log of one attempt, written by one thread at a time. Lines come with the stamp the node gave them; a line that the log
 * already holds, known by stamp and order, is dropped, so that following may start again at any time.
 */
public interface LogSink extends Closeable {
    /** The stamp of the last whole line, to nanoseconds; empty for an empty log. */
    Optional<Instant> lastStamp();

    /**
     * Tells that following starts anew, from the first line whose stamp is not before {@link #lastStamp()}, as {@code sinceTime}
     * gives them; lines the log holds already are dropped from here on.
     */
    void rewind();

    /**
     * Takes the next bytes of a stream in which every line starts with its RFC 3339 stamp and a space, as the API sends it with
     * {@code timestamps=true}. Lines may be cut anywhere; bytes are kept as they are.
     *
     * @throws IOException when the file cannot be written
     */
    void write(byte[] bytes, int offset, int length) throws IOException;

    /**
     * Marks that lines are missing here.
     *
     * @param why in a few words
     * @throws IOException when the file cannot be written
     */
    void gap(String why) throws IOException;

    /** Lines in the log so far. */
    long lines();

    /** Gaps in the log so far. */
    int gaps();

    /**
     * Writes out what is left; a last line without an end is kept as one.
     *
     * @throws IOException when the file cannot be written
     */
    @Override
    void close() throws IOException;
}
