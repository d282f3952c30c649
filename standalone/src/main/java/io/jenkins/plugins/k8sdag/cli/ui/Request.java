package io.jenkins.plugins.k8sdag.cli.ui;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** One request and its answer. Used by one thread. */
final class Request {
    /** Longer forms than a stage's name are nobody's. */
    private static final int LONGEST_FORM = 4096;

    private final HttpExchange exchange;
    private final Map<String, String> query;

    Request(HttpExchange exchange) {
        this.exchange = exchange;
        this.query = decode(exchange.getRequestURI().getRawQuery());
    }

    private static Map<String, String> decode(String form) {
        Map<String, String> values = new HashMap<>();
        for (String pair : form == null || form.isEmpty() ? new String[0] : form.split("&")) {
            int is = pair.indexOf('=');
            String key = is < 0 ? pair : pair.substring(0, is);
            String value = is < 0 ? "" : pair.substring(is + 1);
            values.put(
                    URLDecoder.decode(key, StandardCharsets.UTF_8), URLDecoder.decode(value, StandardCharsets.UTF_8));
        }
        return values;
    }

    String method() {
        return exchange.getRequestMethod();
    }

    String path() {
        return exchange.getRequestURI().getPath();
    }

    String header(String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    /** A parameter of the query. @throws HttpError when it is missing */
    String required(String name) {
        String value = query.get(name);
        if (value == null) {
            throw new HttpError(400, "the parameter '" + name + "' is missing");
        }
        return value;
    }

    long number(String name, long otherwise) {
        String value = query.get(name);
        try {
            return value == null ? otherwise : Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new HttpError(400, "the parameter '" + name + "' must be a number, not '" + value + "'");
        }
    }

    /** A field of the form that was sent, which is read by this. @throws HttpError when it is missing */
    String form(String name) throws IOException {
        return formIfAny(name).orElseThrow(() -> new HttpError(400, "the field '" + name + "' is missing"));
    }

    /** The same of a field that may be missing. */
    Optional<String> formIfAny(String name) throws IOException {
        byte[] sent = exchange.getRequestBody().readNBytes(LONGEST_FORM);
        return Optional.ofNullable(
                decode(new String(sent, StandardCharsets.UTF_8)).get(name));
    }

    /** Reads what was sent, so that the connection can be used again. */
    void drain() throws IOException {
        exchange.getRequestBody().readNBytes(LONGEST_FORM);
    }

    void set(String header, String value) {
        exchange.getResponseHeaders().set(header, value);
    }

    /** Whether the reader has what a tag names; then that is the answer. */
    boolean unchanged(String tag) throws IOException {
        String etag = '"' + tag + '"';
        set("ETag", etag);
        set("Cache-Control", "no-cache");
        if (header("If-None-Match").contains(etag)) {
            exchange.sendResponseHeaders(304, -1);
            return true;
        }
        return false;
    }

    void answer(int status, String type, byte[] body) throws IOException {
        set("Content-Type", type);
        boolean head = method().equals("HEAD");
        exchange.sendResponseHeaders(status, head || body.length == 0 ? -1 : body.length);
        if (!head && body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    void answer(int status, String type, String body) throws IOException {
        answer(status, type, body.getBytes(StandardCharsets.UTF_8));
    }

    void json(String body) throws IOException {
        answer(200, "application/json; charset=utf-8", body);
    }

    /** For a body whose length is not known. */
    OutputStream stream(String type) throws IOException {
        set("Content-Type", type);
        exchange.sendResponseHeaders(200, 0);
        return exchange.getResponseBody();
    }
}
