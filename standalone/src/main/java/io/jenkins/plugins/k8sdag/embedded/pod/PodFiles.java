package io.jenkins.plugins.k8sdag.embedded.pod;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A pod's directory: {@code work} (where its containers start), {@code home}, {@code tmp}, {@code volumes/NAME},
 * {@code containers/NAME/N.log} and {@code N.message} for the N-th restart. It goes when the pod goes.
 */
final class PodFiles {
    private final Path root;

    PodFiles(Path root) {
        this.root = root;
    }

    void make() {
        try {
            Files.createDirectories(work());
            Files.createDirectories(home());
            Files.createDirectories(temporary());
        } catch (IOException e) {
            throw new UncheckedIOException("the pod directory " + root + " cannot be made", e);
        }
    }

    Path root() {
        return root;
    }

    Path work() {
        return root.resolve("work");
    }

    Path home() {
        return root.resolve("home");
    }

    Path temporary() {
        return root.resolve("tmp");
    }

    Path volume(String name) {
        return root.resolve("volumes").resolve(name);
    }

    Path log(String container, int restart) {
        return container(container).resolve(restart + ".log");
    }

    /** The termination message file of one run, made empty. */
    Path message(String container, int restart) throws IOException {
        Path file = container(container).resolve(restart + ".message");
        Files.write(file, new byte[0]);
        return file;
    }

    private Path container(String name) {
        Path directory = root.resolve("containers").resolve(name);
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("the directory " + directory + " cannot be made", e);
        }
        return directory;
    }

    /** The last bytes of a file as text; empty when there is none. */
    static String end(Path file, int most) {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
            long length = open.length();
            byte[] bytes = new byte[(int) Math.min(length, most)];
            open.seek(length - bytes.length);
            open.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            // removed by the container itself: the kubelet takes that for an empty message
            return "";
        }
    }

    /** Removes everything; links are removed, not followed. What a dying process still writes stays behind. */
    void delete() {
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) {
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                    Files.deleteIfExists(directory);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            System.getLogger(PodFiles.class.getName())
                    .log(System.Logger.Level.DEBUG, "the pod directory " + root + " is not quite gone", e);
        }
    }
}
