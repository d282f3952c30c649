package io.jenkins.plugins.k8sdag.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ParamsTest {
    private static final String STAGES = "\nstages: [{name: a, image: x}]";

    static List<Arguments> values() {
        return List.of(
                Arguments.of("{name: p, default: 1.0}", null, "1.0"),
                Arguments.of("{name: p, default: 010}", null, "010"),
                Arguments.of("{name: p, default: 1e3}", null, "1e3"),
                Arguments.of("{name: p, default: yes}", null, "yes"),
                Arguments.of("{name: p, default: true}", null, "true"),
                Arguments.of("{name: p}", null, ""),
                Arguments.of("{name: p}", "given", "given"),
                Arguments.of("{name: p}", 7, "7"),
                Arguments.of("{name: p, type: number}", null, 0L),
                Arguments.of("{name: p, type: number, default: 3}", null, 3L),
                Arguments.of("{name: p, type: number, default: 3}", "4.5", 4.5),
                Arguments.of("{name: p, type: number}", 2.0, 2L),
                Arguments.of("{name: p, type: boolean}", null, false),
                Arguments.of("{name: p, type: boolean}", "true", true),
                Arguments.of("{name: p, type: boolean, default: true}", false, false),
                Arguments.of("{name: p, type: list}", null, List.of()),
                Arguments.of("{name: p, type: list, default: [eu, 1.0]}", null, List.of("eu", "1.0")),
                Arguments.of("{name: p, type: list}", "eu, us", List.of("eu", "us")),
                Arguments.of("{name: p, type: list}", "", List.of()),
                Arguments.of("{name: p, type: list}", List.of("a", 1), List.of("a", "1")),
                Arguments.of("{name: p, type: enum, values: [dev, prod]}", null, "dev"),
                Arguments.of("{name: p, values: [dev, prod], default: prod}", null, "prod"),
                Arguments.of("{name: p, type: enum, values: [17, 21]}", "21", "21"),
                Arguments.of("{name: p, required: true}", "x", "x"),
                Arguments.of("{name: p, pattern: '\\d+(\\.\\d+)*'}", "1.2", "1.2"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void areGivenByTheHostOrTheirDefault(String param, Object given, Object value) {
        Options options = given == null ? Options.NONE : Files.params(Map.of("p", given));

        assertThat(Files.load(Files.spec("params: [" + param + "]" + STAGES), options)
                        .params())
                .isEqualTo(Map.of("p", value));
    }

    static List<Arguments> mistakes() {
        return List.of(
                Arguments.of(
                        "{name: p, type: number, default: x}",
                        null,
                        "5:45: error: the default of 'p' must be a number, not the string \"x\" (write a number, or change the type)"),
                Arguments.of(
                        "{name: p, type: number, default: '3'}",
                        null,
                        "5:45: error: the default of 'p' must be a number, not the string \"3\" (write a number, or change the type)"),
                Arguments.of(
                        "{name: p, type: number}",
                        "x",
                        "5:19: error: the value of the parameter 'p' must be a number, not \"x\" (write a number, or change the type)"),
                Arguments.of(
                        "{name: p, type: boolean, default: yes}",
                        null,
                        "5:46: error: the default of 'p' must be true or false, not the string \"yes\" (write true or false, or change the type)"),
                Arguments.of(
                        "{name: p, type: list, default: a}",
                        null,
                        "5:43: error: the default of 'p' must be a list, not the string \"a\" (write it as in [eu, us])"),
                Arguments.of(
                        "{name: p, default: [a]}",
                        null,
                        "5:31: error: the default of 'p' must be a string, not a list (write a string, or change the type)"),
                Arguments.of(
                        "{name: p, type: enum}",
                        null,
                        "5:19: error: the enum 'p' has no values (add values: [first, second])"),
                Arguments.of(
                        "{name: p, values: [dev, prod]}",
                        "prd",
                        "5:19: error: the value of the parameter 'p' cannot be \"prd\" (did you mean 'prod'?)"),
                Arguments.of(
                        "{name: p, type: string, values: [dev]}",
                        null,
                        "5:36: error: a string has no values (write type: enum, or remove values)"),
                Arguments.of(
                        "{name: p, type: number, pattern: x}",
                        null,
                        "5:36: error: a number has no pattern (write type: string, or remove pattern)"),
                Arguments.of(
                        "{name: p, pattern: '[0-9'}",
                        null,
                        "5:31: error: the pattern '[0-9' is no regular expression: missing closing ]: `[0-9` (write a regular expression in quotes)"),
                Arguments.of(
                        "{name: p, pattern: '[0-9]+'}",
                        "12x",
                        "5:19: error: the value of the parameter 'p' is \"12x\", which does not match the pattern '[0-9]+' (the whole value must match)"),
                Arguments.of(
                        "{name: p, pattern: '[0-9]+'}",
                        "12\n",
                        "5:19: error: the value of the parameter 'p' is \"12\n\", which does not match the pattern '[0-9]+' (the whole value must match)"),
                Arguments.of(
                        "{name: p, required: true}",
                        null,
                        "5:19: error: the parameter 'p' is required and has no value (give it one, as in --param p=VALUE)"),
                Arguments.of(
                        "{name: p, required: true, default: a}",
                        null,
                        "5:22: error: the parameter 'p' is required and has a default (keep one of the two)"),
                Arguments.of(
                        "{name: p}, {name: p}",
                        null,
                        "5:30: error: two parameters are named 'p', the first in line 5 (rename one of them)"),
                Arguments.of(
                        "{name: p-q}",
                        null,
                        "5:19: error: 'name' must be a word of letters, digits and '_', not \"p-q\" (use letters, digits and '_', with no digit first)"),
                Arguments.of(
                        "{name: p, typ: number}",
                        null,
                        "5:22: error: unknown key 'typ' in the item 'p' of 'params' (did you mean 'type'?)"),
                Arguments.of(
                        "{name: p, type: secret}",
                        null,
                        "5:28: error: 'type' cannot be \"secret\" (parameters are shown: keep it in a Secret, and read it in a stage by env:"
                                + " {TOKEN: {valueFrom: {secretKeyRef: {name: ..., key: ...}}}})"),
                Arguments.of("{name: p, type: int}", null, "5:28: error: 'type' cannot be \"int\" (write number)"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void areChecked(String param, Object given, String problem) {
        Options options = given == null ? Options.NONE : Files.params(Map.of("p", given));

        assertThat(Files.errors("dag.yaml", Files.spec("params: [" + param + "]" + STAGES), options))
                .containsExactly("dag.yaml:" + problem);
    }

    static List<Arguments> offers() {
        return List.of(
                Arguments.of("{name: p, default: d}", null, "o", "o"),
                Arguments.of("{name: p, default: d}", "g", "o", "g"),
                Arguments.of("{name: p, default: d}", "g", null, "g"),
                Arguments.of("{name: p, default: d}", null, null, "d"),
                Arguments.of("{name: p, default: d}", null, "", ""),
                Arguments.of("{name: p, required: true}", null, "o", "o"),
                Arguments.of("{name: p, type: boolean, default: true}", null, false, false),
                Arguments.of("{name: p, type: boolean}", null, "true", true),
                Arguments.of("{name: p, type: number}", null, "7", 7L),
                Arguments.of("{name: p, type: list}", null, "eu, us", List.of("eu", "us")));
    }

    /** First what is given, then what is on offer, then the default. */
    @ParameterizedTest
    @MethodSource("offers")
    void takeWhatIsOnOfferWhereNothingIsGiven(String param, Object given, Object offered, Object value) {
        Map<String, Object> offer = offered == null ? Map.of("other", "x") : Map.of("p", offered, "other", "x");
        Options options = Files.params(given == null ? Map.of() : Map.of("p", given))
                .withOffered(new OfferedParams("build parameter", offer, Set.of()));

        assertThat(Files.load(Files.spec("params: [" + param + "]" + STAGES), options)
                        .params())
                .isEqualTo(Map.of("p", value));
    }

    @Test
    void aValueOnOfferIsCheckedLikeAGivenOne() {
        String text = Files.spec("params: [{name: p, pattern: '[0-9]+'}]" + STAGES);
        Options options = Options.NONE.withOffered(new OfferedParams("build parameter", Map.of("p", "x"), Set.of()));

        assertThat(Files.errors("dag.yaml", text, options))
                .containsExactly(
                        "dag.yaml:5:19: error: the value of the parameter 'p' is \"x\", which does not match the pattern '[0-9]+' (the whole value must match)");
    }

    @Test
    void aSecretOnOfferIsRefusedUnlessAnotherValueIsGiven() {
        String text = Files.spec("params: [{name: p, default: d}]" + STAGES);
        Options options = Options.NONE.withOffered(new OfferedParams("build parameter", Map.of(), Set.of("p", "q")));

        assertThat(Files.errors("dag.yaml", text, options))
                .containsExactly(
                        "dag.yaml:5:19: error: the parameter 'p' would take the build parameter of that name, which is a secret, and parameters are shown"
                                + " (keep it in a Secret and use valueFrom.secretKeyRef; or rename the parameter, or give it a value of its own)");
        assertThat(Files.load(text, options.withParams(Map.of("p", "g"))).params())
                .isEqualTo(Map.of("p", "g"));
    }

    @Test
    void aValueForAnUnknownParameterIsRefused() {
        String text = Files.spec("params: [{name: version}]" + STAGES);

        assertThat(Files.errors("dag.yaml", text, Files.params(Map.of("versoin", "1"))))
                .containsExactly(
                        "dag.yaml:5:3: error: a value is given for the parameter 'versoin', which the file does not have"
                                + " (did you mean 'version'?)");
        assertThat(Files.errors("dag.yaml", Files.stages("- {name: a, image: x}"), Files.params(Map.of("v", "1"))))
                .containsExactly(
                        "dag.yaml:5:3: error: a value is given for the parameter 'v', which the file does not have"
                                + " (there are no parameters)");
    }
}
