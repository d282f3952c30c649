package io.jenkins.plugins.k8sdag.cli.ui;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The front-end's files, out of the jar. Safe for use by several threads. */
final class StaticFiles {
    private static final String ROOT = "/io/jenkins/plugins/k8sdag/webapp/";
    private static final Pattern PATH = Pattern.compile("(?:[a-z0-9-]+/)*[a-z0-9-]+(?:\\.[a-z]+)+");
    private static final Map<String, String> TYPES =
            Map.of("js", "text/javascript; charset=utf-8", "css", "text/css; charset=utf-8", "svg", "image/svg+xml");

    private final Map<String, Loaded> loaded = new ConcurrentHashMap<>();

    private record Loaded(byte[] bytes, String tag) {}

    void serve(Request request, String path) throws IOException {
        String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
        if (type == null || !PATH.matcher(path).matches()) {
            throw new HttpError(404, "there is no such file");
        }
        Loaded file = loaded.get(path);
        if (file == null) {
            file = load(path);
            loaded.put(path, file);
        }
        if (!request.unchanged(file.tag())) {
            request.answer(200, type, file.bytes());
        }
    }

    private static Loaded load(String path) throws IOException {
        try (InputStream in = StaticFiles.class.getResourceAsStream(ROOT + path)) {
            if (in == null) {
                throw new HttpError(404, "there is no such file");
            }
            byte[] bytes = in.readAllBytes();
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return new Loaded(bytes, HexFormat.of().formatHex(hash, 0, 8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
