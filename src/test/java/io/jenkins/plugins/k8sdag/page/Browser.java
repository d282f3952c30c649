package io.jenkins.plugins.k8sdag.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The machine's Chromium, one for all tests of a class, and windows of it. A test fails if a page of its own complained: of a script,
 * or of the policy on what it may load.
 */
public final class Browser implements BeforeAllCallback, AfterEachCallback, AutoCloseable {
    private static final List<String> FLAGS = List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private Playwright playwright;
    private com.microsoft.playwright.Browser chromium;
    private final List<BrowserContext> windows = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();

    /** How a window is. */
    public record Window(int width, int height, ColorScheme colours) {
        public static final Window DESK = new Window(1440, 1000, ColorScheme.LIGHT);
        public static final Window NIGHT = new Window(1440, 1000, ColorScheme.DARK);
        public static final Window PHONE = new Window(390, 844, ColorScheme.LIGHT);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        playwright = Playwright.create(new Playwright.CreateOptions()
                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1", "PLAYWRIGHT_NODEJS_PATH", node().toString())));
        chromium = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of("/usr/bin/chromium"))
                        .setArgs(FLAGS));
        context.getStore(ExtensionContext.Namespace.create(Browser.class)).put(this, this);
    }

    /** The machine's node. */
    public static Path node() {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .map(dir -> Path.of(dir, "node"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        "there is no node on the PATH, by which Playwright drives Chromium (Debian's package nodejs)"));
    }

    /** A new window with nothing in it. */
    public Page open(Window window) {
        BrowserContext context = chromium.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setViewportSize(window.width(), window.height())
                .setColorScheme(window.colours())
                .setReducedMotion(ReducedMotion.REDUCE)
                .setLocale("en-US")
                .setTimezoneId("UTC"));
        windows.add(context);
        Page page = context.newPage();
        page.onPageError(complaints::add);
        page.onConsoleMessage(m -> {
            boolean lost = m.text().startsWith("Failed to load resource");
            if (m.type().equals("error") && !lost) {
                complaints.add(m.text());
            }
        });
        return page;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        windows.forEach(BrowserContext::close);
        windows.clear();
        List<String> all = List.copyOf(complaints);
        complaints.clear();
        assertThat(all).as("what the pages complained of").isEmpty();
    }

    @Override
    public void close() {
        chromium.close();
        playwright.close();
    }
}
