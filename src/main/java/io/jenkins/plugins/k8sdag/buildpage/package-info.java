/** The build's page "Kubernetes DAG": what it shows, its endpoints and who may use them. */
package io.jenkins.plugins.k8sdag.buildpage;
