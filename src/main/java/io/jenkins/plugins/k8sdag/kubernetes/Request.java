package io.jenkins.plugins.k8sdag.kubernetes;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * One request to the API, in the words of RBAC.
 *
 * @param verb such as {@code create}
 * @param resource such as {@code jobs} or {@code pods/log}
 * @param group the API group, "" for the core
 * @param namespace where
 * @param method the HTTP method
 * @param path from the server's root, with query
 * @param body a JSON text
 */
record Request(
        String verb,
        String resource,
        String group,
        String namespace,
        String method,
        String path,
        Optional<String> body) {

    static Request list(Kind kind, String namespace, String query) {
        return new Request(
                "list",
                kind.plural,
                kind.group,
                namespace,
                "GET",
                kind.path(namespace) + "?" + query,
                Optional.empty());
    }

    static Request watch(Kind kind, String namespace, String query) {
        String path = kind.path(namespace) + "?watch=true&" + query;
        return new Request("watch", kind.plural, kind.group, namespace, "GET", path, Optional.empty());
    }

    static Request get(Kind kind, String namespace, String name) {
        String path = kind.path(namespace) + "/" + name;
        return new Request("get", kind.plural, kind.group, namespace, "GET", path, Optional.empty());
    }

    static Request create(Kind kind, String namespace, String json) {
        return new Request(
                "create", kind.plural, kind.group, namespace, "POST", kind.path(namespace), Optional.of(json));
    }

    static Request delete(Kind kind, String namespace, String name, String options) {
        String path = kind.path(namespace) + "/" + name;
        return new Request("delete", kind.plural, kind.group, namespace, "DELETE", path, Optional.of(options));
    }

    static Request deleteAll(Kind kind, String namespace, String selector, String options) {
        String path = kind.path(namespace) + "?labelSelector=" + encode(selector);
        return new Request(
                "deletecollection", kind.plural, kind.group, namespace, "DELETE", path, Optional.of(options));
    }

    static Request log(String namespace, String pod, String query) {
        String path = Kind.POD.path(namespace) + "/" + pod + "/log?" + query;
        return new Request("get", "pods/log", "", namespace, "GET", path, Optional.empty());
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** The rule of a Role that allows it, in YAML. */
    String rule() {
        return "- {apiGroups: [\"" + group + "\"], resources: [" + resource + "], verbs: [" + verb + "]}";
    }

    /** The resources this package touches. */
    enum Kind {
        POD("", "/api/v1", "pods"),
        EVENT("", "/api/v1", "events"),
        JOB("batch", "/apis/batch/v1", "jobs");

        final String group;
        private final String root;
        final String plural;

        Kind(String group, String root, String plural) {
            this.group = group;
            this.root = root;
            this.plural = plural;
        }

        String path(String namespace) {
            return root + "/namespaces/" + namespace + "/" + plural;
        }
    }
}
