package io.jenkins.plugins.k8sdag.definition;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonSchemaTest {
    private static final int TREES = 4000;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final com.networknt.schema.JsonSchema SCHEMA =
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(JsonSchema.text());

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
    void everyKeyOfAStageHasADescription() throws Exception {
        JsonNode schema = JSON.readTree(JsonSchema.text());

        for (String type :
                List.of("Dag", "Spec", "Stage", "Defaults", "Param", "Retry", "Backoff", "Timeouts", "Need", "Lint")) {
            assertThat(schema.at("/$defs/" + type + "/properties").properties())
                    .as(type)
                    .isNotEmpty()
                    .allSatisfy(p -> assertThat(p.getValue().path("description").asText())
                            .isNotBlank());
        }
    }

    /** The schema and the reader are made of one table; this holds that they also mean the same by it. */
    @Test
    void acceptsWhatTheReaderAcceptsAndNothingElse() throws Exception {
        JsonNode good = Samples.tree(Samples.ALL_KEYS);
        int accepted = 0;
        for (long seed = 0; seed < TREES; seed++) {
            JsonNode changed = new Mutations(seed).tree(good);
            List<Problem> problems = shapeProblems(changed);
            assertThat(SCHEMA.validate(changed).isEmpty())
                    .as("seed %d: the reader says %s of %s", seed, problems, changed)
                    .isEqualTo(problems.isEmpty());
            accepted += problems.isEmpty() ? 1 : 0;
        }
        assertThat(accepted).as("some changes are harmless, most are not").isBetween(TREES / 50, TREES / 2);
    }

    private static List<Problem> shapeProblems(JsonNode tree) {
        Problems problems = new Problems("f.json");
        Optional<Node> node = TreeReader.read("f.json", tree.toString(), Limits.DEFAULT, problems);
        node.ifPresent(n -> new ShapeCheck(problems).check(n, DagShape.DAG, "the file"));
        return problems.errors();
    }
}
