package io.jenkins.plugins.k8sdag.embedded.pod;

/** Something a container refers to is missing (a Secret, a key); the kubelet waits for it and shows this message. */
final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    ConfigException(String message) {
        super(message);
    }
}
