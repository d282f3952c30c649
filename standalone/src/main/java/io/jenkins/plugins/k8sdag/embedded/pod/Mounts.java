package io.jenkins.plugins.k8sdag.embedded.pod;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.k8sdag.embedded.store.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where a container's mount paths really are. A local process cannot be given mounts of its own, so every mention of a mount
 * path in its command, arguments, environment values and working directory is replaced by the place of the volume; so is the
 * termination message path.
 */
final class Mounts {
    /** Longest first, so that {@code /data/cache} is seen before {@code /data}. */
    private final Map<String, Path> places =
            new TreeMap<>(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));

    private final Pattern mentions;

    /** @throws IOException when a subPath cannot be made */
    Mounts(ObjectNode container, Map<String, Path> volumes, Path messageFile) throws IOException {
        for (ObjectNode mount : Json.objects(container, "volumeMounts")) {
            Path volume = volumes.get(Json.text("", mount, "name"));
            String at = trimmed(Json.text("", mount, "mountPath"));
            if (volume == null || at.isEmpty()) {
                continue;
            }
            String inside = Json.text("", mount, "subPath");
            Path place = inside.isEmpty() ? volume : volume.resolve(inside).normalize();
            if (!place.startsWith(volume)) {
                throw new IOException("the subPath \"" + inside + "\" leaves the volume");
            }
            if (!inside.isEmpty() && !Files.exists(place)) {
                Files.createDirectories(place);
            }
            places.put(at, place);
        }
        places.put(Json.text("/dev/termination-log", container, "terminationMessagePath"), messageFile);
        String any = places.keySet().stream().map(Pattern::quote).collect(Collectors.joining("|"));
        mentions = Pattern.compile("(?<![A-Za-z0-9_./-])(?:" + any + ")(?![A-Za-z0-9_.-])");
    }

    private static String trimmed(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /** Replaces each mount path that stands alone or begins a longer path, in one pass: what is put in is not looked at. */
    String substitute(String text) {
        return mentions.matcher(text)
                .replaceAll(found ->
                        Matcher.quoteReplacement(places.get(found.group()).toString()));
    }

    /** Where the process starts: inside a mount, or else below the pod's own working directory. */
    Path directory(String workingDir, Path work) throws IOException {
        if (workingDir.isEmpty()) {
            return work;
        }
        String mounted = substitute(workingDir);
        Path place = mounted.equals(workingDir)
                ? work.resolve(workingDir.replaceFirst("^/+", "")).normalize()
                : Path.of(mounted);
        return Files.createDirectories(mounted.equals(workingDir) && !place.startsWith(work) ? work : place);
    }
}
