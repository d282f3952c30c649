package io.jenkins.plugins.k8sdag.buildpage;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Action;
import hudson.model.Run;
import io.jenkins.plugins.k8sdag.pipeline.DagRuns;
import java.util.Collection;
import java.util.List;
import jenkins.model.Tab;
import jenkins.model.TransientActionFactory;

/** Gives builds that ran a DAG their page. */
@Extension
public final class DagTabFactory extends TransientActionFactory<Run<?, ?>> {
    @SuppressWarnings("unchecked")
    @Override
    public Class<Run<?, ?>> type() {
        return (Class<Run<?, ?>>) (Class<?>) Run.class;
    }

    @Override
    public Class<? extends Action> actionType() {
        return Tab.class;
    }

    @NonNull
    @Override
    public Collection<? extends Action> createFor(@NonNull Run<?, ?> build) {
        // Of the stored actions only: asking for all would ask this factory again.
        boolean ran = build.getActions(DagRuns.class).stream().findAny().isPresent();
        return ran ? List.of(new DagTab(build)) : List.of();
    }
}
