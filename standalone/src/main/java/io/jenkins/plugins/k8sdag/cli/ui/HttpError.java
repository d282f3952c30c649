package io.jenkins.plugins.k8sdag.cli.ui;

/** A request that is not answered as it was meant to be. */
final class HttpError extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;

    /**
     * An error.
     *
     * @param status of HTTP
     * @param message for the reader, without anything the request did not know itself
     */
    HttpError(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
