package io.jenkins.plugins.k8sdag.definition;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.k8sdag.dag.Dag;
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

    /** With {@code -Dk8sdag.docs.write=true} the tables are brought up to date first. */
    @Test
    void itsTablesAreThoseOfTheReader() throws Exception {
        if (Boolean.getBoolean("k8sdag.docs.write")) {
            java.nio.file.Files.writeString(page(), KeyTables.rewritten(docs()));
        }

        assertThat(docs())
                .as(
                        "docs/dag-file.md; mvn -f standalone test -Dtest=DagFileDocsTest -Dk8sdag.docs.write=true writes its tables")
                .isEqualTo(KeyTables.rewritten(docs()));
    }

    /** What the defaults and templates may hold is what stages may hold, and is said in words. */
    @Test
    void everyKeyHasARow() throws Exception {
        assertThat(KeyTables.documented(docs()))
                .containsExactlyInAnyOrderElementsOf(KeyTables.tables().values().stream()
                        .filter(t -> t != StageShape.DEFAULTS && t != StageShape.TEMPLATE)
                        .flatMap(t -> t.fields().values().stream()
                                .filter(f -> !f.isRefused())
                                .map(f -> t.name() + "." + f.name()))
                        .toList());
    }

    @Test
    void everyRefusedKeyAndEveryWarningIsNamed() throws Exception {
        String docs = docs();

        assertThat(Stream.of(DagShape.SPEC, StageShape.STAGE)
                        .flatMap(t -> t.fields().values().stream())
                        .filter(Field::isRefused))
                .allSatisfy(f -> assertThat(docs).contains("`" + f.name() + "`"));
        assertThat(LintCode.codes()).allSatisfy(code -> assertThat(docs).contains("| `" + code + "` |"));
    }

    /** The defaults that the tables tell are those of the reader: a file that writes them all out means the same. */
    @Test
    void theDefaultsAreTrue() throws Exception {
        ObjectNode stage = JsonNodeFactory.instance
                .objectNode()
                .put("name", "a")
                .put("image", "x:1")
                .put("script", "true");
        ObjectNode retry = stage.deepCopy();
        retry.putObject("retry").put("limit", 2).set("backoff", JsonNodeFactory.instance.objectNode());
        ObjectNode retryInFull = stage.deepCopy();
        ObjectNode limit =
                written(StageShape.RETRY, retryInFull.putObject("retry").put("limit", 2));
        limit.set("backoff", written(StageShape.BACKOFF, JsonNodeFactory.instance.objectNode()));
        ObjectNode inFull = written(StageShape.STAGE, stage.deepCopy());
        inFull.set("timeout", written(StageShape.TIMEOUTS, JsonNodeFactory.instance.objectNode()));

        ObjectNode spec = JsonNodeFactory.instance.objectNode();
        assertThat(dag(written(DagShape.SPEC, spec.deepCopy()), inFull)).isEqualTo(dag(spec, stage));
        assertThat(dag(spec, retryInFull)).isEqualTo(dag(spec, retry));
    }

    private static ObjectNode written(Shape.Keys keys, ObjectNode into) {
        keys.fields().values().stream()
                .filter(f -> f.byDefault() != null)
                .forEach(f -> into.set(f.name(), new ObjectMapper().valueToTree(f.byDefault())));
        return into;
    }

    private static Dag dag(ObjectNode spec, ObjectNode stage) {
        ObjectNode withStage = spec.deepCopy();
        withStage.putArray("stages").add(stage);
        return Files.load(Files.spec(withStage.toString())).dag();
    }

    /** The file's YAML: whole files, or fragments. */
    static Stream<String> blocks(boolean fragments) throws IOException {
        return BLOCK.matcher(docs())
                .results()
                .filter(b -> fragments == (b.group(1) != null))
                .map((MatchResult b) -> b.group(2));
    }

    static String docs() throws IOException {
        return java.nio.file.Files.readString(page());
    }

    private static Path page() {
        return repository("docs").resolve("dag-file.md");
    }

    /** A folder of the repository. The tests run in its top or in one of its folders. */
    static Path repository(String folder) {
        Path here = Path.of(folder);
        return java.nio.file.Files.exists(here) ? here : Path.of("..").resolve(here);
    }
}
