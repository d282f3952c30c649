package io.jenkins.plugins.k8sdag.pipeline;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import hudson.model.Descriptor.FormException;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.k8sdag.definition.DagFile;
import io.jenkins.plugins.k8sdag.definition.DefinitionException;
import io.jenkins.plugins.k8sdag.definition.Loaded;
import io.jenkins.plugins.k8sdag.definition.Options;
import io.jenkins.plugins.k8sdag.definition.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.csanchez.jenkins.plugins.kubernetes.KubernetesCloud;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** What the steps that begin a run have in common: which DAG, where, and with what values. */
public abstract class DagStep extends Step {
    private String file;
    private String yaml;
    private String cloud;
    private String namespace;
    private LinkedHashMap<String, Object> params = new LinkedHashMap<>();
    private String paramProblem;
    private Integer maxParallel;
    private Boolean failFast;
    private KeepJobs keep;

    @CheckForNull
    public String getFile() {
        return file;
    }

    @DataBoundSetter
    public void setFile(String file) {
        this.file = Util.fixEmptyAndTrim(file);
    }

    @CheckForNull
    public String getYaml() {
        return yaml;
    }

    @DataBoundSetter
    public void setYaml(String yaml) {
        this.yaml = Util.fixEmptyAndTrim(yaml) == null ? null : yaml;
    }

    @CheckForNull
    public String getCloud() {
        return cloud;
    }

    @DataBoundSetter
    public void setCloud(String cloud) {
        this.cloud = Util.fixEmptyAndTrim(cloud);
    }

    @CheckForNull
    public String getNamespace() {
        return namespace;
    }

    @DataBoundSetter
    public void setNamespace(String namespace) {
        this.namespace = Util.fixEmptyAndTrim(namespace);
    }

    public Map<String, Object> getParams() {
        return params;
    }

    /** Does not throw: of a step that cannot be made Jenkins logs all arguments, and one of them may be a secret. */
    @DataBoundSetter
    public void setParams(Map<String, Object> params) {
        this.params = new LinkedHashMap<>();
        this.paramProblem = null;
        try {
            this.params = params == null ? this.params : ParamValues.plain(params);
        } catch (IllegalArgumentException e) {
            this.paramProblem = e.getMessage();
        }
    }

    /** What is wrong with the parameters, for the run to fail by; null if nothing is. */
    @CheckForNull
    String paramProblem() {
        return paramProblem;
    }

    @CheckForNull
    public Integer getMaxParallel() {
        return maxParallel;
    }

    @DataBoundSetter
    public void setMaxParallel(Integer maxParallel) {
        this.maxParallel = maxParallel;
    }

    @CheckForNull
    public Boolean getFailFast() {
        return failFast;
    }

    @DataBoundSetter
    public void setFailFast(Boolean failFast) {
        this.failFast = failFast;
    }

    @CheckForNull
    public KeepJobs getKeep() {
        return keep;
    }

    @DataBoundSetter
    public void setKeep(KeepJobs keep) {
        this.keep = keep;
    }

    /** The parameters as lines {@code name=value}, for the form. */
    @Restricted(NoExternalUse.class)
    public String getParamLines() {
        return ParamValues.lines(params);
    }

    /** Describes such a step to Jenkins. */
    public abstract static class DagStepDescriptor extends StepDescriptor {
        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class, FlowNode.class);
        }

        /** A form has the parameters as lines of text. */
        @Override
        public Step newInstance(@CheckForNull StaplerRequest2 req, @NonNull JSONObject form) throws FormException {
            String lines = (String) form.remove("paramLines");
            for (String optional : List.of("keep", "failFast")) {
                if ("".equals(form.opt(optional))) {
                    form.remove(optional);
                }
            }
            DagStep step = (DagStep) super.newInstance(req, form);
            try {
                step.setParams(new LinkedHashMap<>(ParamValues.ofLines(lines == null ? "" : lines)));
            } catch (IllegalArgumentException e) {
                throw new FormException(e.getMessage(), e, "paramLines");
            }
            return step;
        }

        @POST
        public ListBoxModel doFillCloudItems(@AncestorInPath Job<?, ?> job) {
            ListBoxModel items = new ListBoxModel();
            items.add(Messages.DagStep_ControllersDefault(), "");
            if (job != null && job.hasPermission(Item.CONFIGURE)) {
                Clouds.usable(job).forEach(cloud -> items.add(cloud.name));
            } else if (job == null && Jenkins.get().hasPermission(Jenkins.ADMINISTER)) {
                Jenkins.get().clouds.getAll(KubernetesCloud.class).forEach(cloud -> items.add(cloud.name));
            }
            return items;
        }

        @POST
        public ListBoxModel doFillFailFastItems() {
            ListBoxModel items = new ListBoxModel();
            items.add(Messages.DagStep_FailFast_AsFile(), "");
            items.add(Messages.DagStep_FailFast_Yes(), "true");
            items.add(Messages.DagStep_FailFast_No(), "false");
            return items;
        }

        @POST
        public ListBoxModel doFillKeepItems() {
            ListBoxModel items = new ListBoxModel();
            items.add(Messages.DagStep_ControllersDefault(), "");
            for (KeepJobs keep : KeepJobs.values()) {
                items.add(keep.text(), keep.name());
            }
            return items;
        }

        /** Reads a DAG in the form as the step would; nothing but the text is looked at. */
        @POST
        public FormValidation doCheckYaml(@AncestorInPath Item item, @QueryParameter String value) {
            boolean mayConfigure =
                    item == null ? Jenkins.get().hasPermission(Jenkins.ADMINISTER) : item.hasPermission(Item.CONFIGURE);
            if (!mayConfigure || Util.fixEmptyAndTrim(value) == null) {
                return FormValidation.ok();
            }
            try {
                Loaded loaded = DagFile.load("yaml", value, Options.NONE);
                String warnings =
                        loaded.warnings().stream().map(Problem::toString).collect(Collectors.joining("\n"));
                return warnings.isEmpty()
                        ? FormValidation.ok(Messages.DagStep_Stages(loaded.dag().pods()))
                        : FormValidation.warning(warnings);
            } catch (DefinitionException e) {
                // Other files are read by the build: a form has none to read them from.
                boolean onlyFiles = e.problems().stream().allMatch(p -> p.code().equals("unusable-file"));
                return onlyFiles ? FormValidation.warning(e.getMessage()) : FormValidation.error(e.getMessage());
            }
        }

        @POST
        public FormValidation doCheckNamespace(@QueryParameter String value) {
            return Namespaces.check(value);
        }
    }
}
