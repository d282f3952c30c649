package io.jenkins.plugins.k8sdag.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lock that keeps two processes from driving one run, asked for by a process of its own. */
class JournalLockTest {
    @TempDir
    Path dir;

    /** Ends with 0 if it gets the lock of a file. */
    public static void main(String[] args) throws Exception {
        try (FileChannel channel = FileChannel.open(Path.of(args[0]), StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            System.exit(lock == null ? 1 : 0);
        }
    }

    private static boolean anotherProcessGetsTheLock(Path file) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        JournalLockTest.class.getName(),
                        file.toString())
                .inheritIO()
                .start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return process.exitValue() == 0;
    }

    @Test
    void aJournalIsLockedWhetherItIsNewOrReopened() throws Exception {
        Path file = dir.resolve("journal.jsonl");
        try (Journal journal = Journal.create(file)) {
            assertThat(anotherProcessGetsTheLock(file)).isFalse();
        }
        // Reading what it holds must not give the lock back.
        try (Journal journal = Journal.reopen(file).journal()) {
            assertThat(anotherProcessGetsTheLock(file)).isFalse();
        }
        assertThat(anotherProcessGetsTheLock(file)).isTrue();
    }
}
