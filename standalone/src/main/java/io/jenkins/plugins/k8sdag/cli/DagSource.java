package io.jenkins.plugins.k8sdag.cli;

import io.jenkins.plugins.k8sdag.definition.DagFile;
import io.jenkins.plugins.k8sdag.definition.DefinitionException;
import io.jenkins.plugins.k8sdag.definition.Loaded;
import io.jenkins.plugins.k8sdag.definition.Options;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A DAG file as people name it on the command line.
 *
 * @param name for messages, as it was given
 * @param text what it holds
 */
record DagSource(String name, String text) {
    /**
     * Reads the file.
     *
     * @throws UserError when it cannot be read
     */
    static DagSource read(Path file) {
        try {
            return new DagSource(file.toString(), text(file));
        } catch (IOException e) {
            throw new UserError(file + ": " + e.getMessage());
        }
    }

    private static String text(Path file) throws IOException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IOException("it is not UTF-8 text", e);
        } catch (IOException e) {
            String why = Files.isDirectory(file)
                    ? "it is a directory"
                    : Files.exists(file) ? "it cannot be read" : "there is no such file";
            throw new IOException(why, e);
        }
    }

    /**
     * The graph of the file.
     *
     * @throws ProblemsError with every problem of the file
     */
    Loaded load(Options options) {
        try {
            return DagFile.load(name, text, options.withFiles(path -> text(Path.of(path))));
        } catch (DefinitionException e) {
            throw new ProblemsError(e);
        }
    }
}
