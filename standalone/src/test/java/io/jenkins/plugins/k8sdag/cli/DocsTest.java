package io.jenkins.plugins.k8sdag.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.jenkins.plugins.k8sdag.definition.DagFile;
import io.jenkins.plugins.k8sdag.definition.Options;
import io.jenkins.plugins.k8sdag.embedded.EmbeddedCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What README and docs tell people to type works: every {@code sh} block is run, every {@code yaml} and {@code json} block is read.
 * Blocks of {@code console} show output, and {@code yaml fragment} is no whole file; those are not touched.
 */
class DocsTest {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(sh|yaml|json)\\n(.*?)^```$");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    @TempDir
    Path dir;

    /** A block of a page. */
    record Block(String page, String language, String text) {
        @Override
        public String toString() {
            return page + ": " + text.lines().findFirst().orElse("");
        }
    }

    static Stream<Block> blocks() throws IOException {
        Path root = Examples.repository();
        try (Stream<Path> docs = Files.list(root.resolve("docs"))) {
            List<Path> pages = Stream.concat(Stream.of(root.resolve("README.md")), docs)
                    .filter(p -> p.toString().endsWith(".md"))
                    .sorted()
                    .toList();
            return pages.stream().flatMap(DocsTest::blocks);
        }
    }

    private static Stream<Block> blocks(Path page) {
        try {
            Matcher m = BLOCK.matcher(Files.readString(page));
            return m.results().map(b -> new Block(page.getFileName().toString(), b.group(1), b.group(2)));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static Stream<Block> commands() throws IOException {
        return blocks().filter(b -> b.language().equals("sh"));
    }

    static Stream<Block> files() throws IOException {
        return blocks().filter(b -> !b.language().equals("sh"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyFileIsRead(Block block) throws Exception {
        if (block.text().contains("kind: Dag\n")) {
            assertThat(DagFile.load(block.page(), block.text(), Options.NONE)
                            .dag()
                            .size())
                    .isPositive();
        } else {
            assertThat(YAML.readTree(block.text()).isObject()).isTrue();
        }
    }

    /** In a directory like the repository's, with programs of the names that people have. */
    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandRuns(Block block) throws Exception {
        Path bin = Files.createDirectory(dir.resolve("bin"));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        program(
                dir.resolve("k8sdag"),
                "exec " + java + " -XX:TieredStopAtLevel=1 -cp '" + System.getProperty("java.class.path") + "' "
                        + Main.class.getName() + " \"$@\"");
        Files.createSymbolicLink(bin.resolve("k8sdag"), dir.resolve("k8sdag"));
        // This test is part of what the command would run.
        program(bin.resolve("mvn"), "[ \"$*\" = '-f standalone verify' ]");
        Path examples = Files.createDirectory(dir.resolve("examples"));
        try (Stream<Path> all = Files.list(Examples.repository().resolve("examples"))) {
            for (Path example : all.toList()) {
                Files.copy(example, examples.resolve(example.getFileName()));
            }
        }
        Path out = dir.resolve("out");
        try (EmbeddedCluster cluster =
                EmbeddedCluster.start(io.jenkins.plugins.k8sdag.embedded.Options.defaults(dir.resolve("pods")))) {
            Path kubeconfig = dir.resolve("usual-kubeconfig");
            cluster.writeKubeconfig(kubeconfig);
            ProcessBuilder builder = new ProcessBuilder("sh", "-eu", "-c", block.text())
                    .directory(dir.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(out.toFile());
            builder.environment().put("PATH", bin + ":" + System.getenv("PATH"));
            builder.environment().put("KUBECONFIG", kubeconfig.toString());
            Process process = builder.start();
            process.getOutputStream().close();
            assertThat(process.waitFor()).as(Files.readString(out)).isZero();
        }
    }

    private static void program(Path file, String script) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void everyCommandAndExitStatusIsDescribed() throws IOException {
        String page = Files.readString(Examples.repository().resolve("docs/command-line.md"));
        for (String command : new picocli.CommandLine(new K8sDag(), new Commands(null))
                .getSubcommands()
                .keySet()) {
            assertThat(page).contains("| `" + command);
        }
        assertThat(page).contains("| 0 |", "| 1 |", "| 2 |", "| 3 |", "| 4 |", "| 130 |");
    }
}
