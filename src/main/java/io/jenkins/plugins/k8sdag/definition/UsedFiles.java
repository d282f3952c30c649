package io.jenkins.plugins.k8sdag.definition;

import io.jenkins.plugins.k8sdag.definition.Node.Scalar;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The files that one file uses, and those that they use: each is read once. Used by one thread. */
final class UsedFiles {
    /** Files in files; more is a mistake more often than a wish. */
    static final int DEEPEST = 5;

    private final Options options;
    private final List<String> path;
    private final Map<String, Optional<UsedFile>> known;

    /** For a file that no other uses. */
    UsedFiles(String file, Options options) {
        this(options, List.of(normal(file)), new HashMap<>());
    }

    private UsedFiles(Options options, List<String> path, Map<String, Optional<UsedFile>> known) {
        this.options = options;
        this.path = path;
        this.known = known;
    }

    /** Where a used file is, from where the first one is. */
    private static String normal(String file) {
        try {
            return Path.of(file).normalize().toString().replace('\\', '/');
        } catch (InvalidPathException e) {
            return file;
        }
    }

    /**
     * Reads a file.
     *
     * @param uses how the file at hand names it
     * @param problems of the file at hand; those of the used one are added to them
     * @return empty when it cannot be used, which has been reported
     */
    Optional<UsedFile> read(Scalar uses, Problems problems) {
        Path here = Path.of(path.get(path.size() - 1));
        String there = normal(here.resolveSibling(uses.text()).toString());
        if (path.contains(there)) {
            List<String> circle = new ArrayList<>(path.subList(path.indexOf(there), path.size()));
            circle.add(there);
            problems.error(
                    uses.at(),
                    "cycle",
                    "the files use each other in a circle: " + String.join(" → ", circle),
                    "take one of these uses out");
            return Optional.empty();
        }
        if (path.size() > DEEPEST) {
            problems.error(
                    uses.at(),
                    "too-large",
                    "files are used in files more than " + DEEPEST + " deep: " + String.join(" → ", path) + " → "
                            + there,
                    "let the first file use more of them itself");
            return Optional.empty();
        }
        Optional<UsedFile> before = known.get(there);
        if (before == null) {
            before = load(there, uses, problems);
            known.put(there, before);
        } else if (before.isEmpty()) {
            problems.error(uses.at(), "unusable-file", there + " cannot be used, see there", "correct that file first");
        }
        return before;
    }

    private Optional<UsedFile> load(String there, Scalar uses, Problems problems) {
        String text;
        try {
            text = options.files().read(there);
        } catch (IOException e) {
            problems.error(
                    uses.at(),
                    "unusable-file",
                    there + " cannot be read: " + e.getMessage(),
                    "name a file beside this one, as in ./deploy.yaml");
            return Optional.empty();
        }
        List<String> deeper = new ArrayList<>(path);
        deeper.add(there);
        Problems own = new Problems(there);
        Optional<UsedFile> file = DagFile.tree(there, text, options, own)
                .flatMap(map -> new DagReader(own, new SourceText(text), options, new UsedFiles(options, deeper, known))
                        .readUsed(map));
        problems.include(own);
        return own.hasErrors() ? Optional.empty() : file;
    }
}
