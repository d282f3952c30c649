package io.jenkins.plugins.k8sdag.cli;

import io.jenkins.plugins.k8sdag.cli.screen.Style;
import java.util.Map;
import picocli.CommandLine.Option;

/** The flags that say how things are shown. */
final class OutputFlags {
    enum Form {
        text,
        json
    }

    enum Color {
        auto,
        always,
        never
    }

    @Option(
            names = "--output",
            paramLabel = "text|json",
            defaultValue = "text",
            description =
                    "json: events as JSON lines on standard output and the result as its last line; text for people goes to"
                            + " standard error.")
    Form form = Form.text;

    @Option(
            names = "--color",
            paramLabel = "auto|always|never",
            defaultValue = "auto",
            description = "Colours; auto: on a terminal, unless NO_COLOR is set.")
    Color color = Color.auto;

    boolean json() {
        return form == Form.json;
    }

    Style style(Host host) {
        return style(host, color, !json() && host.terminal().size().isPresent());
    }

    static Style style(Host host, Color color, boolean terminal) {
        return new Style(color == Color.always || color == Color.auto && terminal && !noColor(host.env()));
    }

    /** https://no-color.org: set, and not empty. */
    private static boolean noColor(Map<String, String> env) {
        return !env.getOrDefault("NO_COLOR", "").isEmpty();
    }
}
