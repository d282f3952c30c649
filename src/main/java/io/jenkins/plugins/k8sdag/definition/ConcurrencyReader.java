package io.jenkins.plugins.k8sdag.definition;

import io.jenkins.plugins.k8sdag.dag.Concurrency;
import io.jenkins.plugins.k8sdag.dag.ExpressionException;
import io.jenkins.plugins.k8sdag.dag.Scope;
import io.jenkins.plugins.k8sdag.definition.Node.Mapping;
import io.jenkins.plugins.k8sdag.definition.Node.Scalar;
import java.util.Map;
import java.util.Optional;

/** Reads {@code spec.concurrency}: the name of a group, or a map. What its name reads is known before the run's first stage. */
final class ConcurrencyReader {
    private static final String KEY = "concurrency";

    private final ExpressionCheck expressions;
    private final ReferenceCheck references;

    ConcurrencyReader(ExpressionCheck expressions, ReferenceCheck references) {
        this.expressions = expressions;
        this.references = references;
    }

    /** The group, its name as the file has it. */
    Optional<Concurrency> read(Mapping spec) {
        Mapping only = Mapping.empty(spec.at());
        if (spec.has(KEY)) {
            only.entries().put(KEY, spec.entries().get(KEY));
        }
        expressions.interpolations(only).forEach((source, at) -> {
            var reads = expressions.analysis(source).references();
            references.checkCommon(reads, at);
            references.refuseStages(reads, at, "spec.concurrency");
        });
        Mapping map = Trees.map(spec, KEY);
        return Trees.string(spec, KEY)
                .or(() -> Trees.string(map, "group"))
                .map(Scalar::text)
                .map(group -> new Concurrency(
                        group,
                        Trees.number(map, "limit")
                                .map(n -> Math.max(1, n.intValue()))
                                .orElse(1),
                        Trees.flag(map, "cancelSuperseded").orElse(false)));
    }

    /** The group of a run; see {@link Loaded#concurrencyOf}. */
    static Optional<Concurrency> resolve(Loaded loaded, String runId, Map<String, String> env)
            throws ExpressionException {
        if (loaded.concurrency().isEmpty()) {
            return Optional.empty();
        }
        Concurrency concurrency = loaded.concurrency().get();
        // A run has no status before its first stage; it reads as one in which nothing has failed.
        Map<String, String> run = Map.of("id", runId, "name", loaded.dag().name(), "status", "SUCCEEDED");
        Scope scope = new Scope(loaded.params(), Map.of(), run, env, Map.of());
        String group = new CelExpressions().text(concurrency.group(), scope).strip();
        if (group.isEmpty()) {
            throw new ExpressionException(
                    "the name of the concurrency group, '" + concurrency.group()
                            + "', is blank in this run (write a word beside what it reads, as in release-${{ params.version }})");
        }
        return Optional.of(concurrency.withGroup(group));
    }
}
