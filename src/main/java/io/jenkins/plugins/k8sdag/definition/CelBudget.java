package io.jenkins.plugins.k8sdag.definition;

import dev.cel.common.ast.CelExpr;
import dev.cel.runtime.CelEvaluationListener;
import java.util.Collection;
import java.util.Map;

/**
 * Counts what one evaluation costs and stops it when it costs too much: 1 per step, and 1 per 64 characters or items that a step
 * makes. One object per evaluation, used by one thread.
 */
final class CelBudget implements CelEvaluationListener {
    /** Thousands of times what a sensible expression takes, and milliseconds of work. */
    static final long LIMIT = 100_000;

    private static final int FREE_SIZE = 64;

    private long cost;

    boolean exceeded() {
        return cost > LIMIT;
    }

    @Override
    public void callback(CelExpr expr, Object result) {
        cost += 1 + size(result) / FREE_SIZE;
        if (exceeded()) {
            throw new IllegalStateException("it takes more than " + LIMIT + " steps");
        }
    }

    private static long size(Object result) {
        if (result instanceof String text) {
            return text.length() > BoundedStrings.LONGEST ? LIMIT * FREE_SIZE : text.length();
        }
        if (result instanceof Collection<?> items) {
            return items.size();
        }
        return result instanceof Map<?, ?> map ? map.size() : 0;
    }
}
