package io.jenkins.plugins.k8sdag.cli.graph;

import io.jenkins.plugins.k8sdag.dag.Need;
import java.util.Locale;

/** What is written at an edge. */
final class Edges {
    private Edges() {}

    /** What is required beyond success, or "" for the usual. */
    static String label(Need need) {
        return need.requirement() == Need.Requirement.SUCCEEDED
                ? ""
                : need.requirement().name().toLowerCase(Locale.ROOT);
    }
}
