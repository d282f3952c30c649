package io.jenkins.plugins.k8sdag.definition;

import org.yaml.snakeyaml.error.MarkedYAMLException;

/** The YAML parser's complaints in plainer words. */
final class YamlSyntax {
    private YamlSyntax() {}

    static String message(MarkedYAMLException e) {
        String problem = e.getProblem() == null ? "" : e.getProblem().strip();
        if (problem.contains("'\\t(TAB)'")) {
            return "a tab where YAML wants spaces";
        }
        return "this is not YAML: " + (problem.isEmpty() ? "it cannot be parsed" : problem);
    }

    static String remedy(MarkedYAMLException e) {
        String problem = String.valueOf(e.getProblem());
        if (problem.contains("TAB")) {
            return "indent with spaces";
        }
        if (problem.contains("mapping values are not allowed")) {
            return "quote a value that holds ': ', and check the indentation";
        }
        if (problem.contains("expected <block end>")) {
            return "check the indentation: keys of one map and items of one list start in the same column";
        }
        if (problem.contains("could not find expected ':'")) {
            return "write a ':' and a space behind the key";
        }
        if (problem.contains("cannot start any token")) {
            return "quote a value that starts with a special character";
        }
        if (problem.contains("expected ',' or") && problem.endsWith("but got {")) {
            return "put \"${{ }}\" in quotes inside { } and [ ]; else close the bracket or separate the items by commas";
        }
        if (problem.contains("expected ',' or")) {
            return "close the bracket, or separate the items by commas";
        }
        if (problem.contains("unexpected end of stream") || problem.contains("while scanning a quoted scalar")) {
            return "close the quote";
        }
        return "check indentation, quotes and brackets near this place";
    }

    /** The place of a position in code points. */
    static Place place(String text, int position) {
        int line = 1;
        int column = 1;
        int[] points = text.codePoints().limit(Math.max(0, position)).toArray();
        for (int point : points) {
            column = point == '\n' ? 1 : column + 1;
            line += point == '\n' ? 1 : 0;
        }
        return new Place(line, column);
    }
}
