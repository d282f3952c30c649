/** Containers as local processes: starting them, ending whole trees of them, and keeping what they print. */
package io.jenkins.plugins.k8sdag.embedded.process;
