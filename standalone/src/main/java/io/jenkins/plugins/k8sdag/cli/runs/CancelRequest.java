package io.jenkins.plugins.k8sdag.cli.runs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A request to the process that drives a run to cancel it: a file named {@code cancel} in the run's folder that holds who asks. The
 * driver looks for it twice a second: one look at a name costs nothing, and works on every file system.
 */
public record CancelRequest(Path file) {
    /** Asks, or asks again. */
    public void make(String by) throws IOException {
        Files.writeString(file, by);
    }

    /** Who asks, if someone does. */
    public Optional<String> by() throws IOException {
        try {
            return Optional.of(Files.readString(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Takes a request away that was meant for an earlier driver, or is done. */
    public void clear() throws IOException {
        Files.deleteIfExists(file);
    }
}
