package io.jenkins.plugins.k8sdag.dag;

/**
 * Evaluates the expressions of a file. Pure: the same source and scope give the same value, whenever and wherever asked, and
 * nothing else is read. Safe for use by several threads.
 */
public interface Expressions {
    /**
     * Evaluates one expression.
     *
     * @param source the expression as it stands in the file
     * @param scope what its variables mean
     * @return a String, Boolean, Long, Double, List or Map; never null
     * @throws ExpressionException when it cannot be evaluated; the message says why and names the expression
     */
    Object evaluate(String source, Scope scope) throws ExpressionException;
}
