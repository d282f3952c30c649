/** The immutable graph: stages, needs and policies, valid by construction. Plain values; the JDK only. */
package io.jenkins.plugins.k8sdag.dag;
