/**
 * A Kubernetes API in this process, with a Job controller and a kubelet whose containers are local processes: for trying out,
 * for tests and for demos. docs/embedded-cluster.md says what it is and what it is not.
 */
package io.jenkins.plugins.k8sdag.embedded;
