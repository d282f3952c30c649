package io.jenkins.plugins.k8sdag.embedded.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import io.jenkins.plugins.k8sdag.embedded.store.ApiException;
import io.jenkins.plugins.k8sdag.embedded.store.Json;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/** Answers of every kind; each is given once, on the thread that serves the request. */
final class Response {
    private Response() {}

    static void json(HttpExchange exchange, int status, JsonNode body) throws IOException {
        bytes(exchange, status, "application/json", Json.bytes(body));
    }

    static void bytes(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    /** Begins an answer of unknown length; what is flushed is sent. */
    static OutputStream stream(HttpExchange exchange, String type) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(200, 0);
        return new BufferedOutputStream(exchange.getResponseBody(), 1 << 15);
    }

    /** @param retryAfter null for none */
    static void error(HttpExchange exchange, ApiException error, Duration retryAfter) throws IOException {
        var status = error.status();
        if (retryAfter != null) {
            long seconds = Math.max(1, retryAfter.toSeconds());
            exchange.getResponseHeaders().set("Retry-After", Long.toString(seconds));
            Json.at(status, "details").put("retryAfterSeconds", seconds);
        }
        json(exchange, error.code(), status);
    }
}
