package io.jenkins.plugins.k8sdag.definition;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** Makes a located tree of a file's text, YAML or JSON. */
final class TreeReader {
    private static final Pattern JSON_START = Pattern.compile("\\s*\\{\\s*(\"|})");

    private TreeReader() {}

    /**
     * Reads the whole text.
     *
     * @return the tree, or empty if it cannot be read; then {@code problems} says why
     */
    static Optional<Node> read(String fileName, String text, Limits limits, Problems problems) {
        int bytes = text.length() > limits.bytes() ? text.length() : text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > limits.bytes()) {
            problems.error(
                    Place.START,
                    "too-large",
                    "the file has " + bytes + " bytes, more than the limit of " + limits.bytes(),
                    "split it into several DAGs, or move long scripts into the image");
            return Optional.empty();
        }
        String content = text.startsWith("\uFEFF") ? text.substring(1) : text;
        TreeBuilder builder = new TreeBuilder(problems, limits);
        try {
            if (isJson(fileName, content)) {
                JsonEvents.read(content, builder, problems);
            } else {
                YamlEvents.read(content, builder, problems);
            }
        } catch (TreeBuilder.Unreadable e) {
            return Optional.empty();
        }
        if (builder.root() == null && !problems.hasErrors()) {
            problems.error(
                    Place.START, "empty", "the file is empty", "write a DAG: apiVersion, kind: Dag, metadata, spec");
        }
        return Optional.ofNullable(builder.root());
    }

    /** JSON is nearly a part of YAML, but for tabs and escapes; what looks like JSON is read as JSON. */
    private static boolean isJson(String fileName, String text) {
        return fileName.endsWith(".json") || JSON_START.matcher(text).lookingAt();
    }
}
