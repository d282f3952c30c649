package io.jenkins.plugins.k8sdag.definition;

import io.jenkins.plugins.k8sdag.dag.Interpolation;
import io.jenkins.plugins.k8sdag.dag.Interpolation.Part;
import io.jenkins.plugins.k8sdag.definition.Node.Mapping;
import io.jenkins.plugins.k8sdag.definition.Node.Scalar;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compiles the expressions of a file against the types of its parameters, and reports those that do not compile or are of the
 * wrong type, at their place. What they read is checked by {@link ReferenceCheck}. Equal sources are compiled once.
 */
final class ExpressionCheck {
    /** Keys of a stage whose strings are no part of its pod. */
    private static final Set<String> NOT_TEMPLATE = Set.of(
            "name",
            "description",
            "needs",
            "template",
            "when",
            "outputs",
            "retry",
            "timeout",
            "allowFailure",
            "priority",
            "script",
            "matrix",
            "forEach",
            "uses",
            "lint");

    /** More are no string that people wrote; finding the place of each takes a search from the string's start. */
    private static final int MOST_IN_A_STRING = 100;

    private static final Pattern DASHED = Pattern.compile("\\bstages\\.([A-Za-z0-9_]+(?:-[A-Za-z0-9_]+)+)");

    private final Problems problems;
    private final SourceText text;
    private final TypeCheck types;
    private final StageGraph graph;
    private final Map<String, Analysis> analyses = new HashMap<>();

    ExpressionCheck(Problems problems, SourceText text, Map<String, Object> params, StageGraph graph) {
        this.problems = problems;
        this.text = text;
        this.types = new TypeCheck(params);
        this.graph = graph;
    }

    /** What is known of a source. */
    Analysis analysis(String source) {
        return analyses.computeIfAbsent(source, this::analyse);
    }

    private Analysis analyse(String source) {
        for (Matcher dashed = DASHED.matcher(source); dashed.find(); ) {
            String name = dashed.group(1);
            if (graph.indexOf(name) >= 0) {
                String message = "the name of stage '" + name + "' has a dash, which here means minus";
                String remedy = "write stages[\"" + name + "\"]";
                CelMessages.Issue issue = new CelMessages.Issue(message, remedy, 1, dashed.start());
                return new Analysis(Set.of(), Optional.of(issue), Optional.empty());
            }
        }
        return Analysis.of(source, types);
    }

    /** The source of {@code when}, reported if it is no condition; empty where nothing is said or it is plainly true. */
    Optional<Located> when(Optional<Scalar> when) {
        if (when.isEmpty()) {
            return Optional.empty();
        }
        Scalar scalar = when.get();
        if (scalar.isString() && scalar.text().contains(Format.OPEN)) {
            String inner =
                    scalar.text().replace(Format.OPEN, "").replace("}}", "").strip();
            problems.error(
                    scalar.at(),
                    "expression",
                    "'when' is an expression already, without ${{ }}",
                    "write when: " + inner);
            return Optional.empty();
        }
        return condition(scalar, scalar.text().strip(), "when")
                .filter(l -> !l.text().equals("true"));
    }

    /** The source of {@code allowFailure}, bare or in <code>${{ }}</code>; empty where nothing is said or it is plainly false. */
    Optional<Located> allowFailure(Optional<Scalar> allowFailure) {
        if (allowFailure.isEmpty()) {
            return Optional.empty();
        }
        Scalar scalar = allowFailure.get();
        String source = scalar.text().strip();
        if (scalar.isString() && source.contains(Format.OPEN)) {
            Optional<String> inner = inner(scalar, "'allowFailure'");
            if (inner.isEmpty()) {
                return Optional.empty();
            }
            source = inner.get();
        }
        return condition(scalar, source, "allowFailure").filter(l -> !l.text().equals("false"));
    }

    private Optional<String> inner(Scalar scalar, String what) {
        Optional<String> source = Interpolation.only(scalar.text().strip());
        if (source.isEmpty()) {
            problems.error(scalar.at(), "expression", what + " is more than one ${{ }}", "write one expression");
        }
        return source;
    }

    /** The source of a value that is one <code>${{ }}</code>, reported if it does not compile. */
    Optional<Located> single(Scalar scalar, String what) {
        return inner(scalar, what).map(source -> {
            Place at = text.find(scalar, source, 0);
            report(analysis(source), scalar, source, at);
            return new Located(source, at);
        });
    }

    /** Reports an expression that is no list or does not compile. */
    void list(Located source, String key) {
        Analysis analysis = analysis(source.text());
        analysis.issue()
                .ifPresent(issue -> problems.error(
                        issue.line() == 1 ? source.at().right(issue.column()) : source.at(),
                        "expression",
                        "in '" + source.text() + "': " + issue.message(),
                        issue.remedy()));
        if (source.text().contains(Format.OPEN)) {
            problems.error(
                    source.at(),
                    "expression",
                    "'" + key + "' is an expression already, without ${{ }}",
                    "write it bare, as in stages.build.outputs.regions.split(',')");
        } else if (analysis.isNoList()) {
            problems.error(
                    source.at(),
                    "expression",
                    "'" + key + "' must be a list, and '" + source.text() + "' is of type " + analysis.typeName(),
                    "split a string, as in " + source.text() + ".split(',')");
        }
    }

    private Optional<Located> condition(Scalar scalar, String source, String key) {
        if (source.isEmpty()) {
            return Optional.empty();
        }
        if (scalar.value() instanceof Boolean value) {
            return Optional.of(new Located(value.toString(), scalar.at()));
        }
        Place at = text.find(scalar, source, 0);
        Analysis analysis = analysis(source);
        report(analysis, scalar, source, at);
        if (analysis.isNoCondition()) {
            String message =
                    "'" + key + "' must be true or false, and '" + source + "' is of type " + analysis.typeName();
            problems.error(at, "expression", message, "compare it with something, as in " + source + " == ...");
        }
        return Optional.of(new Located(source, at));
    }

    /** All <code>${{ }}</code> in the strings of a stage or of the defaults that are part of the pod. */
    Map<String, Place> interpolations(Mapping stage) {
        Map<String, Place> found = new HashMap<>();
        stage.entries().forEach((key, entry) -> {
            if (!NOT_TEMPLATE.contains(key)) {
                Trees.eachString(entry.value(), scalar -> interpolations(scalar, found));
            }
        });
        return found;
    }

    private void interpolations(Scalar scalar, Map<String, Place> found) {
        if (!scalar.text().contains(Format.OPEN)) {
            return;
        }
        int openings = count(scalar.text());
        if (openings > MOST_IN_A_STRING) {
            String message = "a string holds " + openings + " ${{ }}, more than " + MOST_IN_A_STRING;
            problems.error(scalar.at(), "expression", message, "join the values in one expression");
            return;
        }
        for (Part part : Interpolation.parse(scalar.text())) {
            if (part.expression()) {
                Place at = interpolation(scalar, part);
                found.putIfAbsent(part.text(), at);
            }
        }
    }

    private Place interpolation(Scalar scalar, Part part) {
        int nth = count(scalar.text().substring(0, part.start()));
        Place open = text.find(scalar, Format.OPEN, nth);
        if (!part.closed()) {
            problems.error(
                    open, "expression", "the }} of this ${{ is missing", "close it, or write $${{ for a literal ${{");
            return open;
        }
        String behind = scalar.text().substring(part.start() + Format.OPEN.length());
        Place at = open.right(
                Format.OPEN.length() + behind.length() - behind.stripLeading().length());
        Analysis analysis = analysis(part.text());
        report(analysis, scalar, part.text(), at);
        if (analysis.isOptional()) {
            String message = "'" + part.text() + "' may have no value";
            problems.error(at, "expression", message, "write what to take then, as in " + part.text() + ".orValue('')");
        } else if (analysis.isNull()) {
            problems.error(at, "expression", "'" + part.text() + "' has no value", "write '' for an empty string");
        }
        return at;
    }

    private void report(Analysis analysis, Scalar scalar, String source, Place at) {
        analysis.issue().ifPresent(issue -> {
            Place place = issue.line() == 1
                    ? at.right(issue.column())
                    : text.find(
                            scalar,
                            source.lines().skip(issue.line() - 1L).findFirst().orElse(source),
                            0);
            problems.error(place, "expression", "in '" + source + "': " + issue.message(), issue.remedy());
        });
    }

    private static int count(String text) {
        int count = 0;
        for (int at = text.indexOf(Format.OPEN); at >= 0; at = text.indexOf(Format.OPEN, at + 1)) {
            count++;
        }
        return count;
    }
}
