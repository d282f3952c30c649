package io.jenkins.plugins.k8sdag.definition;

/**
 * A name or an expression of a file with its place.
 *
 * @param text as it counts, without surrounding white space
 */
record Located(String text, Place at) {}
