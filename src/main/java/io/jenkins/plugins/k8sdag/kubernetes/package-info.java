/**
 * The {@link io.jenkins.plugins.k8sdag.engine.Cluster} on a real API server: Job manifests, shared watches, reading pods, logs and
 * cleaning up. All I/O with Kubernetes is here.
 */
package io.jenkins.plugins.k8sdag.kubernetes;
