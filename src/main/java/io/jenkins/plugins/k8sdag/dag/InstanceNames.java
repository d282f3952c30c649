package io.jenkins.plugins.k8sdag.dag;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Gives the instances of a group names that people can read and that are the same for the same values: the group's, and what is
 * special about the instance. Belongs to one group.
 */
public final class InstanceNames {
    /** As long as the name of a stage in a file may be, so that an instance's name is a label's value and a file's name as it is. */
    private static final int LONGEST = 63;

    private final String group;
    private final Predicate<String> taken;
    private final Set<String> given = new HashSet<>();

    /**
     * Names for one group.
     *
     * @param group its name
     * @param taken which names other stages have
     */
    public InstanceNames(String group, Predicate<String> taken) {
        this.group = group;
        this.taken = taken;
    }

    /**
     * The next instance's name.
     *
     * @param values what it is for; a map is told by its {@code name}, if it has one
     * @param position from 0 on, for values that make no name
     */
    public String next(Collection<?> values, int position) {
        String label = values.stream()
                .map(InstanceNames::word)
                .filter(w -> !w.isEmpty())
                .collect(Collectors.joining("-"));
        String name = fit(group + "-" + (label.isEmpty() ? Integer.toString(position + 1) : label));
        String unique = name;
        for (int n = 2; taken.test(unique) || !given.add(unique); n++) {
            unique = fit(name + "-" + n);
        }
        return unique;
    }

    private static String word(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.containsKey("name") ? word(map.get("name")) : "";
        }
        if (value instanceof List<?>) {
            return "";
        }
        return Interpolation.text(value)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-+|-+$", "");
    }

    /** A name that is too long keeps its start; what was cut off lives on in a hash, so that equal starts stay apart. */
    private static String fit(String name) {
        if (name.length() <= LONGEST) {
            return name;
        }
        String hash = String.format("%08x", name.hashCode());
        return name.substring(0, LONGEST - hash.length() - 1).replaceAll("[-.]+$", "") + "-" + hash;
    }
}
