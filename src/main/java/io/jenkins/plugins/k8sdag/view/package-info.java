/** Read-only projections of a run's state for people's eyes: as JSON, and as text that explains a failure. */
package io.jenkins.plugins.k8sdag.view;
