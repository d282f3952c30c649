package io.jenkins.plugins.k8sdag.pipeline;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.util.ListBoxModel;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.verb.POST;

/** {@code k8sDag}: runs a DAG file in a cluster and gives back what it came to. */
public final class K8sDagStep extends DagStep {
    private boolean propagate = true;
    private LogsMode logs = LogsMode.console;

    @DataBoundConstructor
    public K8sDagStep() {
        // Every field has a setter: none is always needed.
    }

    public boolean isPropagate() {
        return propagate;
    }

    @DataBoundSetter
    public void setPropagate(boolean propagate) {
        this.propagate = propagate;
    }

    @NonNull
    public LogsMode getLogs() {
        return logs;
    }

    @DataBoundSetter
    public void setLogs(LogsMode logs) {
        this.logs = logs == null ? LogsMode.console : logs;
    }

    @Override
    public StepExecution start(StepContext context) {
        return new K8sDagExecution(context, new RunRequest(this, propagate, logs));
    }

    /** Describes the step to Jenkins. */
    @Extension
    public static final class DescriptorImpl extends DagStepDescriptor {
        @Override
        public String getFunctionName() {
            return "k8sDag";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.K8sDagStep_DisplayName();
        }

        @POST
        public ListBoxModel doFillLogsItems() {
            ListBoxModel items = new ListBoxModel();
            for (LogsMode mode : LogsMode.values()) {
                items.add(mode.text(), mode.name());
            }
            return items;
        }
    }
}
