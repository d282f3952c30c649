package io.jenkins.plugins.k8sdag.realcluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The requests that test-cluster's API server was sent, from its audit log. */
final class AuditLog {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    AuditLog(Path file) {
        this.file = file;
    }

    /**
     * How many requests certain users sent, by {@code VERB RESOURCE}. A request counts once, whether it is over or, like a watch,
     * still open.
     */
    Map<String, Integer> requests(Predicate<String> user) throws IOException {
        Map<String, Integer> counts = new TreeMap<>();
        Set<String> counted = new HashSet<>();
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null && line.endsWith("}"); line = lines.readLine()) {
                JsonNode event = JSON.readTree(line);
                String stage = event.path("stage").asText();
                boolean answered = stage.equals("ResponseStarted") || stage.equals("ResponseComplete");
                if (answered
                        && user.test(event.at("/user/username").asText())
                        && counted.add(event.path("auditID").asText())) {
                    JsonNode object = event.path("objectRef");
                    String sub = object.path("subresource").asText("");
                    counts.merge(
                            event.path("verb").asText() + " "
                                    + object.path("resource").asText() + (sub.isEmpty() ? "" : "/" + sub),
                            1,
                            Integer::sum);
                }
            }
        }
        return counts;
    }
}
