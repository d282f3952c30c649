/** The HTTP side: requests to verbs, and answers as a Kubernetes API server words them. */
package io.jenkins.plugins.k8sdag.embedded.api;
