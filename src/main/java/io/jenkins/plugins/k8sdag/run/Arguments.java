package io.jenkins.plugins.k8sdag.run;

import io.jenkins.plugins.k8sdag.dag.ExpressionException;
import io.jenkins.plugins.k8sdag.dag.Expressions;
import io.jenkins.plugins.k8sdag.dag.Group;
import io.jenkins.plugins.k8sdag.dag.Interpolation;
import io.jenkins.plugins.k8sdag.dag.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parameters that a used file is given, once what they are made of is known. */
final class Arguments {
    private final Expressions expressions;
    private final Group.Uses uses;
    private final Scope scope;

    private Arguments(Expressions expressions, Group.Uses uses, Scope scope) {
        this.expressions = expressions;
        this.uses = uses;
        this.scope = scope;
    }

    /**
     * The value of each parameter.
     *
     * @throws ExpressionException when one has no value, or not one that the file takes
     */
    static Map<String, Object> of(Expressions expressions, Group.Uses uses, Scope scope) throws ExpressionException {
        Arguments arguments = new Arguments(expressions, uses, scope);
        Map<String, Object> values = new LinkedHashMap<>();
        for (Group.Argument argument : uses.params()) {
            values.put(argument.name(), arguments.value(argument));
        }
        return values;
    }

    private Object value(Group.Argument argument) throws ExpressionException {
        Object value = typed(argument, evaluate(argument.value()));
        Scope checked = new Scope(Map.of(), Map.of(), Map.of(), Map.of(), Map.of("item", value));
        if (!argument.check().isEmpty() && !Boolean.TRUE.equals(expressions.evaluate(argument.check(), checked))) {
            throw wrong(argument, value, "a value of which " + argument.check() + " is true");
        }
        return value;
    }

    private Object evaluate(Object tree) throws ExpressionException {
        if (tree instanceof List<?> list) {
            List<Object> values = new ArrayList<>();
            for (Object item : list) {
                values.add(evaluate(item));
            }
            return values;
        }
        if (!(tree instanceof String string)) {
            return tree;
        }
        Optional<String> source = Interpolation.only(string);
        return source.isPresent() ? expressions.evaluate(source.get(), scope) : expressions.text(string, scope);
    }

    private Object typed(Group.Argument argument, Object value) throws ExpressionException {
        switch (argument.type()) {
            case "number":
                return number(argument, value);
            case "boolean":
                if (value instanceof Boolean || value.equals("true") || value.equals("false")) {
                    return value instanceof Boolean ? value : Boolean.valueOf((String) value);
                }
                throw wrong(argument, value, "true or false");
            case "list":
                if (value instanceof List<?>) {
                    return value;
                }
                String text = Interpolation.text(value);
                return text.isBlank()
                        ? List.of()
                        : Arrays.stream(text.split(",", -1)).map(String::strip).toList();
            default:
                return Interpolation.text(value);
        }
    }

    private Object number(Group.Argument argument, Object value) throws ExpressionException {
        if (value instanceof Number) {
            return value;
        }
        String text = Interpolation.text(value).strip();
        try {
            return text.matches("[-+]?[0-9]+") ? (Object) Long.valueOf(text) : (Object) Double.valueOf(text);
        } catch (NumberFormatException e) {
            throw wrong(argument, value, "a number");
        }
    }

    private ExpressionException wrong(Group.Argument argument, Object value, String wanted) {
        return new ExpressionException("the parameter '" + argument.name() + "' of " + uses.file() + " is \""
                + Interpolation.text(value) + "\", where it takes " + wanted);
    }
}
