/**
 * From the text of a DAG file to the graph, or to every problem in it with its place.
 *
 * <p>The way of a file: {@link io.jenkins.plugins.k8sdag.definition.TreeReader} makes a tree in which every node knows its line;
 * {@link io.jenkins.plugins.k8sdag.definition.ShapeCheck} holds it against the tables of keys, which also make the JSON Schema;
 * the readers build stages from what is left; expressions and the graph are checked last. Nothing stops at the first problem.
 */
package io.jenkins.plugins.k8sdag.definition;
