package io.jenkins.plugins.k8sdag.definition;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JsonSchemaTest {
    private static final int TREES = 1000;
    private static final int FILES = 4000;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final com.networknt.schema.JsonSchema SCHEMA =
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(JsonSchema.text());

    @Test
    void acceptsAFileWithEveryKey() throws Exception {
        assertThat(DagFile.load("all.yaml", Samples.ALL_KEYS, Options.NONE)
                        .dag()
                        .size())
                .isEqualTo(3);
        assertThat(SCHEMA.validate(Samples.tree(Samples.ALL_KEYS))).isEmpty();
    }

    @Test
    void acceptsTheFilesOfTheReference() throws Exception {
        for (String file : DagFileDocsTest.blocks(false).toList()) {
            assertThat(SCHEMA.validate(Samples.tree(file))).as(file).isEmpty();
        }
    }

    @Test
    void acceptsTheExamples() throws Exception {
        try (Stream<Path> files = java.nio.file.Files.list(DagFileDocsTest.repository("examples"))) {
            List<Path> examples =
                    files.filter(f -> f.toString().endsWith(".yaml")).toList();
            assertThat(examples).hasSizeGreaterThan(5);
            for (Path example : examples) {
                assertThat(SCHEMA.validate(Samples.tree(java.nio.file.Files.readString(example))))
                        .as(example.toString())
                        .isEmpty();
            }
        }
    }

    @Test
    void everyKeyOfAStageHasADescription() throws Exception {
        JsonNode schema = JSON.readTree(JsonSchema.text());

        for (String type : List.of(
                "Dag",
                "Spec",
                "Stage",
                "Defaults",
                "Param",
                "Retry",
                "Backoff",
                "Timeouts",
                "Need",
                "Lint",
                "Template")) {
            assertThat(schema.at("/definitions/" + type + "/properties").properties())
                    .as(type)
                    .isNotEmpty()
                    .allSatisfy(p -> assertThat(p.getValue().path("description").asText())
                            .isNotBlank());
        }
    }

    /**
     * What the reader finds wrong with the shape of a file; other problems are of what a schema cannot say. {@link JsonSchema} tells
     * which.
     */
    private static final Set<String> SHAPE = Set.of(
            "bad-value",
            "duplicate-item",
            "empty",
            "interpolation",
            "missing-key",
            "not-supported",
            "unknown-key",
            "wrong-type");

    private static final Set<String> BEYOND = Set.of(
            "bad-name",
            "conflict",
            "cycle",
            "duplicate-name",
            "duplicate-need",
            "empty-script",
            "expression",
            "incomplete",
            "interpolated-name",
            "interpolated-script",
            "missing-param",
            "not-needed",
            "param-value",
            "reserved",
            "self-need",
            "too-large",
            "unknown-env",
            "unknown-name",
            "unknown-stage",
            "unknown-template",
            "unknown-volume",
            "unusable-file");

    /** The schema and the reader are made of one table; this holds that they also mean the same by it. */
    @Test
    void acceptsWhatTheReaderAcceptsAndNothingElse() throws Exception {
        JsonNode good = Samples.tree(Samples.ALL_KEYS);
        int accepted = 0;
        for (long seed = 0; seed < TREES; seed++) {
            accepted += agree(seed, new Mutations(seed).tree(good)).isEmpty() ? 1 : 0;
        }
        assertThat(accepted).as("some changes are harmless, most are not").isBetween(TREES / 100, TREES / 2);
    }

    /** As above, for files that no one would write, with every key of every Kubernetes type. */
    @Test
    void acceptsFilesMadeOfTheTablesAndRefusesThemWhenDamaged() throws Exception {
        int loaded = 0;
        Set<String> found = new TreeSet<>();
        for (long seed = 0; seed < FILES; seed++) {
            JsonNode whole = new RandomFiles(seed).file();
            Set<String> codes = agree(seed, whole);
            assertThat(codes).as("seed %d: %s", seed, whole).isSubsetOf(BEYOND);
            loaded += codes.isEmpty() ? 1 : 0;
            found.addAll(codes);
            found.addAll(agree(seed, new Mutations(seed).tree(whole)));
        }
        assertThat(loaded).as("files without any problem").isPositive();
        assertThat(found).as("the kinds of problems that were met").containsAll(SHAPE);
    }

    /** Holds the schema's verdict against the reader's, and gives the codes of the reader's problems. */
    private static Set<String> agree(long seed, JsonNode file) {
        List<Problem> problems = problems(file);
        assertThat(SCHEMA.validate(file).isEmpty())
                .as("seed %d: the reader says %s of %s", seed, problems, file)
                .isEqualTo(problems.stream().noneMatch(p -> SHAPE.contains(p.code())));
        Set<String> codes = problems.stream().map(Problem::code).collect(Collectors.toSet());
        assertThat(codes).as("seed %d: %s", seed, file).allMatch(c -> SHAPE.contains(c) || BEYOND.contains(c));
        return codes;
    }

    private static List<Problem> problems(JsonNode file) {
        try {
            DagFile.load("f.json", file.toString(), Options.NONE);
            return List.of();
        } catch (DefinitionException e) {
            return e.problems();
        }
    }
}
