package io.jenkins.plugins.k8sdag.kubernetes;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventList;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobList;
import io.jenkins.plugins.k8sdag.kubernetes.Request.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads single objects and lists of one namespace. Blocking; safe for use by several threads. */
final class Lookups {
    private final Api api;
    private final String namespace;
    private final int page;

    Lookups(Api api, String namespace, int page) {
        this.api = api;
        this.namespace = namespace;
        this.page = page;
    }

    Optional<Job> job(String name) throws ApiException {
        return get(Request.get(Kind.JOB, namespace, name), Job.class);
    }

    Optional<Pod> pod(String name) throws ApiException {
        return get(Request.get(Kind.POD, namespace, name), Pod.class);
    }

    private <T> Optional<T> get(Request request, Class<T> type) throws ApiException {
        try {
            return Optional.of(api.call(request, type));
        } catch (ApiException e) {
            if (e.notFound()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    List<Job> jobs(String selector) throws ApiException {
        return list(Kind.JOB, JobList.class, "labelSelector=" + Request.encode(selector));
    }

    List<Pod> pods(String selector) throws ApiException {
        return list(Kind.POD, PodList.class, "labelSelector=" + Request.encode(selector));
    }

    /** Events of one object. */
    List<Event> events(String kind, String name) throws ApiException {
        String fields = "involvedObject.kind=" + kind + ",involvedObject.name=" + name;
        return list(Kind.EVENT, EventList.class, "fieldSelector=" + Request.encode(fields));
    }

    private <T extends HasMetadata, L extends KubernetesResourceList<T>> List<T> list(
            Kind kind, Class<L> type, String query) throws ApiException {
        List<T> all = new ArrayList<>();
        String next = "";
        do {
            String more = "&limit=" + page + (next.isEmpty() ? "" : "&continue=" + Request.encode(next));
            L list = api.call(Request.list(kind, namespace, query + more), type);
            all.addAll(list.getItems());
            ListMeta meta = list.getMetadata();
            next = meta == null || meta.getContinue() == null ? "" : meta.getContinue();
        } while (!next.isEmpty());
        return all;
    }
}
