/**
 * The pure core of a run: its state, the facts that change it, and the decisions made of them. No I/O, no clock, no thread, no
 * logger: time comes in with every call, and what should be done is a function of the state.
 */
package io.jenkins.plugins.k8sdag.run;
