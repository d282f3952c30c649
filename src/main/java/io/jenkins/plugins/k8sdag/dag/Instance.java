package io.jenkins.plugins.k8sdag.dag;

import java.util.Objects;

/**
 * One instance of a {@link Group.ForEach}.
 *
 * @param name of its stage, unique in the graph
 * @param item what its expressions read as {@code item}: String, Boolean, Long, Double, List or Map
 */
public record Instance(String name, Object item) {
    public Instance {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(item, "item");
    }
}
