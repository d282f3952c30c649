package io.jenkins.plugins.k8sdag.cli.screen;

import java.util.List;

/** Colours by ANSI escapes, or none. */
public final class Style {
    private static final String RESET = "\033[0m";

    /** Told apart on dark and light backgrounds; red and green are left to what went wrong and well. */
    private static final List<String> STAGE_COLOURS = List.of("36", "35", "34", "33", "96", "95", "94", "93");

    private final boolean on;

    public Style(boolean on) {
        this.on = on;
    }

    private String in(String code, String text) {
        return on && !text.isEmpty() ? "\033[" + code + "m" + text + RESET : text;
    }

    public String good(String text) {
        return in("32", text);
    }

    public String bad(String text) {
        return in("1;31", text);
    }

    public String warn(String text) {
        return in("33", text);
    }

    public String busy(String text) {
        return in("36", text);
    }

    public String dim(String text) {
        return in("2", text);
    }

    public String bold(String text) {
        return in("1", text);
    }

    /** The colour of a stage's own lines. */
    public String stage(int i, String text) {
        return in(STAGE_COLOURS.get(i % STAGE_COLOURS.size()), text);
    }

    /** The colour of a status or phase. */
    public String standing(String standing, String text) {
        return switch (standing) {
            case "SUCCEEDED" -> good(text);
            case "FAILED", "ERROR" -> bad(text);
            case "UNSTABLE", "CANCELLED", "BACKOFF", "STOPPING", "DISRUPTED" -> warn(text);
            case "RUNNING", "PULLING", "PENDING", "SUBMITTING" -> busy(text);
            default -> dim(text);
        };
    }

    /** One character for a status or phase. */
    public static String symbol(String standing) {
        return switch (standing) {
            case "SUCCEEDED" -> "✓";
            case "FAILED", "ERROR" -> "✗";
            case "UNSTABLE" -> "!";
            case "SKIPPED" -> "»";
            case "OMITTED" -> "-";
            case "CANCELLED" -> "■";
            case "RUNNING" -> "▶";
            case "PULLING", "PENDING", "SUBMITTING" -> "◌";
            case "BACKOFF" -> "↻";
            case "STOPPING", "DISRUPTED" -> "◼";
            default -> "·";
        };
    }
}
