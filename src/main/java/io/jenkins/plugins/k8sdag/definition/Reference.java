package io.jenkins.plugins.k8sdag.definition;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.CelComprehension;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A variable that an expression reads, such as {@code stages.build.outputs.digest}.
 *
 * @param path its parts, the first one a variable
 * @param lenient whether it may be missing: it is asked for by {@code .?} or {@code has()}
 * @param computed whether a further part is only known at run time, as in {@code stages[x]}
 */
record Reference(List<String> path, boolean lenient, boolean computed) {
    Reference {
        path = List.copyOf(path);
    }

    /** The variable it starts with. */
    String root() {
        return path.get(0);
    }

    /** As it is best written. */
    String text() {
        StringBuilder text = new StringBuilder(root());
        for (String part : path.subList(1, path.size())) {
            text.append(Format.WORD.matches(part) ? "." + part : "[\"" + part + "\"]");
        }
        return text.toString();
    }

    /** The reference that an expression is, if it is nothing else and all of it is known. */
    static Optional<Reference> exactly(CelExpr expr) {
        return path(expr, Set.of()).filter(r -> !r.computed);
    }

    /** All references in a parsed expression, in its order. */
    static Set<Reference> of(CelExpr expr) {
        Set<Reference> found = new LinkedHashSet<>();
        walk(expr, Set.of(), found);
        return found;
    }

    private static void walk(CelExpr expr, Set<String> locals, Set<Reference> found) {
        Optional<Reference> reference = path(expr, locals);
        if (reference.isPresent()) {
            found.add(reference.get());
            walkIndexes(expr, locals, found);
            return;
        }
        switch (expr.getKind()) {
            case SELECT -> walk(expr.select().operand(), locals, found);
            case CALL -> {
                expr.call().target().ifPresent(t -> walk(t, locals, found));
                expr.call().args().forEach(a -> walk(a, locals, found));
            }
            case LIST -> expr.list().elements().forEach(e -> walk(e, locals, found));
            case MAP ->
                expr.map().entries().forEach(e -> {
                    walk(e.key(), locals, found);
                    walk(e.value(), locals, found);
                });
            case STRUCT -> expr.struct().entries().forEach(e -> walk(e.value(), locals, found));
            case COMPREHENSION -> walkComprehension(expr.comprehension(), locals, found);
            default -> {
                // Constants read nothing; a bare identifier that is a reference was found above.
            }
        }
    }

    private static void walkComprehension(CelComprehension loop, Set<String> locals, Set<Reference> found) {
        walk(loop.iterRange(), locals, found);
        walk(loop.accuInit(), locals, found);
        Set<String> inner = new HashSet<>(locals);
        inner.addAll(List.of(loop.iterVar(), loop.iterVar2(), loop.accuVar()));
        walk(loop.loopCondition(), inner, found);
        walk(loop.loopStep(), inner, found);
        walk(loop.result(), inner, found);
    }

    /** What stands in the brackets along a path may read variables, too. */
    private static void walkIndexes(CelExpr expr, Set<String> locals, Set<Reference> found) {
        if (expr.getKind() == CelExpr.ExprKind.Kind.SELECT) {
            walkIndexes(expr.select().operand(), locals, found);
        } else if (expr.getKind() == CelExpr.ExprKind.Kind.CALL) {
            walkIndexes(expr.call().args().get(0), locals, found);
            walk(expr.call().args().get(1), locals, found);
        }
    }

    private static Optional<Reference> path(CelExpr expr, Set<String> locals) {
        switch (expr.getKind()) {
            case IDENT:
                String name = expr.ident().name();
                boolean known = CelLanguage.VARIABLES.contains(name) && !locals.contains(name);
                return known ? Optional.of(new Reference(List.of(name), false, false)) : Optional.empty();
            case SELECT:
                return path(expr.select().operand(), locals)
                        .map(r -> r.then(expr.select().field(), expr.select().testOnly()));
            case CALL:
                return path(expr.call(), locals);
            default:
                return Optional.empty();
        }
    }

    private static Optional<Reference> path(CelCall call, Set<String> locals) {
        boolean optional = call.function().equals("_?._") || call.function().equals("_[?_]");
        if (call.args().size() != 2 || !optional && !call.function().equals("_[_]")) {
            return Optional.empty();
        }
        CelExpr index = call.args().get(1);
        boolean constant = index.getKind() == CelExpr.ExprKind.Kind.CONSTANT
                && index.constant().getKind() == CelConstant.Kind.STRING_VALUE;
        return path(call.args().get(0), locals)
                .map(r -> constant
                        ? r.then(index.constant().stringValue(), optional)
                        : new Reference(r.path, r.lenient || optional, true));
    }

    private Reference then(String part, boolean optional) {
        if (computed) {
            return this;
        }
        List<String> longer = new ArrayList<>(path);
        longer.add(part);
        return new Reference(longer, lenient || optional, false);
    }
}
