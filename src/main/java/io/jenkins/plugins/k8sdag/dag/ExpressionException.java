package io.jenkins.plugins.k8sdag.dag;

/** An expression that compiled but has no value for the variables it met, such as a missing output or a division by zero. */
public final class ExpressionException extends Exception {
    private static final long serialVersionUID = 1;

    public ExpressionException(String message) {
        super(message);
    }
}
