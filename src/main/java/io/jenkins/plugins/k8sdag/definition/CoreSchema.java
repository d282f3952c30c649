package io.jenkins.plugins.k8sdag.definition;

import java.util.regex.Pattern;

/**
 * What an unquoted word means: YAML 1.2's core schema, in which {@code yes}, {@code no}, {@code on} and {@code off} are strings.
 *
 * <p>One difference, on purpose: a number with leading zeros is a string. The core schema reads {@code 0644} as 644, YAML 1.1 and
 * Kubernetes as 420; who meant a number is asked to write it so that everyone reads the same.
 */
final class CoreSchema {
    private static final Pattern DECIMAL = Pattern.compile("[-+]?(0|[1-9][0-9]*)");
    private static final Pattern OCTAL = Pattern.compile("0o[0-7]+");
    private static final Pattern HEX = Pattern.compile("0x[0-9a-fA-F]+");
    private static final Pattern FLOAT =
            Pattern.compile("[-+]?(\\.[0-9]+|(0|[1-9][0-9]*)(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
    private static final int LONGEST_NUMBER = 64;

    private CoreSchema() {}

    /**
     * The value of an unquoted word.
     *
     * @return String, Long, Double, Boolean, or null for an empty value
     */
    static Object resolve(String text) {
        switch (text) {
            case "", "~", "null", "Null", "NULL":
                return null;
            case "true", "True", "TRUE":
                return true;
            case "false", "False", "FALSE":
                return false;
            default:
                return text.length() > LONGEST_NUMBER ? text : number(text);
        }
    }

    private static Object number(String text) {
        try {
            if (DECIMAL.matcher(text).matches()) {
                return Long.parseLong(text);
            }
            if (OCTAL.matcher(text).matches()) {
                return Long.parseLong(text.substring(2), 8);
            }
            if (HEX.matcher(text).matches()) {
                return Long.parseLong(text.substring(2), 16);
            }
        } catch (NumberFormatException tooLong) {
            return text;
        }
        if (FLOAT.matcher(text).matches()) {
            double value = Double.parseDouble(text);
            return Double.isInfinite(value) ? text : (Object) value;
        }
        return text;
    }
}
