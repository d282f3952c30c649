package io.jenkins.plugins.k8sdag.dag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class InterpolationTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a${{ x }}b|aXb",
                "${{x}}${{   x }}|XX",
                "no expression $x ${x} $(x) }}|no expression $x ${x} $(x) }}",
                "$${{ x }}|${{ x }}",
                "$$${{ x }}|$${{ x }}",
                "$${{ x }}${{ x }}|${{ x }}X",
                "${{ {'a': {'b': 1}} }}!|MAP!",
                "${{ '}}' + \"}}\" }}|BRACES",
                "${{ 'it\\'s }}' }}|QUOTE",
            })
    void putsValuesIntoStrings(String template, String expected) {
        Map<String, String> values =
                Map.of("x", "X", "{'a': {'b': 1}}", "MAP", "'}}' + \"}}\"", "BRACES", "'it\\'s }}'", "QUOTE");

        assertThat(Interpolation.substitute(Map.of("k", template), values)).isEqualTo(Map.of("k", expected));
    }

    @Test
    void sharesWhatHoldsNoExpression() {
        Map<String, Object> plain = Map.of("deep", List.of(Map.of("a", "b")), "n", 1);
        Map<String, Object> template = Map.of("plain", plain, "list", List.of("x", "${{ e }}", 3));

        Map<String, Object> result = Interpolation.substitute(template, Map.of("e", "E"));

        assertThat(result.get("plain")).isSameAs(plain);
        assertThat(result.get("list")).isEqualTo(List.of("x", "E", 3));
        assertThat(Interpolation.substitute(plain, Map.of())).isSameAs(plain);
    }

    @Test
    void aValueIsNeverReadAsATemplate() {
        assertThat(Interpolation.substitute(Map.of("k", "${{ x }}"), Map.of("x", "${{ y }}")))
                .isEqualTo(Map.of("k", "${{ y }}"));
    }

    @Test
    void aMissingValueIsNamed() {
        assertThatThrownBy(() -> Interpolation.substitute(Map.of("k", "${{ x }}"), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no value was given for ${{ x }}");
    }

    @Test
    void sourcesAreDistinctAndTrimmed() {
        assertThat(Interpolation.sources(Arrays.asList("${{ b }}${{a}}", Map.of("k", "${{ b}}"), "$${{ c }}", null, 1)))
                .containsExactly("b", "a");
    }

    @Test
    void anOpenExpressionIsToldFromAClosedOne() {
        assertThat(Interpolation.parse("a ${{ b"))
                .containsExactly(
                        new Interpolation.Part("a ", false, 0, true), new Interpolation.Part("b", true, 2, false));
    }

    static List<Arguments> texts() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("a", List.of(1L, 2.5, true, "x\"\\\n\u0001é"));
        map.put("b", null);
        return List.of(
                Arguments.of("as it \"is\"", "as it \"is\""),
                Arguments.of(3L, "3"),
                Arguments.of(3.0, "3"),
                Arguments.of(-0.5, "-0.5"),
                Arguments.of(1e300, "1.0E300"),
                Arguments.of(true, "true"),
                Arguments.of(List.of(), "[]"),
                Arguments.of(Map.of(), "{}"),
                Arguments.of(List.of("a", 1.0), "[\"a\",1]"),
                Arguments.of(map, "{\"a\":[1,2.5,true,\"x\\\"\\\\\\n\\u0001é\"],\"b\":null}"));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void valuesHaveOneText(Object value, String text) {
        assertThat(Interpolation.text(value)).isEqualTo(text);
    }
}
