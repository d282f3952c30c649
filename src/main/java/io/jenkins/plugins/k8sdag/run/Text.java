package io.jenkins.plugins.k8sdag.run;

import java.time.Duration;

/** Values as people write them. */
public final class Text {
    private Text() {}

    /** A duration as the file writes it: {@code 90s} reads {@code 1m30s}; parts of a second show as {@code 0.5s}. */
    public static String duration(Duration d) {
        long seconds = d.toSeconds();
        StringBuilder text = new StringBuilder();
        if (seconds >= 3600) {
            text.append(seconds / 3600).append('h');
        }
        if (seconds % 3600 >= 60) {
            text.append(seconds % 3600 / 60).append('m');
        }
        int millis = d.toMillisPart();
        boolean showsFraction = millis > 0 && seconds < 60;
        if (seconds % 60 > 0 || showsFraction || text.isEmpty()) {
            text.append(seconds % 60);
            if (showsFraction) {
                text.append('.').append(String.format("%03d", millis).replaceAll("0+$", ""));
            }
            text.append('s');
        }
        return text.toString();
    }
}
