package io.jenkins.plugins.k8sdag.definition;

import io.jenkins.plugins.k8sdag.dag.ExpressionException;
import io.jenkins.plugins.k8sdag.dag.Expressions;
import io.jenkins.plugins.k8sdag.dag.Interpolation;
import io.jenkins.plugins.k8sdag.dag.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Puts the values of parameters into the pod template of a file that uses others: it lies under their stages, too, and those read
 * other parameters by the same names. What reads none of them stays as it is.
 */
final class PodTemplateParams {
    private final Expressions expressions;
    private final Scope scope;
    private final Predicate<String> readsParams;

    PodTemplateParams(Expressions expressions, Scope scope, Predicate<String> readsParams) {
        this.expressions = expressions;
        this.scope = scope;
        this.readsParams = readsParams;
    }

    /**
     * The template with the values.
     *
     * @throws ExpressionException when one of its expressions has no value
     */
    Map<String, Object> in(Map<String, Object> template) throws ExpressionException {
        Map<String, Object> filled = new LinkedHashMap<>();
        for (Map.Entry<String, Object> entry : template.entrySet()) {
            filled.put(entry.getKey(), any(entry.getValue()));
        }
        return filled;
    }

    @SuppressWarnings("unchecked")
    private Object any(Object value) throws ExpressionException {
        if (value instanceof Map<?, ?> map) {
            return in((Map<String, Object>) map);
        }
        if (value instanceof List<?> list) {
            List<Object> filled = new ArrayList<>();
            for (Object item : list) {
                filled.add(any(item));
            }
            return filled;
        }
        return value instanceof String text && text.contains(Format.OPEN) ? text(text) : value;
    }

    private String text(String text) throws ExpressionException {
        StringBuilder out = new StringBuilder();
        for (Interpolation.Part part : Interpolation.parse(text)) {
            if (!part.expression()) {
                out.append(escaped(part.text()));
            } else if (readsParams.test(part.text())) {
                out.append(escaped(Interpolation.text(expressions.evaluate(part.text(), scope))));
            } else {
                out.append(Format.OPEN).append(' ').append(part.text()).append(" }}");
            }
        }
        return out.toString();
    }

    private static String escaped(String literal) {
        return literal.replace(Format.OPEN, "$" + Format.OPEN);
    }
}
