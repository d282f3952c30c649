package io.jenkins.plugins.k8sdag.kubernetes;

import io.jenkins.plugins.k8sdag.run.Sighting;

/**
 * What a pod shows.
 *
 * @param sighting the same in the core's words
 * @param history what to remember for the next look
 * @param deletedBySomebody the pod is being deleted and does not say why; the Job may know
 */
record PodReading(Sighting sighting, PodHistory history, boolean deletedBySomebody) {}
