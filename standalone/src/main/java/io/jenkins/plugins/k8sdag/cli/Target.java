package io.jenkins.plugins.k8sdag.cli;

import io.fabric8.kubernetes.client.Config;
import java.util.Map;
import java.util.Optional;

/**
 * A place that was looked up and answers.
 *
 * @param place with the file, context and namespace that it came to
 * @param config how to reach it; empty for the embedded cluster, which is yet to be started
 * @param what it is, for people
 */
record Target(ClusterPlace place, Optional<Config> config, String what) {
    /**
     * Looks a place up and asks it for its version.
     *
     * @throws UserError when what names it is wrong
     * @throws WorldError when it does not answer
     */
    static Target reach(ClusterPlace place, Map<String, String> env) {
        if (place.embedded()) {
            return new Target(place, Optional.empty(), "an embedded cluster");
        }
        Kubeconfig.Found found = Kubeconfig.find(place, env);
        String version = Reachability.check(found.config());
        String context = found.place().context().isEmpty()
                ? ""
                : " (context " + found.place().context() + ")";
        String what = found.config().getMasterUrl() + context + ", Kubernetes " + version + ", namespace "
                + found.place().namespace();
        return new Target(found.place(), Optional.of(found.config()), what);
    }
}
