package io.jenkins.plugins.k8sdag.pipeline;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Run;
import hudson.model.TaskListener;
import java.util.Set;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code k8sDagStage}: shows one stage of a run that {@code k8sDagPlan} began, and ends as it does. */
public final class K8sDagStageStep extends Step {
    private final String plan;
    private final String stage;

    @DataBoundConstructor
    public K8sDagStageStep(String plan, String stage) {
        this.plan = plan;
        this.stage = stage;
    }

    public String getPlan() {
        return plan;
    }

    public String getStage() {
        return stage;
    }

    @Override
    public StepExecution start(StepContext context) {
        return new K8sDagStageExecution(context, plan, stage);
    }

    /** Describes the step to Jenkins. */
    @Extension
    public static final class DescriptorImpl extends StepDescriptor {
        @Override
        public String getFunctionName() {
            return "k8sDagStage";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.K8sDagStageStep_DisplayName();
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class, FlowNode.class);
        }
    }
}
