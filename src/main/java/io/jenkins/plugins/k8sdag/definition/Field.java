package io.jenkins.plugins.k8sdag.definition;

import java.util.List;

/**
 * A key that a map may have.
 *
 * @param shape what its value may be
 * @param description one sentence for editors and docs
 * @param required whether it must be there
 * @param nullable whether it may be empty; in pods an empty value removes what a lower layer says
 * @param refusal empty for a key that works; else what to do instead, for a key that is known and not supported
 */
record Field(String name, Shape shape, String description, boolean required, boolean nullable, String refusal) {

    static Field of(String name, Shape shape, String description) {
        return new Field(name, shape, description, false, false, "");
    }

    static Field required(String name, Shape shape, String description) {
        return new Field(name, shape, description, true, false, "");
    }

    /** A field of Kubernetes' own. */
    static Field pod(String name, Shape shape, String description) {
        return new Field(name, shape, description, false, true, "");
    }

    static Field refused(String name, String insteadOf) {
        return new Field(name, new Shape.Anything(), "Not supported yet: " + insteadOf + ".", false, true, insteadOf);
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
