package io.jenkins.plugins.k8sdag.definition;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import io.jenkins.plugins.k8sdag.dag.ExpressionException;
import io.jenkins.plugins.k8sdag.dag.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Tells which part of a condition made it false, in the words of its source, and what that part read. It walks down from the top
 * through {@code &&}, {@code ||} and {@code !} as far as these go; each part on the way is an expression by itself, and is evaluated
 * as one. One object per condition, used by one thread.
 */
final class WhyFalse {
    private static final int MOST_PARTS = 3;
    private static final int MOST_VARIABLES = 5;
    private static final int LONGEST_SOURCE = 200;
    private static final Map<String, String> OPPOSITES =
            Map.of("==", "!=", "!=", "==", "<", ">=", ">=", "<", ">", "<=", "<=", ">", "in", "not in");
    private static final Map<String, String> MIRRORED =
            Map.of("==", "==", "!=", "!=", "<", ">", ">", "<", "<=", ">=", ">=", "<=");

    private final CelExpressions expressions;
    private final Scope scope;
    private final Map<String, Object> variables;
    private final String source;
    private final CelAbstractSyntaxTree tree;

    private WhyFalse(CelExpressions expressions, String source, Scope scope) throws CelValidationException {
        this.expressions = expressions;
        this.scope = scope;
        this.variables = ScopeVariables.of(scope);
        this.source = CelScan.withoutComments(source);
        this.tree = CelLanguage.untyped().parse(this.source).getAst();
    }

    /** As {@link io.jenkins.plugins.k8sdag.dag.Expressions#whyFalse}. */
    static String of(CelExpressions expressions, String source, Scope scope) {
        try {
            WhyFalse why = new WhyFalse(expressions, source, scope);
            Part whole = why.part(why.tree.getExpr(), 0, why.source.length());
            return why.is(whole, false) ? why.explain(whole, false) : source;
        } catch (CelValidationException invalid) {
            return source;
        } catch (RuntimeException broken) {
            // CEL's tree may hold what is not thought of here; that must not keep a run from going on.
            return source;
        }
    }

    /** A part of the condition: its tree, and where it stands without the parentheses around it. */
    private record Part(CelExpr expr, int from, int to, String text) {
        boolean calls(String function) {
            return expr.getKind() == Kind.CALL && expr.call().function().equals(function);
        }

        boolean isConstant() {
            return expr.getKind() == Kind.CONSTANT
                    || expr.getKind() == Kind.LIST && Reference.of(expr).isEmpty();
        }
    }

    private Part part(CelExpr expr, int from, int to) {
        int start = from;
        int end = to;
        while (true) {
            while (start < end && Character.isWhitespace(source.charAt(start))) {
                start++;
            }
            while (end > start && Character.isWhitespace(source.charAt(end - 1))) {
                end--;
            }
            String text = source.substring(start, end);
            if (!CelScan.isWrapped(text)) {
                return new Part(expr, start, end, text);
            }
            start++;
            end--;
        }
    }

    /** The operands of a binary operator, which stand on both sides of it. */
    private List<Part> operands(Part part, String operator) {
        int at = at(part);
        return List.of(
                part(part.expr.call().args().get(0), part.from, at),
                part(part.expr.call().args().get(1), at + operator.length(), part.to));
    }

    /** Where the operator of a part stands; CEL counts code points. */
    private int at(Part part) {
        Integer at = tree.getSource().getPositionsMap().get(part.expr.id());
        if (at == null) {
            throw new IllegalStateException("CEL does not know where '" + part.text + "' stands");
        }
        return source.offsetByCodePoints(0, at);
    }

    /** Why a part has the value that it has. */
    private String explain(Part part, boolean value) {
        if (part.calls("_&&_")) {
            return explainEach(flatten(part, "_&&_", "&&"), value, value);
        } else if (part.calls("_||_")) {
            return explainEach(flatten(part, "_||_", "||"), value, !value);
        } else if (part.calls("!_")) {
            return explain(part(part.expr.call().args().get(0), at(part) + 1, part.to), !value);
        }
        String operator = operator(part);
        if (operator != null) {
            return comparison(part, operator, value);
        }
        if (part.isConstant()) {
            return part.text;
        }
        Optional<Reference> reference = reference(part);
        if (reference.isPresent()
                && part.expr.getKind() == Kind.SELECT
                && part.expr.select().testOnly()) {
            return reference.get().text() + (value ? " is set" : " is not set");
        }
        return reference
                .map(r -> r.text() + " is " + value)
                .orElseGet(() -> shortened(part) + " is " + value + reads(part, ": "));
    }

    /** All parts, where it takes all of them to give the value; else the first that gives it. */
    private String explainEach(List<Part> parts, boolean value, boolean all) {
        if (!all) {
            return parts.stream()
                    .filter(p -> is(p, value))
                    .findFirst()
                    .map(p -> explain(p, value))
                    .orElseThrow();
        }
        String told =
                parts.stream().limit(MOST_PARTS).map(p -> explain(p, value)).collect(Collectors.joining(" and "));
        return parts.size() > MOST_PARTS ? told + " and " + (parts.size() - MOST_PARTS) + " more" : told;
    }

    /** CEL makes a balanced tree of a long chain; here it is a chain again. */
    private List<Part> flatten(Part part, String function, String operator) {
        List<Part> parts = new ArrayList<>();
        for (Part operand : operands(part, operator)) {
            if (operand.calls(function)) {
                parts.addAll(flatten(operand, function, operator));
            } else {
                parts.add(operand);
            }
        }
        return parts;
    }

    private static String operator(Part part) {
        if (part.expr.getKind() != Kind.CALL) {
            return null;
        }
        String function = part.expr.call().function();
        String operator = function.equals("@in") ? "in" : function.replace("_", "");
        return OPPOSITES.containsKey(operator) && part.expr.call().args().size() == 2 ? operator : null;
    }

    /** {@code params.target is 'dev' (wanted == 'prod')}: what was compared, and what would have been right. */
    private String comparison(Part part, String operator, boolean value) {
        List<Part> operands = operands(part, operator);
        Part subject = operands.get(0);
        Part other = operands.get(1);
        String wanted = value ? OPPOSITES.get(operator) : operator;
        if (subject.isConstant() && !other.isConstant()) {
            String held = operator.equals("in") ? (value ? "without " : "with ") : MIRRORED.get(wanted) + " ";
            return known(other)
                    .map(v -> v + " (wanted " + held + shortened(subject) + ")" + more(other))
                    .orElseThrow();
        }
        Function<String, String> told =
                v -> v + " (wanted " + wanted + " " + shortened(other) + which(other) + ")" + more(subject);
        return known(subject).map(told).orElseGet(() -> shortened(part) + " is " + value + reads(part, ": "));
    }

    /** A part with its value; empty if it has none. */
    private Optional<String> known(Part part) {
        return value(part).map(v -> shortened(part) + " is " + ScopeVariables.shown(v));
    }

    private String which(Part part) {
        return part.isConstant()
                ? ""
                : value(part).map(v -> ", which is " + ScopeVariables.shown(v)).orElse("");
    }

    /** What a part read, if it is more than what it read. */
    private String more(Part part) {
        return reference(part).isPresent() ? "" : reads(part, "; ");
    }

    private String reads(Part part, String separator) {
        List<String> read = Reference.of(part.expr).stream()
                .limit(MOST_VARIABLES)
                .map(r -> r.text() + " is " + ScopeVariables.shown(variables, r.path()))
                .toList();
        return read.isEmpty() ? "" : separator + String.join(", ", read);
    }

    /** What a part is, if it is nothing but a variable. */
    private static Optional<Reference> reference(Part part) {
        return Reference.exactly(part.expr);
    }

    private static String shortened(Part part) {
        String text = part.text.replaceAll("\\s+", " ");
        return text.length() > LONGEST_SOURCE ? text.substring(0, LONGEST_SOURCE - 3) + "..." : text;
    }

    private boolean is(Part part, boolean wanted) {
        return value(part).filter(v -> v.equals(wanted)).isPresent();
    }

    private Optional<Object> value(Part part) {
        try {
            return Optional.of(expressions.evaluate(part.text, scope));
        } catch (ExpressionException none) {
            return Optional.empty();
        }
    }
}
