package io.jenkins.plugins.k8sdag.embedded.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.k8sdag.embedded.store.ApiException;
import io.jenkins.plugins.k8sdag.embedded.store.Json;
import io.jenkins.plugins.k8sdag.embedded.store.Resource;
import io.jenkins.plugins.k8sdag.embedded.store.Store;
import io.jenkins.plugins.k8sdag.embedded.store.Stored;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;

/** The way into the store, for clients and for the Job controller alike. Thread-safe. */
public final class Admission {
    private final Store store;
    private final Plays plays;
    private final Quota quota;

    public Admission(Store store, Plays plays) {
        this.store = store;
        this.plays = plays;
        this.quota = new Quota(store);
    }

    /**
     * Completes, checks and stores a new object.
     *
     * @throws ApiException 403, 404 (no such namespace), 409 or 422
     */
    public Stored create(Resource resource, String namespace, ObjectNode object) {
        prepare(resource, namespace, object);
        String name = Json.text("", object, "metadata", "name");
        switch (resource) {
            case JOBS -> {
                ObjectNode template = Json.at(object, "spec", "template");
                Plays.check(resource, object, template);
                plays.take(template, namespace, name, Play.Moment.JOB_CREATION).ifPresent(play -> {
                    throw Plays.refuseJob(play, object);
                });
            }
            case PODS -> {
                Plays.check(resource, object, object);
                plays.take(object, namespace, owner(object), Play.Moment.POD_CREATION)
                        .ifPresent(play -> {
                            throw Plays.refusePod(play, object);
                        });
            }
            default -> {}
        }
        return quota.within(resource, object, () -> {
            Stored stored = store.create(resource, object);
            if (resource == Resource.NAMESPACES) {
                furnish(name);
            } else if (resource == Resource.RESOURCEQUOTAS) {
                quota.show(stored);
            }
            return stored;
        });
    }

    /** Completes and checks a new object without storing it. */
    public void prepare(Resource resource, String namespace, ObjectNode object) {
        object.put("apiVersion", resource.apiVersion()).put("kind", resource.kind());
        ObjectNode metadata = Json.at(object, "metadata");
        for (String ours : new String[] {"uid", "resourceVersion", "deletionTimestamp", "deletionGracePeriodSeconds"}) {
            metadata.remove(ours);
        }
        metadata.remove("managedFields");
        Names.generate(object);
        if (resource.namespaced()) {
            requireNamespace(resource, namespace, object);
            metadata.put("namespace", namespace);
        }
        complete(resource, object);
        Validation.check(resource, object);
        if (resource == Resource.JOBS) {
            String uid = UUID.randomUUID().toString();
            metadata.put("uid", uid);
            Defaults.jobIdentity(object, uid);
        }
    }

    private void requireNamespace(Resource resource, String namespace, ObjectNode object) {
        String own = Json.text(object, "metadata", "namespace");
        if (own != null && !own.equals(namespace)) {
            throw ApiException.badRequest(
                    "the namespace of the provided object does not match the namespace sent on the" + " request");
        }
        Stored found = store.get(Resource.NAMESPACES, "", namespace);
        if (found.deleting() && resource != Resource.EVENTS) {
            throw ApiException.forbidden(
                    resource,
                    Json.text("", object, "metadata", "name"),
                    "unable to create new content in namespace " + namespace + " because it is being terminated");
        }
    }

    private static void complete(Resource resource, ObjectNode object) {
        switch (resource) {
            case JOBS -> {
                Defaults.job(object);
                object.putObject("status");
            }
            case PODS -> {
                Defaults.pod(object);
                object.putObject("status")
                        .put("phase", "Pending")
                        .put("qosClass", Defaults.qosClass(Json.at(object, "spec")));
            }
            case NAMESPACES -> {
                Json.at(object, "spec").putArray("finalizers").add("kubernetes");
                Json.at(object, "status").put("phase", "Active");
                Json.at(object, "metadata", "labels")
                        .put("kubernetes.io/metadata.name", Json.text("", object, "metadata", "name"));
            }
            case SECRETS -> secret(object);
            default -> {}
        }
    }

    /** {@code stringData} is written for people and read back as {@code data}. */
    static void secret(ObjectNode secret) {
        if (!secret.hasNonNull("type")) {
            secret.put("type", "Opaque");
        }
        Map<String, String> plain = Json.map(secret, "stringData");
        secret.remove("stringData");
        plain.forEach((key, value) -> Json.at(secret, "data")
                .put(key, Base64.getEncoder().encodeToString(value.getBytes(java.nio.charset.StandardCharsets.UTF_8))));
    }

    /**
     * Checks an update.
     *
     * @throws ApiException 422
     */
    public void checkUpdate(Resource resource, ObjectNode before, ObjectNode after) {
        if (resource == Resource.SECRETS) {
            secret(after);
        }
        Validation.check(resource, after);
        if (resource == Resource.JOBS) {
            Validation.checkJobUpdate(before, after);
        }
    }

    private void furnish(String namespace) {
        ObjectNode account = Json.object();
        Json.at(account, "metadata").put("name", "default");
        create(Resource.SERVICEACCOUNTS, namespace, account);
        ObjectNode roots = Json.object();
        Json.at(roots, "metadata").put("name", "kube-root-ca.crt");
        Json.at(roots, "data").put("ca.crt", "");
        create(Resource.CONFIGMAPS, namespace, roots);
    }

    private static String owner(ObjectNode pod) {
        return Json.text(
                Json.text("", pod, "metadata", "name"), pod, "metadata", "labels", "batch.kubernetes.io/job-name");
    }
}
