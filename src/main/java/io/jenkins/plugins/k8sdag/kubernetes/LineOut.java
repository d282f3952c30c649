package io.jenkins.plugins.k8sdag.kubernetes;

import java.io.IOException;

/** Takes the bytes of a log that are to be kept, stamped lines cut anywhere. One thread at a time. */
interface LineOut {
    void write(byte[] bytes, int offset, int length) throws IOException;

    /** Takes back the line that has no end yet. */
    void cut() throws IOException;

    /** Ends the line that has no end yet, if there is one. */
    void end() throws IOException;

    /** No more comes for now. */
    void pause();

    /** Writes as it comes, a region of any length with one call to the system. */
    final class Straight implements LineOut {
        private final LogFile file;
        private long lineEnd;

        Straight(LogFile file) {
            this.file = file;
            this.lineEnd = file.size();
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            long before = file.size();
            file.write(bytes, offset, length);
            for (int i = offset + length - 1; i >= offset; i--) {
                if (bytes[i] == '\n') {
                    lineEnd = before + i - offset + 1;
                    return;
                }
            }
        }

        @Override
        public void cut() throws IOException {
            if (file.size() > lineEnd) {
                file.truncate(lineEnd);
            }
        }

        @Override
        public void end() throws IOException {
            if (file.size() > lineEnd) {
                write(new byte[] {'\n'}, 0, 1);
            }
        }

        @Override
        public void pause() {
            // Nothing is kept back.
        }
    }
}
