package io.jenkins.plugins.k8sdag.definition;

import java.util.List;

/**
 * A key that a map may have.
 *
 * @param shape what its value may be
 * @param description what it means, for editors and docs; for a refused key what is wrong with it, as in {@code is not supported yet}
 * @param byDefault what it is where it is not written: a plain JSON value, or null if that is nothing or not one value
 * @param required whether it must be there
 * @param nullable whether it may be empty; in pods an empty value removes what a lower layer says
 * @param refusal empty for a key that works; else what to do instead, for a key that is known and refused
 */
record Field(
        String name,
        Shape shape,
        String description,
        Object byDefault,
        boolean required,
        boolean nullable,
        String refusal) {

    static Field of(String name, Shape shape, String description) {
        return new Field(name, shape, description, null, false, false, "");
    }

    static Field of(String name, Shape shape, Object byDefault, String description) {
        return new Field(name, shape, description, byDefault, false, false, "");
    }

    static Field required(String name, Shape shape, String description) {
        return new Field(name, shape, description, null, true, false, "");
    }

    /** A field of Kubernetes' own. */
    static Field pod(String name, Shape shape, String description) {
        return new Field(name, shape, description, null, false, true, "");
    }

    /** A key that has a meaning in this format and does not work yet. */
    static Field refused(String name, String insteadOf) {
        return misplaced(name, "is not supported yet", insteadOf);
    }

    /** A key that has a meaning elsewhere and none here. */
    static Field misplaced(String name, String why, String insteadOf) {
        return new Field(name, new Shape.Anything(), why, null, false, true, insteadOf);
    }

    boolean isRefused() {
        return !refusal.isEmpty();
    }

    static Shape text(Format format) {
        return new Shape.Text(format);
    }

    static Shape list(Shape item) {
        return Shape.ListOf.any(item);
    }

    static Shape either(String noun, Shape... shapes) {
        return new Shape.Either(noun, List.of(shapes));
    }
}
