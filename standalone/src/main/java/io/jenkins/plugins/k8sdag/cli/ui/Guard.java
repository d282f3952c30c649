package io.jenkins.plugins.k8sdag.cli.ui;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

/**
 * Keeps other people's pages out: a name that was made to point at this machine, a form that posts across, a frame around the page.
 * Immutable.
 */
final class Guard {
    /** The header that a page of this server sends with whatever changes something. */
    static final String CRUMB = "X-K8sdag-Crumb";

    private static final String POLICY = "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self';"
            + " img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final Set<String> hosts;
    private final String crumb;

    Guard(int port) {
        this.hosts = Set.of("127.0.0.1:" + port, "localhost:" + port, "[::1]:" + port);
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        this.crumb = HexFormat.of().formatHex(random);
    }

    String crumb() {
        return crumb;
    }

    /** @throws HttpError when the request is not one of our own pages' or of somebody at this machine */
    void check(Request request) {
        request.set("Content-Security-Policy", POLICY);
        request.set("X-Content-Type-Options", "nosniff");
        request.set("Referrer-Policy", "no-referrer");
        request.set("Cross-Origin-Resource-Policy", "same-origin");
        if (!hosts.contains(request.header("Host"))) {
            throw new HttpError(421, "this server answers to localhost only");
        }
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        if (!reads && !request.method().equals("POST")) {
            throw new HttpError(405, "only GET and POST are understood here");
        }
        if (!reads && !same(request.header(CRUMB), crumb)) {
            throw new HttpError(403, "the crumb is missing or of another start of this server; load the page again");
        }
    }

    private static boolean same(String a, String b) {
        return MessageDigest.isEqual(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }
}
