package io.jenkins.plugins.k8sdag.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogThroughputTest {
    @TempDir
    Path folder;

    @Test
    void everyByteOfManyLogsArrives() throws Exception {
        LogThroughput.Result result = LogThroughput.measure(folder, 20, 4, 4 << 20, 100);

        System.out.printf("logs into files: %.0f MB/s, %d lines%n", result.megabytesPerSecond(), result.lines());
        assertThat(result.bytes()).isGreaterThanOrEqualTo(20L * (4 << 20));
        assertThat(result.lines()).isGreaterThan(result.bytes() / 140);
    }
}
