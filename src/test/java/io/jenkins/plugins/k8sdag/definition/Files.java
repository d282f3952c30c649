package io.jenkins.plugins.k8sdag.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.k8sdag.dag.Stage;
import java.util.List;
import java.util.Map;

/** Small DAG files for tests, and what becomes of them. */
final class Files {
    /** The lines above the stages; the first stage of {@link #stages} starts in line 6. */
    private static final String HEAD = """
            apiVersion: k8sdag.jenkins.io/v1
            kind: Dag
            metadata: {name: test}
            spec:
            """;

    private Files() {}

    /** A file whose spec is the given lines, the first of which is line 5. */
    static String spec(String spec) {
        return HEAD + spec.indent(2);
    }

    /** A file with the given stages. */
    static String stages(String stages) {
        return spec("stages:\n" + stages.indent(2));
    }

    static Loaded load(String text) {
        return load(text, Options.NONE);
    }

    static Loaded load(String text, Options options) {
        try {
            return DagFile.load("dag.yaml", text, options);
        } catch (DefinitionException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    static Stage stage(String text, String name) {
        Loaded loaded = load(text);
        return loaded.dag().stage(loaded.dag().indexOf(name));
    }

    /** The problems of a file that must have some, a line each. */
    static List<String> errors(String text) {
        return errors("dag.yaml", text, Options.NONE);
    }

    static List<String> errors(String name, String text, Options options) {
        try {
            Loaded loaded = DagFile.load(name, text, options);
            throw new AssertionError("no problem was found, but " + loaded.dag());
        } catch (DefinitionException e) {
            assertThat(e.problems()).isNotEmpty().allSatisfy(p -> {
                assertThat(p.line()).isPositive();
                assertThat(p.column()).isPositive();
            });
            return e.problems().stream().map(Problem::toString).toList();
        }
    }

    static List<String> warnings(String text) {
        return load(text).warnings().stream().map(Problem::toString).toList();
    }

    static Options params(Map<String, Object> params) {
        return Options.NONE.withParams(params);
    }
}
