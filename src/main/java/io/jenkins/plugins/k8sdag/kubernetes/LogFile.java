package io.jenkins.plugins.k8sdag.kubernetes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The file of one log, open at its end. A last line that was torn by a crash is cut off when it is opened. What is written is with
 * the operating system when the call returns; nothing is kept back. One thread at a time.
 */
final class LogFile {
    private static final int CHUNK = 64 * 1024;

    private final FileChannel channel;
    private final HeldLines held = new HeldLines();
    private long lines;
    private int gaps;
    private long size;

    private LogFile(FileChannel channel) {
        this.channel = channel;
    }

    static LogFile open(Path path) throws IOException {
        FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            LogFile file = new LogFile(channel);
            file.scan();
            return file;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Counts what is there and notes the last stamps; ends behind the last whole line. */
    private void scan() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
        byte[] b = buffer.array();
        byte[] head = new byte[Stamp.MAX_LENGTH];
        int headLength = 0;
        long position = 0;
        for (int n = channel.read(buffer, 0); n > 0; n = channel.read(buffer, position)) {
            for (int i = 0; i < n; i++) {
                if (b[i] == '\n') {
                    line(head, headLength);
                    headLength = 0;
                    size = position + i + 1;
                } else if (headLength < head.length) {
                    head[headLength++] = b[i];
                }
            }
            position += n;
            buffer.clear();
        }
        truncate(size);
    }

    private void line(byte[] head, int length) {
        if (LogLines.isGap(head, 0, length)) {
            gaps++;
            return;
        }
        lines++;
        for (int i = 0; i < length; i++) {
            if (head[i] == ' ') {
                long stamp = Stamp.nanos(head, 0, i);
                if (stamp != Stamp.NONE) {
                    held.held(stamp);
                }
                return;
            }
        }
    }

    HeldLines held() {
        return held;
    }

    /** Lines without the gaps, when it was opened. */
    long lines() {
        return lines;
    }

    int gaps() {
        return gaps;
    }

    long size() {
        return size;
    }

    void write(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        size += length;
    }

    void truncate(long length) throws IOException {
        if (channel.size() > length) {
            channel.truncate(length);
        }
        channel.position(length);
        size = length;
    }

    void close() throws IOException {
        channel.close();
    }
}
