package io.jenkins.plugins.k8sdag.view;

import java.util.Locale;

/** A duration in at most six characters, for a table's column. */
public final class ShortDuration {
    private ShortDuration() {}

    /** {@code 0s}, {@code 0.3s}, {@code 42s}, {@code 1m05s}, {@code 2h07m}, {@code 3d04h}. */
    public static String of(long millis) {
        long seconds = millis / 1000;
        if (millis < 50) {
            return "0s";
        }
        if (millis < 9_950) {
            return String.format(Locale.ROOT, "%.1fs", millis / 1000.0);
        }
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3600) {
            return String.format(Locale.ROOT, "%dm%02ds", seconds / 60, seconds % 60);
        }
        if (seconds < 100 * 3600) {
            return String.format(Locale.ROOT, "%dh%02dm", seconds / 3600, seconds % 3600 / 60);
        }
        return String.format(Locale.ROOT, "%dd%02dh", seconds / 86_400, seconds % 86_400 / 3600);
    }
}
