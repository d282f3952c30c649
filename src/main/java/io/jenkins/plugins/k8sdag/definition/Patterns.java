package io.jenkins.plugins.k8sdag.definition;

import io.jenkins.plugins.k8sdag.dag.ExpressionException;
import io.jenkins.plugins.k8sdag.dag.Scope;
import java.util.Map;
import java.util.Optional;

/** The patterns of parameters, matched by CEL's own engine (RE2): the time it takes grows with the text, never explodes. */
final class Patterns {
    private static final CelExpressions CEL = new CelExpressions();
    private static final String MATCH = "params.text.matches(params.pattern)";

    private Patterns() {}

    /** Why a pattern is none; empty if it is one. */
    static Optional<String> invalid(String pattern) {
        try {
            CEL.evaluate(MATCH, scope("", pattern));
            return Optional.empty();
        } catch (ExpressionException e) {
            String message = e.getMessage();
            int reason = message.indexOf("error parsing regexp: ");
            return Optional.of(reason < 0 ? message : message.substring(reason + "error parsing regexp: ".length()));
        }
    }

    /** Whether the whole of a text matches a pattern that is one. */
    static boolean matches(String text, String pattern) {
        try {
            return Boolean.TRUE.equals(CEL.evaluate(MATCH, scope(text, "^(?:" + pattern + ")$")));
        } catch (ExpressionException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static Scope scope(String text, String pattern) {
        return new Scope(Map.of("text", text, "pattern", pattern), Map.of(), Map.of(), Map.of(), Map.of());
    }
}
