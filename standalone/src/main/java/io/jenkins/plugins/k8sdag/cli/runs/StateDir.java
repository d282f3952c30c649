package io.jenkins.plugins.k8sdag.cli.runs;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A state directory: {@code runs/<run-id>/} for every run, and {@code controller}, the id under which this directory's Jobs are
 * labelled. Many processes may use it at once.
 */
public final class StateDir {
    private final Path dir;

    public StateDir(Path dir) {
        this.dir = dir;
    }

    public Path path() {
        return dir;
    }

    private Path runs() {
        return dir.resolve("runs");
    }

    /** The folder of a run, if there is one with a journal. */
    public Optional<RunFolder> find(String runId) {
        RunFolder folder = new RunFolder(runs().resolve(runId));
        boolean plainName = RunId.problem(runId).isEmpty();
        return plainName && Files.exists(folder.journal()) ? Optional.of(folder) : Optional.empty();
    }

    /** Every run there is a folder of, in the order of their names. */
    public List<RunFolder> all() throws IOException {
        List<RunFolder> folders = new ArrayList<>();
        if (Files.isDirectory(runs())) {
            try (DirectoryStream<Path> children = Files.newDirectoryStream(runs(), Files::isDirectory)) {
                children.forEach(child -> folders.add(new RunFolder(child)));
            }
        }
        folders.removeIf(f -> !Files.exists(f.journal()));
        folders.sort((a, b) -> a.id().compareTo(b.id()));
        return folders;
    }

    /**
     * Makes the folder of a new run.
     *
     * @throws FileAlreadyExistsException when there is one of that id
     */
    public RunFolder create(String runId) throws IOException {
        Files.createDirectories(runs());
        return new RunFolder(Files.createDirectory(runs().resolve(runId)));
    }

    /** The controller id of this directory, made at the first call and the same ever after. */
    public String controller() throws IOException {
        return ControllerId.in(dir);
    }
}
