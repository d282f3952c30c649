package io.jenkins.plugins.k8sdag.cli.ui;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.k8sdag.cli.runs.StateDir;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Serves the page of the runs of a state directory on a loopback port, until it is closed. Safe for use by several threads. */
public final class UiServer implements AutoCloseable {
    private static final int THREADS = 8;
    private static final Pattern RUN = Pattern.compile("/runs/([^/]+)/([a-zA-Z.]*)");

    private final HttpServer server;
    private final ExecutorService threads;
    private final Guard guard;
    private final Runs runs;
    private final Pages pages;
    private final RunEndpoints endpoints;
    private final StaticFiles files = new StaticFiles();
    private final InstantSource clock;

    private UiServer(HttpServer server, StateDir dir, InstantSource clock, Reruns reruns) {
        this.server = server;
        this.clock = clock;
        this.guard = new Guard(server.getAddress().getPort());
        this.runs = new Runs(dir);
        this.pages = new Pages(guard.crumb());
        this.endpoints = new RunEndpoints(runs, pages, clock, reruns);
        this.threads = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "k8sdag-page");
            thread.setDaemon(true);
            return thread;
        });
        server.createContext("/", this::serve);
        server.setExecutor(threads);
        server.start();
    }

    /**
     * Binds the port and serves from then on.
     *
     * @param port on the loopback address; 0 for any free one
     * @throws IOException when the port is taken
     */
    public static UiServer start(int port, StateDir dir, InstantSource clock, Reruns reruns) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        return new UiServer(HttpServer.create(address, 0), dir, clock, reruns);
    }

    /** Takes a run from this process's memory from now on. */
    public void show(LiveRun run) {
        runs.drive(run);
    }

    /** Waits for a page in sight to learn that the run of this process is over. */
    public void awaitTold(Duration atMost) throws InterruptedException {
        runs.awaitTold(atMost);
    }

    /** Where the list of runs is. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    /** Where a run is. */
    public String url(String runId) {
        return url() + "runs/" + runId + "/";
    }

    private void serve(HttpExchange exchange) {
        try (exchange) {
            Request request = new Request(exchange);
            try {
                guard.check(request);
                route(request);
            } catch (HttpError e) {
                request.answer(e.status(), "text/plain; charset=utf-8", e.getMessage());
            } catch (RuntimeException e) {
                log(System.Logger.Level.ERROR, "the page could not answer " + exchange.getRequestURI(), e);
                request.answer(500, "text/plain; charset=utf-8", "the page broke; k8sdag.log says how");
            }
        } catch (IOException e) {
            log(System.Logger.Level.DEBUG, "a reader of the page went away, or a file cannot be read", e);
        }
    }

    private static void log(System.Logger.Level level, String what, Exception e) {
        System.getLogger(UiServer.class.getName()).log(level, what, e);
    }

    private void route(Request request) throws IOException {
        String path = request.path();
        Matcher run = RUN.matcher(path);
        if (run.matches()) {
            endpoints.serve(request, run.group(1), run.group(2));
        } else if (path.startsWith("/static/")) {
            files.serve(request, path.substring("/static/".length()));
        } else if (path.equals("/")) {
            request.answer(200, "text/html; charset=utf-8", pages.list(runs.all(), clock.instant()));
        } else {
            throw new HttpError(404, "there is nothing here; the runs are at " + url());
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
