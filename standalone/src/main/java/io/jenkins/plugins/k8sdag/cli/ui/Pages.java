package io.jenkins.plugins.k8sdag.cli.ui;

import io.jenkins.plugins.k8sdag.page.Standing;
import io.jenkins.plugins.k8sdag.run.RunState;
import io.jenkins.plugins.k8sdag.view.RunLine;
import io.jenkins.plugins.k8sdag.view.RunView;
import io.jenkins.plugins.k8sdag.view.ShortDuration;
import io.jenkins.plugins.k8sdag.view.StageView;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The HTML around the front-end, readable without it. Pure but for the texts it is given. */
final class Pages {
    private final String crumb;

    Pages(String crumb) {
        this.crumb = crumb;
    }

    /** The list of runs. */
    String list(List<RunState> runs, Instant now) {
        StringBuilder rows = new StringBuilder();
        for (RunState run : runs) {
            RunLine line = RunLine.of(run, now, true);
            rows.append("<tr><td><a href=\"/runs/")
                    .append(text(line.id()))
                    .append("/\">")
                    .append(text(line.id()))
                    .append("</a></td>");
            cell(rows, line.status());
            cell(rows, line.stagesEnded() + " of " + line.stages());
            cell(
                    rows,
                    Instant.parse(line.startedAt())
                            .truncatedTo(ChronoUnit.SECONDS)
                            .toString());
            cell(rows, ShortDuration.of(line.durationMillis()));
            rows.append("</tr>\n");
        }
        String body = runs.isEmpty()
                ? "<p>No runs yet; start one with: <code>k8sdag run FILE</code></p>"
                : "<table class=\"kh-runs\"><thead><tr><th>Run</th><th>Status</th><th>Stages done</th><th>Started</th>"
                        + "<th>Time</th></tr></thead><tbody>" + rows + "</tbody></table>";
        return html("Runs", "<h1>Runs</h1>" + body, "");
    }

    /** The page of a run; the table in it is for whoever has no script. */
    String run(Standing standing, Instant now) {
        RunView view = RunView.of(standing.state(), standing.state().endedAt().orElse(now), standing.health());
        StringBuilder rows = new StringBuilder();
        for (StageView s : view.stages()) {
            rows.append("<tr>");
            cell(rows, s.name());
            cell(rows, s.standing());
            String why = s.failure() != null
                    ? s.failure().cause() + ": " + s.failure().message() + " "
                            + s.failure().remedy()
                    : s.waiting() != null ? s.waiting() : s.reason();
            cell(rows, why);
            cell(rows, ShortDuration.of(s.durationMillis()));
            rows.append("</tr>\n");
        }
        String table = "<h1>" + text(view.name()) + ": " + text(view.standing()) + "</h1><p>" + text(view.message())
                + "</p><table class=\"kh-runs\"><thead><tr><th>Stage</th><th>Status</th><th>Why</th><th>Time</th></tr>"
                + "</thead><tbody>" + rows + "</tbody></table>";
        // With a script the table would only flash before the page is there.
        String body = "<div class=\"k8sdag-app\" data-base=\"/runs/" + text(view.id()) + "/\"><noscript>" + table
                + "</noscript></div>";
        return html(view.name(), body, "<script type=\"module\" src=\"/static/js/main.js\"></script>");
    }

    private String html(String title, String body, String script) {
        return "<!DOCTYPE html>\n<html lang=\"en\" data-theme=\"system\"><head data-crumb-header=\"" + Guard.CRUMB
                + "\" data-crumb-value=\"" + crumb + "\"><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>" + text(title)
                + " – k8sdag</title><link rel=\"icon\" href=\"/static/images/k8sdag.svg\"><link rel=\"stylesheet\" href=\"/static/css/host.css\">"
                + "<link rel=\"stylesheet\" href=\"/static/css/dag.css\">" + script
                + "</head><body><header class=\"kh-top\"><span class=\"kh-brand\">k8sdag</span>"
                + "<nav aria-label=\"k8sdag\"><a href=\"/\">All runs</a></nav></header><main>" + body
                + "</main></body></html>\n";
    }

    private static void cell(StringBuilder rows, String value) {
        rows.append("<td>").append(text(value)).append("</td>");
    }

    /** Text as HTML, in an element or between quotes. */
    static String text(String value) {
        return value.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
