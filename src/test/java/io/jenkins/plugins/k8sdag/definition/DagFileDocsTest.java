package io.jenkins.plugins.k8sdag.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/dag-file.md} to what the reader does. */
class DagFileDocsTest {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```yaml( fragment)?\\n(.*?)^```$");

    @Test
    void everyCompleteFileLoads() throws Exception {
        List<String> blocks = blocks(false).toList();

        assertThat(blocks).hasSizeGreaterThan(3);
        for (String block : blocks) {
            assertThat(DagFile.load("dag-file.md", block, Options.NONE).dag().size())
                    .isPositive();
        }
    }

    @Test
    void everyFragmentIsAListOfStages() throws Exception {
        for (String block : blocks(true).toList()) {
            assertThat(Files.load(Files.stages(block)).dag().size()).isPositive();
        }
    }

    @Test
    void everyKeyAndEveryCodeIsNamed() throws Exception {
        String docs = docs();
        Stream<Shape.Keys> tables = Stream.of(
                DagShape.DAG,
                (Shape.Keys) DagShape.DAG.fields().get("spec").shape(),
                DagShape.PARAM,
                StageShape.STAGE,
                StageShape.RETRY,
                StageShape.TIMEOUTS);

        assertThat(tables.flatMap(t -> t.fields().keySet().stream())
                        .filter(k -> !List.of("backoff", "memory").contains(k)))
                .allSatisfy(key -> assertThat(docs).contains("`" + key + "`"));
        assertThat(StageShape.BACKOFF.fields().keySet())
                .allSatisfy(key -> assertThat(docs).contains("`backoff." + key + "`"));
        assertThat(StageShape.MEMORY.fields().keySet())
                .allSatisfy(key -> assertThat(docs).contains("`memory." + key + "`"));
        assertThat(LintCode.codes()).allSatisfy(code -> assertThat(docs).contains("| `" + code + "` |"));
    }

    /** The file's YAML: whole files, or fragments. */
    static Stream<String> blocks(boolean fragments) throws IOException {
        return BLOCK.matcher(docs())
                .results()
                .filter(b -> fragments == (b.group(1) != null))
                .map((MatchResult b) -> b.group(2));
    }

    /** The tests run in the repository's top or in one of its folders. */
    private static String docs() throws IOException {
        Path here = Path.of("docs", "dag-file.md");
        return java.nio.file.Files.readString(
                java.nio.file.Files.exists(here) ? here : Path.of("..").resolve(here));
    }
}
