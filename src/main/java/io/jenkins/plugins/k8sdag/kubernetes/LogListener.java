package io.jenkins.plugins.k8sdag.kubernetes;

/** Hears what is written to logs, for consoles that show them live. */
@FunctionalInterface
public interface LogListener {
    /**
     * New lines of one log, in order. Called on the thread that writes the log, which waits; one log never has two calls at once.
     *
     * @param stage the stage's name
     * @param attempt its number
     * @param bytes whole lines as people read them: without stamps, masked, each with a line feed at its end
     * @param length how many of the bytes count, from 0; they may be overwritten after the call
     */
    void lines(String stage, int attempt, byte[] bytes, int length);
}
