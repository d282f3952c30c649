/** The Jenkins host: the pipeline steps, their executions, clouds and credentials, the console. */
package io.jenkins.plugins.k8sdag.pipeline;
