package io.jenkins.plugins.k8sdag.cli.graph;

import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.dag.Stage;
import java.util.List;
import java.util.Locale;

/** A graph as an SVG picture that needs nothing else and reads on light and dark pages. */
public final class Svg {
    private static final int ROW = 56;
    private static final int HEIGHT = 34;
    private static final int GAP = 64;
    private static final int MARGIN = 16;
    /** Of a 13 px sans-serif letter, wide enough for most. */
    private static final double LETTER = 7.6;

    private final Dag dag;
    private final Layers layout;
    private final double[] left;
    private final double[] width;
    private final StringBuilder svg = new StringBuilder();

    private Svg(Dag dag) {
        this.dag = dag;
        this.layout = Layers.of(dag);
        this.left = new double[layout.layers.size() + 1];
        this.width = new double[layout.layers.size()];
        left[0] = MARGIN;
        for (int k = 0; k < width.length; k++) {
            int longest = layout.layers.get(k).stream()
                    .filter(p -> p.stage >= 0)
                    .mapToInt(p -> Edges.name(dag.stage(p.stage)).length())
                    .max()
                    .orElse(0);
            width[k] = Math.max(48, longest * LETTER + 24);
            left[k + 1] = left[k] + width[k] + GAP;
        }
    }

    public static String of(Dag dag) {
        return new Svg(dag).draw();
    }

    private String draw() {
        double rows = layout.layers.stream()
                .flatMap(List::stream)
                .mapToDouble(p -> p.row)
                .max()
                .orElse(0);
        double right = left[width.length] - (width.length > 0 ? GAP : 0) + MARGIN;
        double bottom = rows * ROW + HEIGHT + 2 * MARGIN;
        line(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %.0f %.0f\" width=\"%.0f\" height=\"%.0f\" role=\"img\">",
                right, bottom, right, bottom);
        line("<title>%s</title>", escape(dag.name()));
        line(
                "<style>rect{fill:#f6f8fa;stroke:#57606a}text{font:13px system-ui,sans-serif;fill:#24292f;text-anchor:middle}"
                        + "path{fill:none;stroke:#8c959f;stroke-width:1.5}.if{stroke-dasharray:5 3}.label{font-size:11px;fill:#57606a}.halo{font-size:11px;stroke:#fff;stroke-width:5px}"
                        + "#arrow path{fill:#8c959f;stroke:none}@media (prefers-color-scheme:dark){rect{fill:#21262d;stroke:#8b949e}"
                        + "text{fill:#e6edf3}.label{fill:#8b949e}.halo{stroke:#0d1117}}</style>");
        line("<defs><marker id=\"arrow\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\""
                + " orient=\"auto\"><path d=\"M0,0 L8,4 L0,8 z\"/></marker></defs>");
        layout.edges.forEach(this::edge);
        layout.layers.forEach(layer -> layer.stream().filter(p -> p.stage >= 0).forEach(this::stage));
        line("</svg>");
        return svg.toString();
    }

    private void stage(Layers.Point p) {
        Stage stage = dag.stage(p.stage);
        String dashed = stage.when().isPresent() ? " class=\"if\"" : "";
        String tip = stage.when()
                .map(w -> "<title>when: " + escape(w.strip()) + "</title>")
                .orElse("");
        line(
                "<g>%s<rect%s x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%d\" rx=\"8\"/>",
                tip, dashed, left[p.layer], y(p) - HEIGHT / 2.0, width[p.layer], HEIGHT);
        line(
                "<text x=\"%.1f\" y=\"%.1f\">%s</text></g>",
                left[p.layer] + width[p.layer] / 2, y(p) + 4.5, escape(Edges.name(stage)));
    }

    private void edge(Layers.Edge edge) {
        Layers.Point first = edge.points().get(0);
        Layers.Point last = edge.points().get(edge.points().size() - 1);
        String label = edge.label();
        StringBuilder path = new StringBuilder(format("M%.1f,%.1f", left[first.layer] + width[first.layer], y(first)));
        double x = left[first.layer] + width[first.layer];
        double y = y(first);
        double before = y;
        for (Layers.Point p : edge.points().subList(1, edge.points().size())) {
            before = y;
            double to = left[p.layer];
            path.append(format(" C%.1f,%.1f %.1f,%.1f %.1f,%.1f", (x + to) / 2, y, (x + to) / 2, y(p), to, y(p)));
            y = y(p);
            x = to;
            if (p.stage < 0) {
                x = to + width[p.layer];
                path.append(format(" L%.1f,%.1f", x, y));
            }
        }
        line("<path%s d=\"%s\" marker-end=\"url(#arrow)\"/>", label.isEmpty() ? "" : " class=\"if\"", path);
        if (!label.isEmpty()) {
            // Twice: a wide outline in the page's colour keeps the line out of the letters, in every viewer.
            for (String style : List.of("halo", "label")) {
                double middle = (before + y(last)) / 2 + 4;
                line(
                        "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>",
                        style, left[last.layer] - GAP / 2.0, middle, label);
            }
        }
    }

    private static double y(Layers.Point p) {
        return MARGIN + HEIGHT / 2.0 + p.row * ROW;
    }

    private void line(String format, Object... args) {
        svg.append(args.length == 0 ? format : format(format, args)).append('\n');
    }

    private static String format(String format, Object... args) {
        return String.format(Locale.ROOT, format, args);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
