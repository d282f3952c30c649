package io.jenkins.plugins.k8sdag.definition;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Collects what is wrong in one file; the same problem found twice counts once. Used by one thread. */
final class Problems {
    private static final int SUGGESTIONS = 100;

    /** Nobody reads more, and a file can be made to have half a million. */
    private static final int MOST = 1000;

    private static final int LONGEST = 2000;
    private static final Comparator<Problem> BY_PLACE =
            Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column);

    private final String file;
    private final Set<Problem> errors = new LinkedHashSet<>();
    private final Set<Problem> warnings = new LinkedHashSet<>();

    /** Without their remedies, which may be worded in two ways. */
    private final Set<Problem> seen = new HashSet<>();

    private final List<Problems> included = new ArrayList<>();
    private int suggestions;

    Problems(String file) {
        this.file = file;
    }

    void error(Place at, String code, String message, String remedy) {
        add(errors, Severity.ERROR, at, code, message, remedy);
    }

    void warning(Place at, String code, String message, String remedy) {
        add(warnings, Severity.WARNING, at, code, message, remedy);
    }

    private void add(Set<Problem> to, Severity severity, Place at, String code, String message, String remedy) {
        if (to.size() < MOST) {
            if (seen.add(new Problem(severity, code, file, at.line(), at.column(), cut(message), ""))) {
                to.add(new Problem(severity, code, file, at.line(), at.column(), cut(message), cut(remedy)));
            }
        } else if (to.size() == MOST) {
            String more = "there are more problems than the " + MOST + " shown";
            to.add(new Problem(severity, "too-many", file, at.line(), at.column(), more, "begin with those"));
        }
    }

    private static String cut(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST - 3) + "..." : text;
    }

    /**
     * A remedy that names the nearest of the known names, or lists them.
     *
     * @param kind plural of what the names are, such as {@code stages}
     */
    String didYouMean(String unknown, Collection<String> known, String kind) {
        if (known.isEmpty()) {
            return "there are no " + kind;
        }
        return nearest(unknown, known)
                .map(name -> "did you mean '" + name + "'?")
                .orElseGet(() -> kind + ": " + Similar.list(known));
    }

    /** The name that was probably meant. Comparing is not free: only the first hundred of a file's unknown names are looked at. */
    Optional<String> nearest(String unknown, Collection<String> known) {
        return ++suggestions > SUGGESTIONS ? Optional.empty() : Similar.nearest(unknown, known);
    }

    /** Adds those of a file that this one uses, behind its own. */
    void include(Problems other) {
        included.add(other);
    }

    boolean hasErrors() {
        return !errors.isEmpty() || included.stream().anyMatch(Problems::hasErrors);
    }

    List<Problem> errors() {
        return all(errors, Problems::errors);
    }

    List<Problem> warnings() {
        return all(warnings, Problems::warnings);
    }

    private List<Problem> all(Set<Problem> own, Function<Problems, List<Problem>> others) {
        return Stream.concat(own.stream().sorted(BY_PLACE), included.stream().flatMap(p -> others.apply(p).stream()))
                .toList();
    }
}
