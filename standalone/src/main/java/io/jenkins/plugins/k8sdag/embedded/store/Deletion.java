package io.jenkins.plugins.k8sdag.embedded.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Locale;

/**
 * What DELETE means: grace for pods, finalizers and propagation for the rest, with the same sequence of versions as a real
 * cluster's. Thread-safe.
 */
public final class Deletion {
    private final Store store;

    /** What becomes of the objects that the deleted one owns. */
    public enum Propagation {
        BACKGROUND,
        FOREGROUND,
        ORPHAN;

        /** @throws ApiException 422 for an unknown word */
        public static Propagation of(String text) {
            try {
                return valueOf(text.toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw ApiException.badRequest(
                        "propagationPolicy \"" + text + "\" is not one of \"Foreground\", \"Background\", \"Orphan\"");
            }
        }
    }

    /**
     * A request to delete.
     *
     * @param propagation null for the resource's own default
     * @param graceSeconds null for the pod's own
     * @param uid null for any
     * @param version a resourceVersion; null for any
     */
    public record Options(Propagation propagation, Long graceSeconds, String uid, String version) {
        public static final Options DEFAULT = new Options(null, null, null, null);

        public static Options propagate(Propagation propagation) {
            return new Options(propagation, null, null, null);
        }

        public static Options only(String uid) {
            return new Options(null, null, uid, null);
        }
    }

    /**
     * @param object the last state
     * @param gone whether it is away already; otherwise something still has to happen (a process to end, a finalizer to go)
     */
    public record Outcome(Stored object, boolean gone) {}

    public Deletion(Store store) {
        this.store = store;
    }

    /** @throws ApiException 404, or 409 when a precondition fails */
    public Outcome delete(Resource resource, String namespace, String name, Options options) {
        Stored found = store.get(resource, namespace, name);
        check(found, options);
        return resource == Resource.PODS ? deletePod(found, options) : deleteObject(found, options);
    }

    private static void check(Stored found, Options options) {
        if (options.uid() != null && !options.uid().equals(found.uid())) {
            throw ApiException.conflict(
                    found.resource(),
                    found.name(),
                    "Precondition failed: UID in precondition: " + options.uid() + ", UID in object meta: "
                            + found.uid());
        }
        if (options.version() != null && !options.version().equals(Long.toString(found.version()))) {
            throw ApiException.conflict(
                    found.resource(),
                    found.name(),
                    "Precondition failed: ResourceVersion in precondition: " + options.version()
                            + ", ResourceVersion in object meta: " + found.version());
        }
    }

    private Outcome deletePod(Stored found, Options options) {
        ObjectNode pod = found.open();
        long asked = options.graceSeconds() != null
                ? Math.max(0, options.graceSeconds())
                : Json.number(30, pod, "spec", "terminationGracePeriodSeconds");
        String phase = Json.text("", pod, "status", "phase");
        boolean idle =
                Json.text(pod, "spec", "nodeName") == null || phase.equals("Succeeded") || phase.equals("Failed");
        long grace = idle ? 0 : asked;
        boolean marked = Json.text(pod, "metadata", "deletionTimestamp") != null;
        long current = Json.number(0, pod, "metadata", "deletionGracePeriodSeconds");
        if (asked == 0 && !marked && pod.at("/metadata/finalizers").isEmpty()) {
            return removed(found);
        }
        Stored now = found;
        if (!marked || grace < current) {
            now = store.edit(Resource.PODS, found.namespace(), found.name(), object -> mark(object, grace));
        }
        return grace == 0 ? finishPod(now) : new Outcome(now, false);
    }

    /** The kubelet's last word on a pod whose processes have ended: grace 0, and away unless a finalizer holds it. */
    public Outcome finishPod(Stored pod) {
        Stored now = store.editIfSame(pod, object -> mark(object, 0)).orElse(pod);
        return now.open().at("/metadata/finalizers").isEmpty() ? removed(now) : new Outcome(now, false);
    }

    private Outcome deleteObject(Stored found, Options options) {
        Propagation propagation = options.propagation() != null
                ? options.propagation()
                // batch/v1 orphans by default, "for back compatibility" (kubernetes pkg/registry/batch/job/strategy.go)
                : found.resource() == Resource.JOBS ? Propagation.ORPHAN : Propagation.BACKGROUND;
        ObjectNode object = found.open();
        boolean free = object.at("/metadata/finalizers").isEmpty();
        if (free && propagation == Propagation.BACKGROUND && found.resource() != Resource.NAMESPACES) {
            return removed(found);
        }
        Stored now = store.edit(found.resource(), found.namespace(), found.name(), edited -> {
            mark(edited, 0);
            if (found.resource() == Resource.NAMESPACES) {
                Json.at(edited, "status").put("phase", "Terminating");
            } else if (propagation != Propagation.BACKGROUND) {
                String finalizer = propagation == Propagation.ORPHAN ? "orphan" : "foregroundDeletion";
                if (!Json.texts(edited, "metadata", "finalizers").contains(finalizer)) {
                    Json.at(edited, "metadata").withArray("finalizers").add(finalizer);
                }
            }
        });
        return new Outcome(now, false);
    }

    private Outcome removed(Stored found) {
        return new Outcome(
                store.remove(found.resource(), found.namespace(), found.name(), found.uid())
                        .orElse(found),
                true);
    }

    private static void mark(ObjectNode object, long grace) {
        ObjectNode metadata = Json.at(object, "metadata");
        boolean first = !metadata.has("deletionTimestamp");
        if (first || metadata.path("deletionGracePeriodSeconds").asLong() > grace) {
            metadata.put("deletionTimestamp", Json.time(Instant.now().plusSeconds(grace)));
            metadata.put("deletionGracePeriodSeconds", grace);
        }
        if (first) {
            metadata.put("generation", metadata.path("generation").asLong() + 1);
        }
    }
}
