/** The build page without a Jenkins: an HTTP server of this machine, for this machine. */
package io.jenkins.plugins.k8sdag.cli.ui;
