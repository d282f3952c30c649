/** What a person sees of a run: lines, a live table, tables of results. Knows nothing of commands. */
package io.jenkins.plugins.k8sdag.cli.screen;
