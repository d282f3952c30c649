/** A graph drawn: as Mermaid, Graphviz and SVG text. Pure functions. */
package io.jenkins.plugins.k8sdag.cli.graph;
