package io.jenkins.plugins.k8sdag.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever a file holds, reading it ends with a graph or with problems that have places. */
class DagFileFuzzTest {
    private static final int TEXTS = 3000;

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void aDamagedFileGivesProblemsAndNothingElse() {
        List<Long> good = new ArrayList<>();
        for (long seed = 0; seed < TEXTS; seed++) {
            String text = new Mutations(seed).text(Samples.ALL_KEYS);
            try {
                if (loads(text)) {
                    good.add(seed);
                }
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("new Mutations(" + seed + "L).text(Samples.ALL_KEYS) broke the reader", e);
            }
        }
        assertThat(good).as("some damage is harmless, most is not").hasSizeBetween(1, TEXTS / 2);
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
