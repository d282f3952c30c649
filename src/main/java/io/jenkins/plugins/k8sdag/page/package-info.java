/** What both hosts of the build page serve: a run's changes, lines of logs, a stage's details, the history of a DAG. No HTTP in it. */
package io.jenkins.plugins.k8sdag.page;
