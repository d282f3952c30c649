package io.jenkins.plugins.k8sdag.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A git repository in a folder, with the branch main. */
final class GitFolder {
    private final Path folder;

    GitFolder(Path folder) throws Exception {
        this.folder = folder;
        git("init", "-q", "-b", "main");
        git("config", "user.name", "test");
        git("config", "user.email", "test@example.org");
    }

    void git(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .inheritIO()
                .start();
        assertThat(process.waitFor()).as(command.toString()).isZero();
    }

    /** Writes a file and commits it to the branch that is checked out. */
    void commit(String file, String text) throws Exception {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
        git("add", "-A");
        git("commit", "-q", "-m", file);
    }
}
