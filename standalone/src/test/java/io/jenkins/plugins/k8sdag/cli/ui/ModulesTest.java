package io.jenkins.plugins.k8sdag.cli.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.k8sdag.page.Browser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The front-end's modules by themselves: the tests in src/test/js, run by node. */
@Tag("browser")
class ModulesTest {
    private static final Path TOP = Path.of("..").toAbsolutePath().normalize();

    @Test
    void theTestsOfTheModulesPass() throws Exception {
        Process node = new ProcessBuilder(List.of(Browser.node().toString(), "--test", "src/test/js/"))
                .directory(TOP.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(node.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(node.exitValue()).as(said).isZero();
        assertThat(said).contains("# fail 0").doesNotContain("# tests 0");
    }

    @Test
    void noModuleIsTooLargeOrWritesMarkup() throws Exception {
        try (Stream<Path> files = Files.walk(TOP.resolve("src/main/webapp/js"))) {
            for (Path file : files.filter(
                            f -> f.toString().endsWith(".js") && !f.toString().contains("vendor"))
                    .toList()) {
                String text = Files.readString(file);
                assertThat(text.lines().count()).as(file.toString()).isLessThan(500);
                assertThat(text)
                        .as(file.toString())
                        .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(");
            }
        }
    }
}
