package io.jenkins.plugins.k8sdag.embedded.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.k8sdag.embedded.admission.Admission;
import io.jenkins.plugins.k8sdag.embedded.pod.Kubelet;
import io.jenkins.plugins.k8sdag.embedded.store.ApiException;
import io.jenkins.plugins.k8sdag.embedded.store.Deletion;
import io.jenkins.plugins.k8sdag.embedded.store.Resource;
import io.jenkins.plugins.k8sdag.embedded.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The API on a loopback port. Each request has a thread of a cached pool while it lasts; a watch or a followed log keeps its
 * thread, asleep. The JDK's server is enough for that; docs/embedded-cluster.md says why it was chosen.
 */
public final class ApiServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads;
    private final RequestLog requests = new RequestLog();
    private final Faults faults = new Faults();
    private final Duration latency;
    private final Objects objects;
    private final Watches watches;
    private final Logs logs;

    static {
        // read once, when the server's classes are loaded: without the first, every small answer waits for a delayed
        // ACK;
        // without the second, connections that a client keeps would be cut while it sends on them
        setIfAbsent("sun.net.httpserver.nodelay", "true");
        setIfAbsent("sun.net.httpserver.idleInterval", "3600");
        setIfAbsent("sun.net.httpserver.maxIdleConnections", "2000");
    }

    private static void setIfAbsent(String key, String value) {
        if (System.getProperty(key) == null) {
            System.setProperty(key, value);
        }
    }

    /**
     * Binds the port and serves from then on.
     *
     * @param port 0 for any free one
     * @param latency added to every request, to look like a network
     * @throws UncheckedIOException when the port is taken
     */
    public ApiServer(int port, Duration latency, Store store, Admission admission, Deletion deletion, Kubelet kubelet) {
        this.latency = latency;
        this.watches = new Watches(store);
        this.objects = new Objects(store, admission, deletion);
        this.logs = new Logs(store, kubelet);
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(null, task, "embedded-api", 512 * 1024);
            thread.setDaemon(true);
            return thread;
        });
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the embedded cluster cannot listen on 127.0.0.1:" + port + "; choose another port, or 0 for any",
                    e);
        }
        server.createContext("/", this::serve);
        server.setExecutor(threads);
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public RequestLog requests() {
        return requests;
    }

    /** Ends all open watches, as when a server restarts. */
    public void dropWatches() {
        watches.drop();
    }

    /**
     * Lets coming requests fail.
     *
     * @param verb null for any
     * @param resource a plural, with {@code /subresource} where there is one; null for any
     * @param status the HTTP status; 0 cuts the connection without an answer
     * @param times how many requests
     * @param retryAfter the Retry-After header, in whole seconds; null for none
     */
    public void failNext(Verb verb, String resource, int status, int times, Duration retryAfter) {
        faults.order(verb, resource, status, times, retryAfter);
    }

    private void serve(HttpExchange exchange) {
        try (exchange) {
            try {
                answer(exchange);
            } catch (ApiException e) {
                Response.error(exchange, e, null);
            } catch (RuntimeException e) {
                System.getLogger(ApiServer.class.getName())
                        .log(System.Logger.Level.ERROR, "the embedded API failed on " + exchange.getRequestURI(), e);
                Response.error(exchange, ApiException.internal(String.valueOf(e.getMessage())), null);
            }
        } catch (IOException e) {
            // the client went away, as watchers do
            System.getLogger(ApiServer.class.getName())
                    .log(System.Logger.Level.TRACE, "a client of the embedded cluster hung up", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(HttpExchange exchange) throws IOException, InterruptedException {
        Request request = new Request(exchange);
        if (request.header("Upgrade").equalsIgnoreCase("websocket")) {
            // a 200 instead of a 101 tells clients to ask again without WebSocket
            Response.bytes(exchange, 200, "application/json", new byte[0]);
            return;
        }
        Verb verb = request.verb();
        requests.count(verb.word(), request.subject());
        if (!latency.isZero()) {
            TimeUnit.NANOSECONDS.sleep(latency.toNanos());
        }
        Faults.Refusal refusal = faults.take(verb, request.subject());
        if (refusal != null) {
            if (refusal.error() != null) {
                Response.error(exchange, refusal.error(), refusal.retryAfter());
            }
            return;
        }
        if (request.resource() == null) {
            Discovery.answer(request);
        } else if (request.subresource() == null && verb == Verb.WATCH) {
            watches.watch(request);
        } else if (request.resource() == Resource.PODS && "log".equals(request.subresource())) {
            logs.send(request);
        } else {
            objects.answer(request, verb);
        }
    }

    /** Frees the port and ends what is still being served. */
    @Override
    public void close() {
        watches.drop();
        threads.shutdownNow();
        server.stop(0);
    }
}
