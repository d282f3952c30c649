package io.jenkins.plugins.k8sdag.kubernetes;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Objects recorded on a real Kubernetes 1.34, by the names of their files. */
final class Samples {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final KubernetesSerialization MODEL = new KubernetesSerialization(new ObjectMapper(), false);

    private Samples() {}

    static Pod pod(String name) {
        return MODEL.convertValue(first(name), Pod.class);
    }

    static Job job(String name) {
        return MODEL.convertValue(first(name), Job.class);
    }

    private static JsonNode first(String name) {
        try (InputStream in = open(name + ".json")) {
            JsonNode node = JSON.readTree(in);
            return node.has("items") ? node.get("items").get(0) : node;
        } catch (IOException e) {
            throw new IllegalStateException(name, e);
        }
    }

    /** All states of a pod that a watch saw, in order. */
    static List<Pod> watched(String stream, String podPrefix) {
        List<Pod> pods = new ArrayList<>();
        try (InputStream in = new GZIPInputStream(open(stream + ".pods.jsonstream.gz"));
                JsonParser parser = JSON.createParser(in);
                MappingIterator<JsonNode> nodes = JSON.readValues(parser, JsonNode.class)) {
            while (nodes.hasNext()) {
                JsonNode node = nodes.next();
                JsonNode object = node.has("object") ? node.get("object") : node;
                if (object.at("/metadata/name").asText().startsWith(podPrefix + "-")) {
                    pods.add(MODEL.convertValue(object, Pod.class));
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(stream, e);
        }
        return pods;
    }

    private static InputStream open(String file) throws IOException {
        InputStream in = Samples.class.getResourceAsStream("/samples/" + file);
        if (in == null) {
            throw new IOException("there is no sample " + file);
        }
        return in;
    }
}
