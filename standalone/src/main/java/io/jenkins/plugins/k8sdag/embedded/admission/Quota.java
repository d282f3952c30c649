package io.jenkins.plugins.k8sdag.embedded.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.k8sdag.embedded.store.ApiException;
import io.jenkins.plugins.k8sdag.embedded.store.Json;
import io.jenkins.plugins.k8sdag.embedded.store.Resource;
import io.jenkins.plugins.k8sdag.embedded.store.Store;
import io.jenkins.plugins.k8sdag.embedded.store.Stored;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Enforces ResourceQuota objects for the counts {@code pods} and {@code count/RESOURCE}; amounts of cpu or memory are not
 * counted. Checking and creating are one step under this object's lock, but only in namespaces that have a quota.
 */
final class Quota {
    private final Store store;

    Quota(Store store) {
        this.store = store;
    }

    /** @throws ApiException 403 with the words of Kubernetes' quota plugin */
    Stored within(Resource resource, ObjectNode object, Supplier<Stored> create) {
        String namespace = Json.text("", object, "metadata", "namespace");
        List<Stored> quotas = store.list(Resource.RESOURCEQUOTAS, namespace, any -> true);
        if (quotas.isEmpty()) {
            return create.get();
        }
        synchronized (this) {
            for (Stored quota : quotas) {
                check(quota, resource, namespace, object);
            }
            Stored created = create.get();
            quotas.forEach(this::show);
            return created;
        }
    }

    private void check(Stored quota, Resource resource, String namespace, ObjectNode object) {
        List<String> requested = new ArrayList<>();
        List<String> used = new ArrayList<>();
        List<String> limited = new ArrayList<>();
        Json.map(quota.open(), "spec", "hard").forEach((name, hard) -> {
            if (counts(name, resource)) {
                long now = used(name, namespace);
                if (now + 1 > limit(hard)) {
                    requested.add(name + "=1");
                    used.add(name + "=" + now);
                    limited.add(name + "=" + hard);
                }
            }
        });
        if (!requested.isEmpty()) {
            throw ApiException.forbidden(
                    resource,
                    Json.text("", object, "metadata", "name"),
                    "exceeded quota: " + quota.name() + ", requested: " + String.join(",", requested) + ", used: "
                            + String.join(",", used) + ", limited: " + String.join(",", limited));
        }
    }

    private static long limit(String hard) {
        try {
            return new BigDecimal(hard.endsWith("k") ? hard.substring(0, hard.length() - 1) + "e3" : hard).longValue();
        } catch (NumberFormatException e) {
            throw ApiException.internal("the quota's amount \"" + hard + "\" is not a number; write it like 10 or 1k");
        }
    }

    private static boolean counts(String name, Resource resource) {
        return name.equals("count/" + resource.qualified()) || name.equals("pods") && resource == Resource.PODS;
    }

    /** {@code pods} counts the pods that are not over; {@code count/pods} every object. */
    private long used(String name, String namespace) {
        if (name.equals("pods")) {
            return store.list(Resource.PODS, namespace, pod -> !over(pod)).size();
        }
        for (Resource resource : Resource.values()) {
            if (name.equals("count/" + resource.qualified())) {
                return store.list(resource, namespace, any -> true).size();
            }
        }
        return 0;
    }

    private static boolean over(Stored pod) {
        String phase = pod.fields().get("status.phase");
        return "Succeeded".equals(phase) || "Failed".equals(phase);
    }

    /** Writes the counts into the quota's status, for people who look at it. */
    void show(Stored quota) {
        store.editIfSame(quota, object -> {
            ObjectNode status = Json.at(object, "status");
            status.set("hard", object.at("/spec/hard").deepCopy());
            ObjectNode used = status.putObject("used");
            Json.map(object, "spec", "hard")
                    .keySet()
                    .forEach(name -> used.put(name, Long.toString(used(name, quota.namespace()))));
        });
    }
}
