package io.jenkins.plugins.k8sdag.definition;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects what is wrong in one file; the same problem found twice counts once. Used by one thread. */
final class Problems {
    private static final int SUGGESTIONS = 100;
    private static final Comparator<Problem> BY_PLACE =
            Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column);

    private final String file;
    private final Set<Problem> errors = new LinkedHashSet<>();
    private final Set<Problem> warnings = new LinkedHashSet<>();
    private int suggestions;

    Problems(String file) {
        this.file = file;
    }

    void error(Place at, String code, String message, String remedy) {
        errors.add(new Problem(Severity.ERROR, code, file, at.line(), at.column(), message, remedy));
    }

    void warning(Place at, String code, String message, String remedy) {
        warnings.add(new Problem(Severity.WARNING, code, file, at.line(), at.column(), message, remedy));
    }

    /**
     * A remedy that names the nearest of the known names, or lists them. Comparing is not free, so a file with hundreds of
     * unknown names gets it for the first hundred only.
     *
     * @param kind plural of what the names are, such as {@code stages}
     */
    String didYouMean(String unknown, Collection<String> known, String kind) {
        if (known.isEmpty()) {
            return "there are no " + kind;
        }
        if (++suggestions > SUGGESTIONS) {
            return "see the " + kind + " of the file";
        }
        return Similar.nearest(unknown, known)
                .map(name -> "did you mean '" + name + "'?")
                .orElseGet(() -> kind + ": " + Similar.list(known));
    }

    boolean hasErrors() {
        return !errors.isEmpty();
    }

    List<Problem> errors() {
        return errors.stream().sorted(BY_PLACE).toList();
    }

    List<Problem> warnings() {
        return warnings.stream().sorted(BY_PLACE).toList();
    }
}
