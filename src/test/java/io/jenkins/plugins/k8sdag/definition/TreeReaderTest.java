package io.jenkins.plugins.k8sdag.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.k8sdag.definition.Node.Mapping;
import io.jenkins.plugins.k8sdag.definition.Node.Scalar;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TreeReaderTest {
    @ParameterizedTest
    @CsvSource({
        "on, String",
        "off, String",
        "yes, String",
        "no, String",
        "y, String",
        "1_000, String",
        "12:30:45, String",
        "0644, String",
        "010, String",
        "1.0.0, String",
        "2024-01-01, String",
        ".inf, String",
        "1e999, String",
        "99999999999999999999, String",
        "true, Boolean",
        "False, Boolean",
        "10, Long",
        "-3, Long",
        "0o17, Long",
        "0x1F, Long",
        "1.0, Double",
        "1e3, Double",
        ".5, Double",
        "1., Double"
    })
    void readsWordsByTheCoreSchemaOfYaml12(String word, String type) {
        assertThat(((Scalar) read("a: " + word).get("a")).value().getClass().getSimpleName())
                .isEqualTo(type);
        assertThat(((Scalar) read("a: " + word).get("a")).text()).isEqualTo(word);
        assertThat(((Scalar) read("a: '" + word + "'").get("a")).value()).isEqualTo(word);
    }

    @Test
    void aKeyNamedOnIsAString() {
        assertThat(read("on: {off: 1}").keys()).containsExactly("on");
    }

    @Test
    void everyNodeKnowsItsPlace() {
        Mapping tree = read("a:\n  - b: 1\n    cc: |\n      text\n");
        Mapping item = Trees.maps(tree, "a").get(0);

        assertThat(tree.keyAt("a")).isEqualTo(new Place(1, 1));
        assertThat(item.keyAt("cc")).isEqualTo(new Place(3, 5));
        assertThat(item.get("b").at()).isEqualTo(new Place(2, 8));
    }

    @Test
    void jsonIsReadWithTabsEscapesAndPlaces() {
        Mapping tree = read("{\n\t\"a\": \"\\ud83d\\ude00\\/\",\n\t\"b\": [1, 2.5, true, null]\n}");

        assertThat(((Scalar) tree.get("a")).text()).isEqualTo("😀/");
        assertThat(tree.keyAt("b")).isEqualTo(new Place(3, 2));
        assertThat(Trees.plain(tree.get("b"))).isEqualTo(java.util.Arrays.asList(1L, 2.5, true, null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`a: &x 1`|1:4: error: the anchor '&x' is not allowed (write the value out, or use spec.defaults for what stages share)",
                "`a: *x`|1:4: error: the alias '*x' is not allowed (write the value out, or use spec.defaults for what stages share)",
                "`a: !!int 3`|1:4: error: the tag 'tag:yaml.org,2002:int' is not allowed (remove it; quote the value to make it a string)",
                "`<<: {a: 1}`|1:1: error: merge keys '<<' are not allowed (use spec.defaults for what stages share)",
                "`1: a`|1:1: error: the key is the number 1, not a string (write \"1\")",
                "`true: a`|1:1: error: the key is the boolean true, not a string (write \"true\")",
                "`[a]: b`|1:1: error: a list cannot be a key (write a plain word before the ':')",
                "`a: 1\nb: 2\na: 3`|3:1: error: the key 'a' stands twice, first in line 1 (keep one of them)",
                "`a: 1\n---\nb: 1`|2:1: error: a second YAML document starts here (a file holds one DAG; remove the '---' or make another file)",
                "`a:\n\tb: 1`|2:1: error: a tab where YAML wants spaces (indent with spaces)",
                "`a: b: c`|1:5: error: this is not YAML: mapping values are not allowed here (quote a value that holds ': ', and check the indentation)",
                "`a: {b: ${{ c }}}`|1:9: error: this is not YAML: expected ',' or '}', but got { (put \"${{ }}\" in quotes inside { } and [ ]; else close the bracket or separate the items by commas)",
                "`a: \"b`|1:6: error: this is not YAML: found unexpected end of stream (close the quote)",
                "`a: @b`|1:4: error: this is not YAML: found character '@' that cannot start any token. (Do not use @ for indentation) (quote a value that starts with a special character)",
                "`{\"a\": [1, 2}`|1:12: error: this is not JSON: Unexpected close marker '}': expected ']' (check brackets, commas and quotes before this place)",
                "`{\"a\": 1} x`|1:10: error: this is not JSON: Unrecognized token 'x': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false') (check brackets, commas and quotes before this place)",
                "`{\"a\": 1} {}`|1:10: error: there is more text behind the end of the JSON value (remove it)",
                "``|1:1: error: the file is empty (write a DAG: apiVersion, kind: Dag, metadata, spec)",
            })
    void refuses(String text, String problem) {
        Problems problems = new Problems("f");
        TreeReader.read("f", text, Limits.DEFAULT, problems);

        assertThat(problems.errors()).extracting(Problem::toString).first().isEqualTo("f:" + problem);
    }

    @Test
    void aControlCharacterIsNamed() {
        assertThat(problems("a: 1\nb: \u0007", Limits.DEFAULT))
                .containsExactly("f:2:4: error: the character U+0007 is not allowed (remove it)");
    }

    @Test
    void sizeDepthAndCountAreBounded() {
        assertThat(problems("a: " + "é".repeat(20), new Limits(40, 9, 9, 9)))
                .containsExactly("f:1:1: error: the file has 43 bytes, more than the limit of 40"
                        + " (split it into several DAGs, or move long scripts into the image)");
        assertThat(problems("[".repeat(100_000), Limits.DEFAULT))
                .containsExactly(
                        "f:1:65: error: maps and lists are nested more than 64 deep (a DAG file needs far less)");
        assertThat(problems("{\"a\":".repeat(900), Limits.DEFAULT))
                .hasSize(1)
                .first()
                .asString()
                .contains("64 deep");
        assertThat(problems("[1, 2, 3, 4]", new Limits(40, 9, 3, 9)))
                .containsExactly("f:1:8: error: the file has more than 3 values (split it into several DAGs)");
    }

    private static List<String> problems(String text, Limits limits) {
        Problems problems = new Problems("f");
        TreeReader.read("f", text, limits, problems);
        return problems.errors().stream().map(Problem::toString).toList();
    }

    private static Mapping read(String text) {
        Problems problems = new Problems("f");
        Node node = TreeReader.read("f", text, Limits.DEFAULT, problems).orElseThrow();
        assertThat(problems.errors()).isEmpty();
        return (Mapping) node;
    }
}
