package io.jenkins.plugins.k8sdag.cli.ui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import io.jenkins.plugins.k8sdag.cli.runs.StateDir;
import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.journal.Journal;
import io.jenkins.plugins.k8sdag.page.Browser;
import io.jenkins.plugins.k8sdag.page.BuildPage;
import io.jenkins.plugins.k8sdag.run.Fact;
import io.jenkins.plugins.k8sdag.run.Keep;
import io.jenkins.plugins.k8sdag.run.RunInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The pictures of docs/build-page.md are what the page looks like. */
@Tag("browser")
class PicturesTest {
    private static final Path DOCS = Path.of("..", "docs", "images");

    @RegisterExtension
    static final Browser BROWSER = new Browser();

    @TempDir
    static Path dir;

    private static final Reruns NO_RERUNS = (before, from) -> {
        throw new IOException("nothing is run again here");
    };

    private static UiServer server;

    enum Shown {
        RUNNING(Stories.running(), Browser.Window.DESK, page -> {}),
        GREEN(Stories.green(), Browser.Window.DESK, page -> {}),
        RED_USER(Stories.redByItsOwnProgram(), Browser.Window.DESK, page -> {}),
        RED_INFRASTRUCTURE(Stories.redByTheCluster(), Browser.Window.DESK, page -> {}),
        QUOTA(Stories.waitingForQuota(), Browser.Window.DESK, page -> {}),
        LARGE(Stories.large(), Browser.Window.DESK, page -> {}),
        EXPANDED(Stories.large(), Browser.Window.DESK, PicturesTest::open),
        TIMELINE(Stories.green(), Browser.Window.DESK, page -> page.view("Timeline")),
        PHONE(Stories.redByItsOwnProgram(), Browser.Window.PHONE, page -> {}),
        DARK(Stories.redByItsOwnProgram(), Browser.Window.NIGHT, page -> {
            page.button("Open the log").click();
            assertThat(page.logLines()).hasCount(7);
        });

        private final Story story;
        private final Browser.Window window;
        private final Consumer<BuildPage> then;

        Shown(Story story, Browser.Window window, Consumer<BuildPage> then) {
            this.story = story;
            this.window = window;
            this.then = then;
        }

        String file() {
            return "build-page-" + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-') + ".png";
        }
    }

    private static void open(BuildPage page) {
        page.button("Expand groups").click();
        assertThat(page.page().locator(".kd-graph-note"))
                .isHidden(new LocatorAssertions.IsHiddenOptions().setTimeout(60_000));
        page.button("Fit the graph").click();
    }

    @BeforeAll
    static void aRun() throws IOException {
        StateDir state = new StateDir(dir);
        Instant now = Instant.now();
        RunInfo info = new RunInfo("shown", "cli-1", Map.of(), Map.of(), Map.of(), Keep.NEVER, 3, now);
        Dag dag = new Dag("shown", List.of(), 1, false, Optional.empty(), Map.of());
        try (Journal journal = Journal.create(state.create("shown").journal())) {
            journal.append(List.of(new Fact.RunStarted(info, dag, now)));
        }
        server = UiServer.start(0, state, InstantSource.system(), NO_RERUNS);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void thePageLooksAsInTheDocs(Shown shown) throws IOException {
        Page page = BROWSER.open(shown.window);
        shown.story.tellTo(page);
        BuildPage on = BuildPage.of(page, server.url("shown"));
        page.waitForFunction("document.querySelectorAll('.kd-tail[hidden]').length === 0");
        shown.then.accept(on);
        // Two frames: what was asked for is then on the canvas.
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
        Picture.take(page, DOCS, shown.file());
    }
}
