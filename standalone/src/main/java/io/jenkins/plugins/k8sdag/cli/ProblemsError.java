package io.jenkins.plugins.k8sdag.cli;

import io.jenkins.plugins.k8sdag.definition.DefinitionException;
import io.jenkins.plugins.k8sdag.definition.Problem;
import java.util.List;

/** A DAG file that cannot run. Its problems are printed a line each and nothing else, so that editors find their places. */
final class ProblemsError extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    ProblemsError(DefinitionException e) {
        super(e.getMessage());
        this.problems = e.problems();
    }

    List<Problem> problems() {
        return problems;
    }
}
