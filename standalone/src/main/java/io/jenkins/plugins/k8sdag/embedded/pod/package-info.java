/** The scheduler and the kubelet: pods to containers to processes, and back into the pod's status. */
package io.jenkins.plugins.k8sdag.embedded.pod;
