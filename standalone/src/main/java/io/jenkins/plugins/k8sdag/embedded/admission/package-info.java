/** What happens to an object before it is stored: names, defaults, validation, quota and refusals that a test asked for. */
package io.jenkins.plugins.k8sdag.embedded.admission;
