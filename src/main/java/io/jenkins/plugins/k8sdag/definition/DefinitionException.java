package io.jenkins.plugins.k8sdag.definition;

import java.util.List;
import java.util.stream.Collectors;

/** A file that cannot run. Its message is all its errors, a line each. */
public final class DefinitionException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    DefinitionException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** Every error of the file, sorted by place; at least one. Lint looks only at files without errors. */
    public List<Problem> problems() {
        return problems == null ? List.of() : problems;
    }
}
