package io.jenkins.plugins.k8sdag.buildpage;

import hudson.model.Item;
import hudson.model.Run;
import io.jenkins.plugins.k8sdag.pipeline.DagRuns;
import java.util.List;
import java.util.Objects;
import jenkins.model.Tab;

/** The page of a build that ran DAGs: one {@link RunPage} for each. */
public final class DagTab extends Tab {
    static final String URL = "k8s-dag";

    private final transient Run<?, ?> build;

    DagTab(Run<?, ?> build) {
        super(build);
        this.build = build;
    }

    public Run<?, ?> getBuild() {
        return build;
    }

    @Override
    public String getIconFileName() {
        return "symbol-project-relationship";
    }

    @Override
    public String getDisplayName() {
        return Messages.DagTab_DisplayName();
    }

    @Override
    public String getUrlName() {
        return URL;
    }

    /** The build's runs in the order they began. */
    public List<RunPage> getRuns() {
        build.checkPermission(Item.READ);
        DagRuns runs = build.getAction(DagRuns.class);
        return runs == null
                ? List.of()
                : runs.ids().stream()
                        .map(id -> RunPage.of(build, id))
                        .filter(Objects::nonNull)
                        .toList();
    }

    /** One run, as {@code run/ID/}; null if the build has no such run. */
    public RunPage getRun(String id) {
        build.checkPermission(Item.READ);
        DagRuns runs = build.getAction(DagRuns.class);
        return runs == null || !runs.ids().contains(id) ? null : RunPage.of(build, id);
    }
}
