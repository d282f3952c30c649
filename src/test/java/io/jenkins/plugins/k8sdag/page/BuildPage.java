package io.jenkins.plugins.k8sdag.page;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The build page in a window, by what is on it. */
public final class BuildPage {
    private final Page page;

    public BuildPage(Page page) {
        this.page = page;
    }

    /** Goes to a run and waits until its graph is drawn. */
    public static BuildPage of(Page page, String url) {
        page.navigate(url);
        BuildPage shown = new BuildPage(page);
        shown.graph().waitFor();
        return shown;
    }

    public Page page() {
        return page;
    }

    public Locator status() {
        return page.locator(".kd-header .kd-pill");
    }

    public Locator facts() {
        return page.locator(".kd-facts");
    }

    public Locator notice() {
        return page.locator(".kd-header .kd-notice");
    }

    /** What broke the run, the likeliest cause first. */
    public Locator troubles() {
        return page.locator(".kd-troubles .kd-trouble");
    }

    public Locator graph() {
        return page.locator(".kd-graph-frame[data-nodes]");
    }

    /** How many nodes are drawn. */
    public int nodes() {
        return Integer.parseInt(graph().getAttribute("data-nodes"));
    }

    public void view(String name) {
        page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName(Pattern.compile("^" + name + "$")))
                .first()
                .click();
    }

    public Locator row(String stage) {
        return page.locator(".kd-table-body .kd-tr[data-stage=\"" + stage + "\"]");
    }

    public Locator rows() {
        return page.locator(".kd-table-body .kd-tr");
    }

    public Locator lane(String stage) {
        return page.locator(".kd-lane[data-stage=\"" + stage + "\"]");
    }

    public Locator chip(String status) {
        return page.locator(".kd-chip[data-status=\"" + status + "\"]");
    }

    public Locator search() {
        return page.getByLabel("Find a stage");
    }

    public Locator panel() {
        return page.locator(".kd-panel");
    }

    public void panelTab(String name) {
        panel().getByRole(AriaRole.TAB, new Locator.GetByRoleOptions().setName(name))
                .click();
    }

    public Locator logLines() {
        return panel().locator(".kd-log-text");
    }

    public Locator button(String text) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(text).setExact(true));
    }

    /** What axe-core finds wrong with what is shown, by rule: a line each. */
    @SuppressWarnings("unchecked")
    public List<String> barriers() throws IOException {
        try (InputStream in = BuildPage.class.getResourceAsStream("/axe.min.js")) {
            page.evaluate(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        List<Map<String, Object>> found = (List<Map<String, Object>>) page.evaluate("""
                async () => (await axe.run(document.querySelector(".k8sdag-app"), {
                  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
                  rules: { "heading-order": { enabled: false }, region: { enabled: false } },
                })).violations.map((v) => ({ id: v.id, help: v.help, nodes: v.nodes.slice(0, 3).map((n) => n.html + " " + n.failureSummary).join("\\n  ") }))
                """);
        return found.stream()
                .map(v -> v.get("id") + ": " + v.get("help") + "\n  " + v.get("nodes"))
                .toList();
    }
}
