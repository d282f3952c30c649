package io.jenkins.plugins.k8sdag.definition;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever a file holds, reading it ends with a graph or with problems that have places. */
class DagFileFuzzTest {
    private static final int FILES = Integer.getInteger("k8sdag.fuzz.files", 1000);

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void aDamagedTextGivesProblemsAndNothingElse() {
        check("new Mutations(%dL).text(Samples.ALL_KEYS)", seed -> new Mutations(seed).text(Samples.ALL_KEYS));
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void aChangedTreeGivesProblemsAndNothingElse() {
        JsonNode good = Samples.tree(Samples.ALL_KEYS);
        check(
                "new Mutations(%dL).tree(Samples.tree(Samples.ALL_KEYS))",
                seed -> new Mutations(seed).tree(good).toString());
    }

    private static void check(String recipe, LongFunction<String> file) {
        int good = 0;
        for (long seed = 0; seed < FILES; seed++) {
            try {
                good += loads(file.apply(seed)) ? 1 : 0;
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError(recipe.formatted(seed) + " broke the reader", e);
            }
        }
        assertThat(good).as("some damage is harmless, most is not").isBetween(1, FILES / 2);
    }

    private static boolean loads(String text) {
        try {
            DagFile.load("f.yaml", text, Options.NONE);
            return true;
        } catch (DefinitionException e) {
            assertThat(e.problems()).isNotEmpty().allSatisfy(p -> {
                assertThat(p.line()).isPositive();
                assertThat(p.column()).isPositive();
                assertThat(p.message()).isNotBlank();
            });
            return false;
        }
    }
}
