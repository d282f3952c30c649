/** The Job controller: Jobs to pods, and pods back into the Job's status. */
package io.jenkins.plugins.k8sdag.embedded.job;
