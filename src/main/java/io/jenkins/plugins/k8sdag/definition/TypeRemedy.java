package io.jenkins.plugins.k8sdag.definition;

import io.jenkins.plugins.k8sdag.definition.Node.Scalar;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What to write where a value of the wrong type stands. */
final class TypeRemedy {
    private static final Set<String> YES = Set.of("yes", "on", "y", "true");
    private static final Set<String> NO = Set.of("no", "off", "n", "false");
    private static final Pattern OLD_OCTAL = Pattern.compile("0[0-7]+");

    private TypeRemedy() {}

    static String of(Node node, Shape shape) {
        if (shape instanceof Shape.Either either && either.shapes().get(1) instanceof Shape.Nothing) {
            return of(node, either.shapes().get(0));
        }
        if (node instanceof Scalar scalar && scalar.isNull()) {
            return "give it a value, or remove the key";
        }
        if (node instanceof Scalar scalar) {
            return ofScalar(scalar, shape);
        }
        if (shape instanceof Shape.ListOf) {
            return "start each item with '- '";
        }
        return shape instanceof Shape.Keys keys && !keys.fields().isEmpty()
                ? "write a map with keys such as "
                        + keys.fields().keySet().iterator().next()
                : "write " + shape.noun();
    }

    private static String ofScalar(Scalar scalar, Shape shape) {
        String text = scalar.text();
        if (shape instanceof Shape.Text || shape instanceof Shape.Choice) {
            return "write \"" + text + "\" in quotes";
        }
        if (shape instanceof Shape.Flag) {
            String word = text.toLowerCase(Locale.ROOT);
            return YES.contains(word) ? "write true" : NO.contains(word) ? "write false" : "write true or false";
        }
        if (shape instanceof Shape.Whole || shape instanceof Shape.Decimal) {
            if (OLD_OCTAL.matcher(text).matches() && text.length() < 12) {
                return "write " + Long.parseLong(text, 8) + ", which is what " + text + " means in octal, or 0o"
                        + text.substring(1);
            }
            return text.contains(Format.OPEN)
                    ? "${{ }} works in strings only; write the number"
                    : "write the number without quotes";
        }
        if (shape instanceof Shape.ListOf) {
            return "write a list: [" + (text.length() > 30 || text.contains("\n") ? "..." : text) + "]";
        }
        return shape instanceof Shape.Keys keys && !keys.fields().isEmpty()
                ? "write a map with keys such as "
                        + keys.fields().keySet().iterator().next()
                : "write " + shape.noun();
    }
}
