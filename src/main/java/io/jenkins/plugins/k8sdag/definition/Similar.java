package io.jenkins.plugins.k8sdag.definition;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the name that was probably meant. */
final class Similar {
    private static final int LISTED = 12;

    /** No name that people type is longer; comparing two takes the product of their lengths. */
    private static final int LONGEST = 100;

    private Similar() {}

    /**
     * The known name with the fewest edits (insert, delete, replace, swap neighbours; letter case counts half) from the unknown
     * one, if those are at most a third of its length.
     */
    static Optional<String> nearest(String unknown, Collection<String> known) {
        String best = null;
        double least = Math.max(1, unknown.length() / 3) + 0.5;
        for (String name : unknown.length() > LONGEST ? List.<String>of() : known) {
            if (Math.abs(name.length() - unknown.length()) >= least) {
                continue;
            }
            double distance = distance(unknown, name);
            if (distance < least && distance < Math.max(unknown.length(), name.length())) {
                least = distance;
                best = name;
            }
        }
        return Optional.ofNullable(best);
    }

    /** The first few names, in their order. */
    static String list(Collection<String> names) {
        String listed = names.stream().limit(LISTED).collect(Collectors.joining(", "));
        return names.size() > LISTED ? listed + " and " + (names.size() - LISTED) + " more" : listed;
    }

    private static double distance(String a, String b) {
        if (a.equalsIgnoreCase(b)) {
            return 0.5;
        }
        String x = a.toLowerCase(Locale.ROOT);
        String y = b.toLowerCase(Locale.ROOT);
        int[][] d = new int[x.length() + 1][y.length() + 1];
        for (int i = 0; i <= x.length(); i++) {
            for (int j = 0; j <= y.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int replaced = d[i - 1][j - 1] + (x.charAt(i - 1) == y.charAt(j - 1) ? 0 : 1);
                d[i][j] = Math.min(replaced, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
                if (i > 1 && j > 1 && x.charAt(i - 1) == y.charAt(j - 2) && x.charAt(i - 2) == y.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[x.length()][y.length()];
    }
}
