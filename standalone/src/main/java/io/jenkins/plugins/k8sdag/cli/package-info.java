/** The command line: one class per command, and what drives a run from a terminal. */
package io.jenkins.plugins.k8sdag.cli;
