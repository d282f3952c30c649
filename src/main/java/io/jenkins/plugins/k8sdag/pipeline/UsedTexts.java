package io.jenkins.plugins.k8sdag.pipeline;

import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.k8sdag.definition.FileSource;
import java.io.IOException;
import java.io.InterruptedIOException;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** The files that a step's DAG file uses, from where that is from: the workspace, or the build's own SCM revision. */
final class UsedTexts {
    private UsedTexts() {}

    static FileSource of(Run<?, ?> build, StepContext context) {
        return path -> {
            if (path.startsWith("../") || path.startsWith("/")) {
                throw new IOException("it is outside of the workspace");
            }
            try {
                return DagText.read(path, context.get(FilePath.class), build, context.get(TaskListener.class))
                        .text();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw (IOException) new InterruptedIOException("reading it was interrupted").initCause(e);
            }
        };
    }
}
