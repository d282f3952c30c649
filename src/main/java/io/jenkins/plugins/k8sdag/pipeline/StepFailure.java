package io.jenkins.plugins.k8sdag.pipeline;

import hudson.AbortException;
import io.jenkins.plugins.k8sdag.definition.DefinitionException;
import io.jenkins.plugins.k8sdag.journal.JournalException;
import java.util.concurrent.CompletionException;

/** What a step fails with: a message alone where a person can do something about it, a stack trace only for a bug. */
final class StepFailure {
    private StepFailure() {}

    static Throwable of(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        if (cause instanceof AbortException) {
            return cause;
        }
        if (cause instanceof DefinitionException) {
            return new AbortException("the DAG file has errors:\n" + cause.getMessage());
        }
        if (cause instanceof JournalException || cause instanceof IllegalArgumentException) {
            return new AbortException(cause.getMessage());
        }
        return cause;
    }
}
