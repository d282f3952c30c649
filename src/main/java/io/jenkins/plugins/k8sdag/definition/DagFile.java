package io.jenkins.plugins.k8sdag.definition;

import io.jenkins.plugins.k8sdag.definition.Node.Mapping;
import java.util.Optional;

/** The entry point: reads DAG files. Pure functions: nothing but the arguments is read. */
public final class DagFile {
    private DagFile() {}

    /**
     * Reads a file.
     *
     * @param fileName for messages; one that ends in {@code .json} is read as JSON
     * @param text YAML or JSON
     * @param options what the host says beside the file
     * @return the graph, with the parameters' values and what lint says
     * @throws DefinitionException with every problem, if there is an error
     */
    public static Loaded load(String fileName, String text, Options options) throws DefinitionException {
        Problems problems = new Problems(fileName);
        Optional<Loaded> loaded = tree(fileName, text, options, problems)
                .flatMap(map -> new DagReader(problems, new SourceText(text), options, new UsedFiles(fileName, options))
                        .read(map));
        if (problems.hasErrors() || loaded.isEmpty()) {
            throw new DefinitionException(problems.errors());
        }
        return loaded.get();
    }

    /** A file as it stands, its shape checked; empty where it is no map, which has been reported. */
    static Optional<Mapping> tree(String fileName, String text, Options options, Problems problems) {
        Optional<Node> root = TreeReader.read(fileName, text, options.limits(), problems);
        root.ifPresent(node -> new ShapeCheck(problems).check(node, DagShape.DAG, "the file"));
        return root.filter(Mapping.class::isInstance).map(Mapping.class::cast);
    }
}
