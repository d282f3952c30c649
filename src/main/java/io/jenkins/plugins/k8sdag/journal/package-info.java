/** Facts on disk: one line of JSON per turn, forced before anything is done about it, and folded again after a restart. */
package io.jenkins.plugins.k8sdag.journal;
