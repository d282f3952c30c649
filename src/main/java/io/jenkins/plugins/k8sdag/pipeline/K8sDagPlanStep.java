package io.jenkins.plugins.k8sdag.pipeline;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/**
 * {@code k8sDagPlan}: begins a run and gives back at once its id and the names of its stages, for {@code k8sDagStage} in branches of
 * the pipeline's own.
 */
public final class K8sDagPlanStep extends DagStep {
    @DataBoundConstructor
    public K8sDagPlanStep() {
        // Every field has a setter: none is always needed.
    }

    @Override
    public StepExecution start(StepContext context) {
        return new K8sDagPlanExecution(context, new RunRequest(this, true, LogsMode.none));
    }

    /** Describes the step to Jenkins. */
    @Extension
    public static final class DescriptorImpl extends DagStepDescriptor {
        @Override
        public String getFunctionName() {
            return "k8sDagPlan";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.K8sDagPlanStep_DisplayName();
        }
    }
}
