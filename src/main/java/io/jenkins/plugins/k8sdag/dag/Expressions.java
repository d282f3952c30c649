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

    /**
     * A string with the value of each <code>${{ expression }}</code> in its place.
     *
     * @param scope what the variables of the expressions mean
     * @throws ExpressionException when one of them cannot be evaluated
     */
    default String text(String string, Scope scope) throws ExpressionException {
        StringBuilder text = new StringBuilder();
        for (Interpolation.Part part : Interpolation.parse(string)) {
            text.append(part.expression() ? Interpolation.text(evaluate(part.text(), scope)) : part.text());
        }
        return text.toString();
    }

    /**
     * Explains a condition that came out false, for people. Never throws.
     *
     * @param source the condition as it stands in the file
     * @param scope what its variables meant
     * @return the part that made it false and the values it read, such as {@code params.publish is false}; the source itself where there
     *     is no more to say
     */
    default String whyFalse(String source, Scope scope) {
        return source;
    }
}
