package io.jenkins.plugins.k8sdag.realcluster;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A registry of images on loopback that always gives the same answer; runtimes speak HTTP to such. */
final class LoopbackRegistry implements AutoCloseable {
    private final HttpServer server;

    private LoopbackRegistry(HttpServer server) {
        this.server = server;
    }

    /** One that answers 404, as for an image that does not exist, or 401. */
    static LoopbackRegistry answering(int status) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String code = status == 404 ? "MANIFEST_UNKNOWN" : "UNAUTHORIZED";
        byte[] body = ("{\"errors\":[{\"code\":\"" + code + "\",\"message\":\"" + code + "\"}]}")
                .getBytes(StandardCharsets.UTF_8);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            if (status == 401) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"test\"");
            }
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(status, head ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        server.start();
        return new LoopbackRegistry(server);
    }

    /** Such as {@code 127.0.0.1:5000}. */
    String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
