package io.jenkins.plugins.k8sdag.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the repository is, wherever the tests are started. */
final class Examples {
    private Examples() {}

    static Path repository() {
        Path here = Path.of("").toAbsolutePath();
        Path root = Files.isDirectory(here.resolve("examples")) ? here : here.getParent();
        if (!Files.isDirectory(root.resolve("examples"))) {
            throw new IllegalStateException("the tests run in " + here + ", which is not in the repository");
        }
        return root;
    }

    static Path example(String name) {
        return repository().resolve("examples").resolve(name);
    }
}
