package io.jenkins.plugins.k8sdag.definition;

import io.jenkins.plugins.k8sdag.dag.Need;
import io.jenkins.plugins.k8sdag.dag.Need.Requirement;
import io.jenkins.plugins.k8sdag.definition.Node.Mapping;
import io.jenkins.plugins.k8sdag.definition.Node.Scalar;
import io.jenkins.plugins.k8sdag.definition.Node.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An edge as the file has it.
 *
 * @param at where the name of the needed stage stands
 */
record NeedDraft(Need need, Place at) {

    String stage() {
        return need.stage();
    }

    /** The needs of a stage: a name, a map, or a list of those. */
    static List<NeedDraft> read(Mapping stage) {
        Node node = stage.get("needs");
        List<Node> items = node == null ? List.of() : node instanceof Sequence list ? list.items() : List.of(node);
        List<NeedDraft> needs = new ArrayList<>();
        for (Node item : items) {
            one(item).ifPresent(needs::add);
        }
        return needs;
    }

    private static Optional<NeedDraft> one(Node item) {
        if (item instanceof Scalar scalar && scalar.isString()) {
            return Optional.of(new NeedDraft(new Need(scalar.text(), Requirement.SUCCEEDED), scalar.at()));
        }
        if (!(item instanceof Mapping map)) {
            return Optional.empty();
        }
        Requirement requirement =
                Trees.string(map, "when").flatMap(NeedDraft::requirement).orElse(Requirement.SUCCEEDED);
        return Trees.string(map, "stage").map(s -> new NeedDraft(new Need(s.text(), requirement), s.at()));
    }

    private static Optional<Requirement> requirement(Scalar word) {
        for (Requirement requirement : Requirement.values()) {
            if (requirement.name().toLowerCase(Locale.ROOT).equals(word.text())) {
                return Optional.of(requirement);
            }
        }
        return Optional.empty();
    }
}
