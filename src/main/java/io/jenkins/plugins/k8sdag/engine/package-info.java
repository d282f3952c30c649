/** The turn loop that drives runs, its timers, and the port to a cluster. Owns the threads; does no I/O of its own. */
package io.jenkins.plugins.k8sdag.engine;
