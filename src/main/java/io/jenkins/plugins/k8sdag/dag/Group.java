package io.jenkins.plugins.k8sdag.dag;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What makes a stage a group: it runs no pod of its own, but opens once its needs are met, and ends when the stages that name it as
 * their {@link Stage#parent} have ended. So that whoever waits for many instances has one edge, not one to each.
 */
public sealed interface Group {
    /** Its instances are in the graph from the start, one for each combination of values. */
    record Matrix() implements Group {}

    /**
     * Its instances are known when it opens: one for each item of a list.
     *
     * @param expression bare CEL, the list
     * @param limit how many items there may be
     * @param template what an instance is: first the stage itself, under the group's own name, then, if that is a group, the stages
     *     in it; in an instance the group's name at the start of theirs is replaced by the instance's
     */
    record ForEach(String expression, int limit, List<Stage> template) implements Group {
        public ForEach {
            Objects.requireNonNull(expression, "expression");
            template = List.copyOf(template);
            if (limit < 1 || template.isEmpty()) {
                throw new IllegalArgumentException("a forEach needs a limit of at least 1 and a template");
            }
        }
    }

    /**
     * The stages of another file, whose names are the group's with a dot and their own. Their expressions see the parameters given
     * here, and of stages only each other, by their own names.
     *
     * @param file as the stage names it
     * @param params what the other file is given
     * @param outputs the expression of each output, in the other file's own terms
     */
    record Uses(String file, List<Argument> params, Map<String, String> outputs) implements Group {
        public Uses {
            Objects.requireNonNull(file, "file");
            params = List.copyOf(params);
            outputs = Map.copyOf(outputs);
        }
    }

    /**
     * One parameter of a used file.
     *
     * @param value a JSON tree whose strings may hold {@code ${{ … }}} of the using file; a string that is nothing but one has the
     *     expression's own value
     * @param type string, number, boolean or list
     * @param check bare CEL on {@code item}, the value, that must be true; or ""
     */
    record Argument(String name, Object value, String type, String check) {
        public Argument {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(value, "value");
            Objects.requireNonNull(type, "type");
            Objects.requireNonNull(check, "check");
        }
    }

    /** In words, for people: {@code matrix}, {@code forEach} or {@code uses}. */
    default String kind() {
        return this instanceof Matrix ? "matrix" : this instanceof ForEach ? "forEach" : "uses";
    }
}
