package io.jenkins.plugins.k8sdag.pipeline;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.Util;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import jenkins.model.GlobalConfiguration;
import jenkins.model.Jenkins;
import org.csanchez.jenkins.plugins.kubernetes.KubernetesCloud;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What holds for every {@code k8sDag} of this controller: where runs go by default, and how much one may ask for. */
@Extension
@Symbol("k8sDag")
public final class K8sDagGlobalConfiguration extends GlobalConfiguration {
    private String defaultCloud;
    private String defaultNamespace;
    private int maxParallelPerRun;
    private int maxParallel;
    private KeepJobs keep = KeepJobs.never;

    public K8sDagGlobalConfiguration() {
        load();
    }

    public static K8sDagGlobalConfiguration get() {
        return ExtensionList.lookupSingleton(K8sDagGlobalConfiguration.class);
    }

    @NonNull
    @Override
    public String getDisplayName() {
        return Messages.K8sDagGlobalConfiguration_DisplayName();
    }

    /** The cloud of steps that name none; null: the only one they may use. */
    @CheckForNull
    public String getDefaultCloud() {
        return defaultCloud;
    }

    @DataBoundSetter
    public void setDefaultCloud(String defaultCloud) {
        this.defaultCloud = Util.fixEmptyAndTrim(defaultCloud);
        save();
    }

    /** The namespace of steps that name none; null: the cloud's own. */
    @CheckForNull
    public String getDefaultNamespace() {
        return defaultNamespace;
    }

    @DataBoundSetter
    public void setDefaultNamespace(String defaultNamespace) {
        this.defaultNamespace = Util.fixEmptyAndTrim(defaultNamespace);
        save();
    }

    /** Stages that one run may have in flight at once, whatever its file says; 0: as many as the file says. */
    public int getMaxParallelPerRun() {
        return maxParallelPerRun;
    }

    @DataBoundSetter
    public void setMaxParallelPerRun(int maxParallelPerRun) {
        this.maxParallelPerRun = Math.max(0, maxParallelPerRun);
        save();
    }

    /** Stages that all runs of this controller together may have in flight at once; 0: no such limit. */
    public int getMaxParallel() {
        return maxParallel;
    }

    @DataBoundSetter
    public void setMaxParallel(int maxParallel) {
        this.maxParallel = Math.max(0, maxParallel);
        save();
        ExtensionList.lookup(Controller.class)
                .forEach(controller -> controller.engine().slotsChanged());
    }

    /** Which Jobs stay in the cluster when a step does not say. */
    @NonNull
    public KeepJobs getKeep() {
        return keep == null ? KeepJobs.never : keep;
    }

    @DataBoundSetter
    public void setKeep(KeepJobs keep) {
        this.keep = keep == null ? KeepJobs.never : keep;
        save();
    }

    @POST
    public ListBoxModel doFillDefaultCloudItems() {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        ListBoxModel items = new ListBoxModel();
        items.add(Messages.K8sDagGlobalConfiguration_OnlyCloud(), "");
        Jenkins.get().clouds.getAll(KubernetesCloud.class).forEach(cloud -> items.add(cloud.name));
        return items;
    }

    @POST
    public FormValidation doCheckDefaultNamespace(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return Namespaces.check(value);
    }

    @POST
    public FormValidation doCheckMaxParallelPerRun(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return FormValidation.validateNonNegativeInteger(value);
    }

    @POST
    public FormValidation doCheckMaxParallel(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return FormValidation.validateNonNegativeInteger(value);
    }
}
