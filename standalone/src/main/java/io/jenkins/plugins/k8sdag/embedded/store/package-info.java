/** The cluster's state: objects by resource, their versions, the history that watches read, and what deleting means. */
package io.jenkins.plugins.k8sdag.embedded.store;
