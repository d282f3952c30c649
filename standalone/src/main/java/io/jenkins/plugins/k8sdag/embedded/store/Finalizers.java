package io.jenkins.plugins.k8sdag.embedded.store;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The names that hold an object back from going. */
public final class Finalizers {
    /** Held by the Job controller until it has counted the pod. */
    public static final String JOB_TRACKING = "batch.kubernetes.io/job-tracking";

    private Finalizers() {}

    public static boolean has(ObjectNode object, String finalizer) {
        return Json.texts(object, "metadata", "finalizers").contains(finalizer);
    }

    /** Removes one, and the whole list with the last. */
    public static void remove(ObjectNode object, String finalizer) {
        if (object.at("/metadata/finalizers") instanceof ArrayNode finalizers) {
            for (int i = finalizers.size() - 1; i >= 0; i--) {
                if (finalizers.get(i).asText().equals(finalizer)) {
                    finalizers.remove(i);
                }
            }
            if (finalizers.isEmpty()) {
                Json.at(object, "metadata").remove("finalizers");
            }
        }
    }
}
