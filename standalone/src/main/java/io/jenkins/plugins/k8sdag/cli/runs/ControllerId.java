package io.jenkins.plugins.k8sdag.cli.runs;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** The random id of a state directory. A label value, so that the Jobs of two laptops in one namespace are told apart. */
final class ControllerId {
    private ControllerId() {}

    static String in(Path dir) throws IOException {
        Files.createDirectories(dir);
        Path file = dir.resolve("controller");
        if (!Files.exists(file)) {
            create(dir, file);
        }
        return Files.readString(file).strip();
    }

    /** Written whole under another name and then linked: of two processes one wins, and both read the winner's. */
    private static void create(Path dir, Path file) throws IOException {
        Path draft = Files.createTempFile(dir, "controller", ".new");
        try {
            Files.writeString(draft, "cli-" + UUID.randomUUID() + "\n");
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException e) {
            // Another process was first; its id is the directory's.
        } finally {
            Files.delete(draft);
        }
    }
}
