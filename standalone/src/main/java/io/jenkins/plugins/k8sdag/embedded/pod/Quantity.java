package io.jenkins.plugins.k8sdag.embedded.pod;

import java.util.Map;

/** Amounts like {@code 250m} or {@code 1Gi} as numbers. */
final class Quantity {
    private static final Map<String, Double> SUFFIXES = Map.ofEntries(
            Map.entry("m", 1e-3),
            Map.entry("k", 1e3),
            Map.entry("M", 1e6),
            Map.entry("G", 1e9),
            Map.entry("T", 1e12),
            Map.entry("P", 1e15),
            Map.entry("Ki", 0x1p10),
            Map.entry("Mi", 0x1p20),
            Map.entry("Gi", 0x1p30),
            Map.entry("Ti", 0x1p40),
            Map.entry("Pi", 0x1p50));

    private Quantity() {}

    /** NaN when it is none. */
    static double of(String text) {
        int digits = text.length();
        while (digits > 0 && !Character.isDigit(text.charAt(digits - 1))) {
            digits--;
        }
        String suffix = text.substring(digits);
        try {
            double number = Double.parseDouble(text.substring(0, digits));
            double factor = suffix.isEmpty() ? 1 : SUFFIXES.getOrDefault(suffix, Double.NaN);
            return number * factor;
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    static double ofMachine(String unit) {
        return switch (unit) {
            case "cpu" -> Runtime.getRuntime().availableProcessors();
            case "memory" -> Runtime.getRuntime().maxMemory();
            case "ephemeral-storage" -> 0x1p30;
            default -> Double.NaN;
        };
    }
}
