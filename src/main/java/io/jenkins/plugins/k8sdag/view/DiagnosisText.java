package io.jenkins.plugins.k8sdag.view;

import java.util.ArrayList;
import java.util.List;

/** A failure explained to people: whose fault, the cause by name, what happened, the evidence, the last of the log, what to do. */
public final class DiagnosisText {
    private static final int WIDTH = 14;

    /** Where the text behind the labels begins, counted from 0. */
    public static final int TEXT_COLUMN = WIDTH + 4;

    private DiagnosisText() {}

    /**
     * Explains a group of failures.
     *
     * @param group the failure and whose it is
     * @param lastLines the end of the log of the first of them, if it has one
     * @param logSource how to read all of it, such as a command; "" if there is none
     * @return lines of plain text; the first is the headline
     */
    public static List<String> of(FailureGroup group, List<String> lastLines, String logSource) {
        FailureView f = group.failure();
        List<String> lines = new ArrayList<>();
        lines.add(group.who() + ": " + f.cause());
        add(lines, "whose fault", f.blame() + ": " + blame(f.blame()));
        add(lines, "what happened", f.message());
        boolean exitCodeSaid = f.exitCode() == null || (f.message() + f.evidence()).contains("code " + f.exitCode());
        List<String> evidence = new ArrayList<>(exitCodeSaid ? List.of() : List.of("exit code " + f.exitCode()));
        evidence.addAll(f.evidence());
        for (int i = 0; i < evidence.size(); i++) {
            add(lines, i == 0 ? "evidence" : "", evidence.get(i));
        }
        if (!lastLines.isEmpty()) {
            add(lines, "last log lines", logSource.isEmpty() ? "" : "(all of them: " + logSource + ")");
            lastLines.forEach(l -> lines.add("  | " + l));
        }
        add(lines, "what to do", f.remedy());
        return lines;
    }

    private static void add(List<String> lines, String label, String text) {
        String indent = " ".repeat(TEXT_COLUMN);
        List<String> parts = text.lines().toList();
        lines.add(("  " + label + " ".repeat(WIDTH - label.length()) + "  " + (parts.isEmpty() ? "" : parts.get(0)))
                .stripTrailing());
        parts.stream().skip(1).forEach(p -> lines.add(indent + p));
    }

    private static String blame(String blame) {
        return switch (blame) {
            case "user" -> "the stage's own program, or the limits it was given";
            case "infrastructure" -> "the cluster; the stage itself may be fine";
            case "configuration" -> "what was asked for cannot be had as it is written";
            case "quota" -> "the namespace's share of the cluster is used up";
            case "cancelled" -> "nobody's; it was stopped";
            default -> throw new IllegalArgumentException("no blame is named '" + blame + "'");
        };
    }
}
