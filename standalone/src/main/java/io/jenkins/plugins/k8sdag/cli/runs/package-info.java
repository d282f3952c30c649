/** The state directory: where runs are kept on the disk, and how they are found again. */
package io.jenkins.plugins.k8sdag.cli.runs;
