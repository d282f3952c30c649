package io.jenkins.plugins.k8sdag.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimilarTest {
    private static final List<String> KEYS = List.of("name", "needs", "image", "script", "maxParallel");

    @ParameterizedTest
    @CsvSource({
        "neds, needs",
        "Image, image",
        "scirpt, script",
        "maxparalel, maxParallel",
        "maxParalell, maxParallel",
        "nam, name"
    })
    void findsTheWordThatWasMeant(String unknown, String meant) {
        assertThat(Similar.nearest(unknown, KEYS)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"x", "foo", "volumes", "zzzzzzzzzzz"})
    void doesNotGuess(String unknown) {
        assertThat(Similar.nearest(unknown, KEYS)).isEmpty();
    }

    @Test
    void aLongListIsCut() {
        List<String> names = IntStream.range(0, 15).mapToObj(i -> "s" + i).toList();

        assertThat(Similar.list(names)).isEqualTo("s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, s10, s11 and 3 more");
    }
}
