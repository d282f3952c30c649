package io.jenkins.plugins.k8sdag.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thousand stages in a small heap, in a process of its own. */
@Tag("scale")
class ScaleTest {
    @TempDir
    Path dir;

    @Test
    void aThousandStagesRunInHalfAGigabyte() throws Exception {
        Cli cli = new Cli(dir);
        String[] stages = IntStream.range(0, 1000)
                .mapToObj(i -> "{name: s" + i + ", command: ['true']}")
                .toArray(String[]::new);
        Path file = cli.dag("wide", stages);
        String[] args = cli.args("run", file.toString(), "--embedded", "--max-parallel", "50", "--run-id", "wide");

        try (Program run = Program.start(dir, List.of("-Xmx512m"), args)) {
            assertThat(run.end()).as(run.output()).isZero();
            assertThat(run.output()).contains("1000 succeeded of 1000 stages");
        }
        assertThat(cli.run(cli.args("show", "wide", "--output", "json")).json().get("stages"))
                .hasSize(1000);
    }
}
