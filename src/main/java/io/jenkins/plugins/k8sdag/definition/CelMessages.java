package io.jenkins.plugins.k8sdag.definition;

import dev.cel.common.CelErrorCode;
import dev.cel.common.CelIssue;
import dev.cel.runtime.CelEvaluationException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** CEL's own messages in plainer words, with a remedy. */
final class CelMessages {
    private static final Pattern UNDECLARED = Pattern.compile("undeclared reference to '([^']*)'.*", Pattern.DOTALL);
    private static final Pattern OVERLOAD = Pattern.compile(
            "found no matching overload for '([^']*)' applied to '(.*?)'( \\(candidates.*)?", Pattern.DOTALL);
    private static final Pattern WHERE = Pattern.compile("^evaluation error at [^:]*:\\d+: ");
    private static final Pattern NO_KEY = Pattern.compile("(?:key ')?([^' ]+)(?:' is not present in map\\.)?");
    private static final Map<String, String> OPERATORS = Map.ofEntries(
            Map.entry("_+_", "+"),
            Map.entry("_-_", "-"),
            Map.entry("_*_", "*"),
            Map.entry("_/_", "/"),
            Map.entry("_%_", "%"),
            Map.entry("_==_", "=="),
            Map.entry("_!=_", "!="),
            Map.entry("_<_", "<"),
            Map.entry("_<=_", "<="),
            Map.entry("_>_", ">"),
            Map.entry("_>=_", ">="),
            Map.entry("_&&_", "&&"),
            Map.entry("_||_", "||"),
            Map.entry("!_", "!"),
            Map.entry("-_", "-"),
            Map.entry("_?_:_", "?:"),
            Map.entry("@in", "in"),
            Map.entry("_[_]", "[]"));
    private static final List<String> FUNCTIONS = List.of(
            "size",
            "contains",
            "startsWith",
            "endsWith",
            "matches",
            "split",
            "join",
            "replace",
            "lowerAscii",
            "upperAscii",
            "trim",
            "substring",
            "indexOf",
            "lastIndexOf",
            "charAt",
            "reverse",
            "string",
            "int",
            "double",
            "bool",
            "has",
            "all",
            "exists",
            "exists_one",
            "filter",
            "map",
            "orValue",
            "optional",
            "type",
            "duration",
            "timestamp");

    private CelMessages() {}

    /**
     * What is wrong, where in the source, and what to write.
     *
     * @param line of the source, from 1
     * @param column in that line, from 0
     */
    record Issue(String message, String remedy, int line, int column) {}

    /** The first of CEL's complaints; later ones mostly follow from it. */
    static Issue first(Collection<CelIssue> issues, String source) {
        CelIssue issue = issues.iterator().next();
        int line = Math.max(1, issue.getSourceLocation().getLine());
        int column = Math.max(0, issue.getSourceLocation().getColumn());
        Matcher undeclared = UNDECLARED.matcher(issue.getMessage());
        if (undeclared.matches()) {
            return undeclared(undeclared.group(1), source, line, column);
        }
        Matcher overload = OVERLOAD.matcher(issue.getMessage());
        if (overload.matches()) {
            return overload(overload.group(1), overload.group(2), line, column);
        }
        if (source.isBlank()) {
            return new Issue("it is empty", "write an expression", 1, 0);
        }
        String message = issue.getMessage().replaceAll("(?s) expecting \\{.*", "");
        message =
                message.replace("mismatched input '<EOF>'", "it ends too early").replace("<EOF>", "its end");
        return new Issue(message, syntaxRemedy(source), line, column);
    }

    private static Issue undeclared(String name, String source, int line, int column) {
        boolean call = Pattern.compile("\\b" + Pattern.quote(name) + "\\s*\\(")
                .matcher(source)
                .find();
        Collection<String> known = call ? FUNCTIONS : CelLanguage.VARIABLES;
        String remedy = Similar.nearest(name, known)
                .map(n -> "did you mean '" + n + "'?")
                .orElse(
                        call
                                ? "functions: " + Similar.list(FUNCTIONS)
                                : "variables: params, stages, run, env; a string stands in quotes");
        return new Issue("there is no " + (call ? "function" : "variable") + " '" + name + "'", remedy, line, column);
    }

    private static Issue overload(String function, String types, int line, int column) {
        String name = OPERATORS.getOrDefault(function, function);
        return new Issue(
                "'" + name + "' does not work on "
                        + types.replace("list(%A", "list(").replace("dyn", "any"),
                "convert with string(x), int(x), double(x), or compare values of one type",
                line,
                column);
    }

    private static String syntaxRemedy(String source) {
        if (source.matches("(?s).*\\s(and|or|not)\\s.*") || source.startsWith("not ")) {
            return "CEL writes && for and, || for or, ! for not";
        }
        if (source.matches("(?s).*[^=!<>]=[^=].*")) {
            return "CEL compares with ==";
        }
        return "see docs/dag-file.md for the language of expressions";
    }

    /** Why an evaluation failed, without CEL's positions. */
    static String reason(CelEvaluationException e) {
        String message = String.valueOf(e.getMessage());
        String reason = WHERE.matcher(message).replaceFirst("");
        if (reason.contains("Iteration budget exceeded")) {
            return "it goes through more than 10000 items";
        }
        if (reason.equals("/ by zero")) {
            return "it divides by zero";
        }
        if (reason.startsWith("For input string: ")) {
            return reason.replace("For input string: ", "no number can be made of ");
        }
        if (reason.startsWith("No matching overload for function '")) {
            String function = reason.substring(reason.indexOf('\'') + 1, reason.lastIndexOf('\''));
            return "'" + OPERATORS.getOrDefault(function, function) + "' does not work on values of these types";
        }
        boolean missing = e.getErrorCode() == CelErrorCode.ATTRIBUTE_NOT_FOUND;
        Matcher key = NO_KEY.matcher(reason);
        return missing && key.matches() ? "there is no '" + key.group(1) + "'" : reason;
    }

    /** What to do about a reason, in brackets; empty where nothing more can be said. */
    static String hint(String reason, Map<String, Object> variables) {
        if (reason.startsWith("there is no '")) {
            List<String> stages = ((Map<?, ?>) variables.get(CelLanguage.STAGES))
                    .keySet().stream().map(String::valueOf).sorted().toList();
            String readable = stages.isEmpty() ? "" : "; stages that can be read here: " + Similar.list(stages);
            return " (write .?name.orValue('') for what may be missing" + readable + ")";
        }
        return reason.contains("more than")
                ? " (make it simpler, or compute the value in a stage and pass it as an output)"
                : "";
    }
}
