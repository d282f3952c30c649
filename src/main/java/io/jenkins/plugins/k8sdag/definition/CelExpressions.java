package io.jenkins.plugins.k8sdag.definition;

import dev.cel.common.CelValidationException;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import io.jenkins.plugins.k8sdag.dag.ExpressionException;
import io.jenkins.plugins.k8sdag.dag.Expressions;
import io.jenkins.plugins.k8sdag.dag.Scope;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Evaluates CEL. Needs nothing but the source and the scope, so that a run resumed from its journal evaluates as before. Safe for
 * use by several threads; the most recent programs are kept compiled.
 */
public final class CelExpressions implements Expressions {
    private static final int KEPT = 1000;

    private final CelRuntime runtime = CelLanguage.runtime();
    private final Map<String, CelRuntime.Program> programs = new Recent<>(KEPT);

    @Override
    public Object evaluate(String source, Scope scope) throws ExpressionException {
        CelBudget budget = new CelBudget();
        try {
            Object value = program(source).trace(ScopeVariables.of(scope), budget);
            if (budget.exceeded()) {
                throw new CelEvaluationException("it takes more than " + CelBudget.LIMIT + " steps");
            }
            return CelValues.plain(value);
        } catch (CelEvaluationException e) {
            String why = budget.exceeded() ? "it takes more than " + CelBudget.LIMIT + " steps" : CelMessages.reason(e);
            throw new ExpressionException("the expression '" + source + "' cannot be evaluated: " + why
                    + CelMessages.hint(why, ScopeVariables.of(scope)));
        } catch (CelValidationException e) {
            throw new ExpressionException("the expression '" + source + "' is not valid: "
                    + CelMessages.first(e.getErrors(), source).message());
        }
    }

    @Override
    public String whyFalse(String source, Scope scope) {
        return WhyFalse.of(this, source, scope);
    }

    private CelRuntime.Program program(String source) throws CelValidationException, CelEvaluationException {
        synchronized (programs) {
            CelRuntime.Program known = programs.get(source);
            if (known != null) {
                return known;
            }
        }
        CelRuntime.Program made =
                runtime.createProgram(CelLanguage.untyped().compile(source).getAst());
        synchronized (programs) {
            programs.put(source, made);
        }
        return made;
    }

    /** A map that forgets what was not used for longest. */
    private static final class Recent<K, V> extends LinkedHashMap<K, V> {
        private static final long serialVersionUID = 1;

        private final int most;

        Recent(int most) {
            super(16, 0.75f, true);
            this.most = most;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > most;
        }
    }
}
