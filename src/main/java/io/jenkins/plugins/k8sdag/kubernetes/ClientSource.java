package io.jenkins.plugins.k8sdag.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;

/**
 * Where clients come from. Asked again for every request and at every new watch, and never kept, so that a source may replace its
 * clients at any time: Jenkins expires its own every ten minutes. Safe for use by several threads.
 *
 * <p>What a source gives is the source's: nobody but the source closes it.
 */
public interface ClientSource extends AutoCloseable {
    /** The client for short requests. */
    KubernetesClient calls();

    /**
     * The client for watches and followed logs. With connections of its own, so that hundreds of open streams never take the place
     * of a create.
     */
    KubernetesClient streams();

    /** Closes the clients if they are the source's own; by default they are somebody else's. */
    @Override
    default void close() {}
}
