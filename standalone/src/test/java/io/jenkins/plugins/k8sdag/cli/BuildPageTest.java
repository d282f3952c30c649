package io.jenkins.plugins.k8sdag.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.jenkins.plugins.k8sdag.page.Browser.Window.DESK;
import static io.jenkins.plugins.k8sdag.page.Browser.Window.NIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.jenkins.plugins.k8sdag.cli.runs.StateDir;
import io.jenkins.plugins.k8sdag.cli.ui.Reruns;
import io.jenkins.plugins.k8sdag.cli.ui.Stories;
import io.jenkins.plugins.k8sdag.cli.ui.Story;
import io.jenkins.plugins.k8sdag.cli.ui.UiServer;
import io.jenkins.plugins.k8sdag.page.Browser;
import io.jenkins.plugins.k8sdag.page.BuildPage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The build page in a real browser, served by the command line. */
@Tag("browser")
class BuildPageTest {
    private static final String XSS = "<img src=x onerror=document.title='taken'>";

    @RegisterExtension
    static final Browser BROWSER = new Browser();

    @TempDir
    static Path dir;

    private static Cli cli;
    private static final Reruns NO_RERUNS = (before, from) -> {
        throw new IOException("nothing is run again here");
    };

    private static UiServer server;

    @BeforeAll
    static void aFailedRun() throws IOException {
        cli = new Cli(dir);
        Path file = cli.dag(
                "shop",
                "{name: build, script: 'echo built', outputs: []}",
                "{name: test, needs: [build], script: 'echo one; echo " + "\"" + XSS.replace("'", "") + "\""
                        + "; echo oh no; exit 3', env: {API_TOKEN: hush, PLAIN: seen}}",
                "{name: publish, needs: [test], script: 'true'}",
                "{name: docs, needs: [build], when: '1 == 2', script: 'true'}");
        assertThat(cli.run(cli.args("run", file.toString(), "--embedded", "--run-id", "shop-1"))
                        .status())
                .isEqualTo(1);
        server = UiServer.start(0, new StateDir(cli.state()), InstantSource.system(), NO_RERUNS);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static BuildPage shop(String... hash) {
        return BuildPage.of(BROWSER.open(DESK), server.url("shop-1") + String.join("", hash));
    }

    private static BuildPage told(Story story, Browser.Window window) {
        Page page = BROWSER.open(window);
        story.tellTo(page);
        return BuildPage.of(page, server.url("shop-1"));
    }

    @Test
    void aRedRunTellsWhichStageBrokeItWhyAndWhatToDo() {
        BuildPage page = shop();
        assertThat(page.status()).hasText("Failed");
        Locator trouble = page.troubles().first();
        assertThat(trouble).containsText("test");
        assertThat(trouble).containsText("ExitCode");
        assertThat(trouble).containsText("user error");
        assertThat(trouble).containsText("The stage exited with code 3.");
        assertThat(trouble).containsText("Read the end of the stage's log");
        assertThat(trouble.locator(".kd-tail")).containsText("oh no");
        assertThat(trouble).containsText("1 stage did not run because of it");

        page.button("Open the log").click();
        assertThat(page.logLines()).hasCount(3);
        assertThat(page.logLines().nth(2)).hasText("oh no");
        assertThat(page.page()).hasURL(Pattern.compile("#stage=test&tab=log$"));
        page.page().goBack();
        assertThat(page.panel()).isHidden();
    }

    @Test
    void aLinkOpensAStageAndEachOfItsTabs() {
        BuildPage page = shop("#stage=test");
        assertThat(page.panel()).containsText("What to do");
        page.panelTab("Attempts");
        assertThat(page.panel()).containsText("shop-test");
        page.panelTab("Manifest");
        assertThat(page.panel()).containsText("kind: \"Job\"");
        assertThat(page.panel()).containsText("seen");
        assertThat(page.panel()).containsText("(not shown)");
        assertThat(page.panel()).not().containsText("hush");
        page.panelTab("Overview");
        assertThat(page.panel()).containsText("describe job/shop-test");

        BuildPage skipped = shop("#stage=docs");
        assertThat(skipped.panel()).containsText("1 == 2");
        BuildPage line = shop("#stage=test&tab=log&attempt=1&line=2");
        assertThat(line.panel().locator(".kd-chosen")).containsText("<img src=x");
        BuildPage none = shop("#stage=no-such");
        assertThat(none.panel()).isHidden();
    }

    @Test
    void theLogIsSearchedAndStamped() {
        BuildPage page = shop("#stage=test&tab=log");
        page.panel().getByLabel("Find in log").fill("NO");
        assertThat(page.panel().locator(".kd-found")).hasText("1 of 1");
        assertThat(page.panel().locator("mark")).hasText("no");
        page.button("Timestamps").click();
        assertThat(page.panel().locator(".kd-stamp").first()).isVisible();
    }

    @Test
    void aMillionLinesScroll() throws IOException {
        Path file = Files.walk(cli.folder("shop-1").logs())
                .filter(f -> f.getFileName().toString().startsWith("build."))
                .findFirst()
                .orElseThrow();
        StringBuilder text = new StringBuilder(60_000_000);
        for (int i = 1; i <= 1_000_000; i++) {
            text.append("2026-01-01T00:00:00.000000001Z line number ").append(i).append('\n');
        }
        Files.writeString(file, text);
        BuildPage page = shop("#stage=build&tab=log&attempt=1&line=900000");
        assertThat(page.panel().locator(".kd-chosen")).containsText("line number 900000");
        assertThat(page.panel()).containsText("1,000,000 lines");
        page.panel().locator(".kd-log").evaluate("log => log.scrollTop = log.scrollHeight");
        assertThat(page.panel()).containsText("line number 1000000");
        page.panel().getByLabel("Find in log").fill("number 500001");
        assertThat(page.panel().locator(".kd-current-hit")).containsText("line number 500001");
        assertThat(page.panel().locator(".kd-log-line").count()).isLessThan(200);
    }

    @Test
    void stagesAreFoundByNameAndByStatus() {
        BuildPage page = shop();
        page.view("Stages");
        assertThat(page.rows()).hasCount(4);
        assertThat(page.rows().first()).hasAttribute("data-stage", "test");
        page.search().fill("publi");
        assertThat(page.rows()).hasCount(1);
        page.search().fill("");
        page.chip("SKIPPED").click();
        assertThat(page.rows()).hasCount(1);
        assertThat(page.row("docs")).isVisible();
        page.chip("SKIPPED").click();
        page.view("Timeline");
        assertThat(page.lane("build")).isVisible();
        assertThat(page.lane("publish")).hasCount(0);
        page.view("History");
        assertThat(page.page().locator(".kd-history")).containsText("ExitCode");
    }

    @Test
    void theGraphIsWalkedByKeyboard() {
        BuildPage page = shop();
        Locator graph = page.page().locator(".kd-graph");
        page.page().locator("[data-view=graph]").focus();
        page.search().focus();
        graph.focus();
        page.page().keyboard().press("Home");
        page.page().keyboard().press("ArrowRight");
        assertThat(page.page().locator(".kd-graph [role=status]")).containsText("test, Failed");
        page.page().keyboard().press("Enter");
        assertThat(page.panel()).isVisible();
        page.page().keyboard().press("Escape");
        assertThat(page.panel()).isHidden();
    }

    @Test
    void aRunIsFollowedAndCancelledFromThePage() throws Exception {
        Path go = dir.resolve("go");
        Path file = cli.dag(
                "live",
                "{name: first, script: 'until [ -e " + go + " ]; do sleep 0.1; done; echo went'}",
                "{name: second, needs: [first], script: 'echo began; sleep 600'}");
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        CompletableFuture<Cli.Result> run =
                cli.start(cli.args("run", file.toString(), "--embedded", "--run-id", "live-1", "--ui=" + port));
        Wait.until("the page is there", () -> answers(port));
        BuildPage page =
                BuildPage.of(BROWSER.open(DESK), "http://127.0.0.1:" + port + "/runs/live-1/#stage=second&tab=log");
        assertThat(page.status()).hasText("Running");
        Files.createFile(go);
        assertThat(page.logLines().first()).hasText("began");
        assertThat(page.facts()).containsText("1 of 2 stages done");
        page.button("Cancel run").click();
        page.page().locator("dialog .kd-primary").click();
        assertThat(page.status())
                .hasText(
                        "Cancelled",
                        new com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions().setTimeout(30_000));
        assertThat(run.get(60, TimeUnit.SECONDS).out()).contains("the page");
    }

    private static boolean answers(int port) {
        try (java.net.Socket socket = new java.net.Socket(InetAddress.getLoopbackAddress(), port)) {
            return Files.exists(cli.state().resolve("runs/live-1/journal.jsonl")) && socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void aLostConnectionIsToldAndMended() {
        Page page = BROWSER.open(DESK);
        Story story = Stories.running().tellTo(page);
        AtomicBoolean cut = new AtomicBoolean();
        page.route("**/state?*", route -> {
            if (cut.get()) {
                route.abort();
            } else {
                route.fallback(new Route.FallbackOptions());
            }
        });
        BuildPage shown = BuildPage.of(page, server.url("shop-1"));
        assertThat(shown.notice()).hasText("");
        cut.set(true);
        assertThat(shown.notice()).containsText("has had no answer");
        story.lost("the watch of pods is down", Duration.ofSeconds(12)).turn();
        cut.set(false);
        assertThat(shown.notice())
                .containsText(
                        "Reconnecting to the cluster, last heard of 12s ago",
                        new com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions()
                                .setTimeout(60_000));
    }

    @Test
    void whatOthersWroteIsTextAndNeverMarkup() {
        Story story = new Story(XSS).waits(XSS).waits("after", XSS).now(Duration.ofSeconds(60));
        story.ran(XSS, 1, 20, "FAILED").omitted("after", XSS).log("x", XSS);
        story.failed(XSS, "user", XSS, XSS, List.of(XSS), XSS).ended("FAILED");
        BuildPage page = told(story, DESK);
        for (String view : List.of("Timeline", "Stages", "History", "Graph")) {
            page.view(view);
        }
        page.button("Open the log").click();
        for (String tab : List.of("Overview", "Attempts", "Manifest", "Log")) {
            page.panelTab(tab);
        }
        assertThat(page.page().locator("img")).hasCount(0);
        assertThat(page.page()).not().hasTitle("taken");
        assertThat(page.troubles().first()).containsText(XSS);
    }

    @Test
    void theGroupsOfTheFileAreOneNodeUntilTheyAreOpened() {
        Story story =
                new Story("matrix").now(Duration.ofSeconds(90)).waits("build").waits("test", "build");
        story.with("test", "kind", "matrix");
        for (int i = 1; i <= 20; i++) {
            story.waits("test-" + i, "build")
                    .with("test-" + i, "parent", "test")
                    .with("test-" + i, "label", "jdk " + i);
            story.ran("test-" + i, 10, 20 + i, i == 7 ? "FAILED" : "SUCCEEDED");
        }
        story.waits("publish", "test").ran("build", 1, 9, "SUCCEEDED");
        story.failed("ExitCode", "user", "It exited with code 1.", "Read its log.", List.of(), "test-7");
        BuildPage page = told(story, DESK);
        // build, the group, the instance that failed, publish
        assertThat(page.nodes()).isEqualTo(4);
        page.button("Expand groups").click();
        assertThat(page.graph()).hasAttribute("data-nodes", "23");
        page.button("Collapse groups").click();
        assertThat(page.graph()).hasAttribute("data-nodes", "4");
    }

    @Test
    void tenThousandStagesOpenGrouped() {
        BuildPage page = told(Stories.monorepo(10_000), DESK);
        assertThat(page.nodes()).isLessThan(20);
        assertThat(page.facts()).containsText("of 10,000 stages done");
        page.search().fill("check-4321");
        page.view("Stages");
        assertThat(page.rows()).hasCount(1);
        page.row("check-4321").locator("a").click();
        assertThat(page.panel()).containsText("unit-4321");
    }

    @Test
    void twoThousandNodesAreDrawnWhenAllGroupsAreOpen() {
        BuildPage page = told(Stories.monorepo(2000), DESK);
        page.button("Expand groups").click();
        assertThat(page.graph())
                .hasAttribute(
                        "data-nodes",
                        Pattern.compile("20[0-9][0-9]"),
                        new com.microsoft.playwright.assertions.LocatorAssertions.HasAttributeOptions()
                                .setTimeout(60_000));
    }

    @Test
    void nobodyIsShutOut() throws IOException {
        List<String> barriers = new ArrayList<>();
        List<BuildPage> pages = List.of(
                told(Stories.redByItsOwnProgram(), DESK),
                told(Stories.redByItsOwnProgram(), NIGHT),
                told(Stories.running(), NIGHT),
                told(Stories.waitingForQuota(), Browser.Window.PHONE));
        for (BuildPage page : pages) {
            for (String view : List.of("Timeline", "Stages", "History", "Graph")) {
                page.view(view);
                barriers.addAll(page.barriers());
            }
        }
        for (Browser.Window window : List.of(NIGHT, Browser.Window.PHONE)) {
            BuildPage page = BuildPage.of(BROWSER.open(window), server.url("shop-1") + "#stage=test");
            for (String tab : List.of("Overview", "Log", "Attempts", "Manifest")) {
                page.panelTab(tab);
                assertThat(page.panel().locator(".kd-panel-body")).not().containsText("Loading");
                barriers.addAll(page.barriers());
            }
        }
        assertThat(barriers.stream().distinct().toList()).isEmpty();
    }

    @Test
    void withoutScriptThereIsATable() throws Exception {
        String html = Http.get(server.url("shop-1"));
        assertThat(html).contains("<noscript>", "<td>test</td><td>FAILED</td>", "The stage exited with code 3.");
    }
}
