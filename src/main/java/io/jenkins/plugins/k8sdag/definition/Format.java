package io.jenkins.plugins.k8sdag.definition;

import java.util.regex.Pattern;

/**
 * What a string must look like. The pattern is plain enough to mean the same in Java and in a JSON Schema, which holds it too.
 */
enum Format {
    TEXT("a string", "[\\s\\S]*", true, "write it in quotes"),
    LITERAL("a string", "[\\s\\S]*", false, "write it in quotes"),
    KEY("a key", "(?![\\s\\S]*\\$\\{\\{)[\\s\\S]*", false, "write the key out"),
    NAME(
            "a DNS label of at most 63 characters",
            "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?",
            false,
            "use lower-case letters, digits and dashes, as in build-all"),
    DAG_NAME(
            "a DNS label of at most 40 characters",
            "[a-z0-9]([-a-z0-9]{0,38}[a-z0-9])?",
            false,
            "use lower-case letters, digits and dashes, as in release"),
    WORD(
            "a word of letters, digits and '_'",
            "[A-Za-z_][A-Za-z0-9_]*",
            false,
            "use letters, digits and '_', with no digit first"),
    ENV_NAME(
            "a name for an environment variable",
            "[-._a-zA-Z][-._a-zA-Z0-9]*",
            false,
            "use letters, digits and '_', with no digit first, as in REGION"),
    IMAGE("an image", "\\S+", true, "write an image as in maven:3.9.9"),
    DURATION(
            "a duration",
            "(?=[0-9])([0-9]{1,6}h)?([0-9]{1,6}m)?([0-9]{1,6}s)?([0-9]{1,9}ms)?",
            false,
            "write it as in 500ms, 90s, 15m or 1h30m"),
    LIMIT(
            "a duration over zero",
            "(?=[0-9])(?=[^1-9]*[1-9])([0-9]{1,6}h)?([0-9]{1,6}m)?([0-9]{1,6}s)?([0-9]{1,9}ms)?",
            false,
            "write it as in 90s, 15m or 1h30m"),
    QUANTITY(
            "a quantity",
            "[+]?([0-9]+|[0-9]+\\.[0-9]*|\\.[0-9]+)(Ki|Mi|Gi|Ti|Pi|Ei|n|u|m|k|M|G|T|P|E|[eE][-+]?[0-9]+)?",
            true,
            "write it as in 250m or 0.5 for cpu, 512Mi or 2Gi for memory"),
    MEMORY(
            "a quantity",
            "[+]?([0-9]+|[0-9]+\\.[0-9]*|\\.[0-9]+)(Ki|Mi|Gi|Ti|Pi|Ei|k|M|G|T|P|E|[eE][-+]?[0-9]+)?",
            false,
            "write it as in 512Mi or 2Gi"),
    INTERPOLATION(
            "one ${{ }}",
            "\\s*\\$\\{\\{[\\s\\S]*\\}\\}\\s*",
            false,
            "write one expression, as in ${{ params.regions }}"),
    USED_FILE(
            "the path of a DAG file",
            "\\.{1,2}/[-._/A-Za-z0-9]*\\.(yaml|yml|json)",
            false,
            "write where it is from here, as in ./deploy.yaml or ../common/deploy.yaml"),
    REASON("a sentence", "[\\s\\S]*\\S[\\s\\S]*", false, "write why"),
    GROUP("a name for a group", "[\\s\\S]*\\S[\\s\\S]*", true, "write a name as in release-${{ params.version }}"),
    REGEX("a regular expression", "[\\s\\S]*", false, "write a regular expression in quotes"),
    EXPRESSION(
            "an expression",
            "[\\s\\S]*\\S[\\s\\S]*",
            false,
            "write a CEL expression, as in params.publish && stages.build.status == 'SUCCEEDED'");

    /** What marks an interpolation. */
    static final String OPEN = "${{";

    private static final String ANY_INTERPOLATION = "[\\s\\S]*\\$\\{\\{[\\s\\S]*";

    private final String noun;
    private final String pattern;
    private final boolean interpolated;
    private final String remedy;
    private final Pattern compiled;

    Format(String noun, String pattern, boolean interpolated, String remedy) {
        this.noun = noun;
        this.pattern = pattern;
        this.interpolated = interpolated;
        this.remedy = remedy;
        this.compiled = Pattern.compile(pattern);
    }

    /** With its article, for messages. */
    String noun() {
        return noun;
    }

    String remedy() {
        return remedy;
    }

    /** Whether its value may hold {@code ${{ … }}}. */
    boolean interpolated() {
        return interpolated;
    }

    /** Whether any string at all is one. */
    boolean any() {
        return pattern.equals("[\\s\\S]*");
    }

    boolean matches(String text) {
        return any()
                || interpolated && text.contains(OPEN)
                || compiled.matcher(text).matches();
    }

    /** For a JSON Schema: anchored, and letting interpolations through where they are allowed. */
    String schemaPattern() {
        return "^(?:" + (interpolated ? "(?:" + pattern + ")|" + ANY_INTERPOLATION : pattern) + ")$";
    }
}
