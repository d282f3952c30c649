package io.jenkins.plugins.k8sdag.embedded.api;

import io.jenkins.plugins.k8sdag.embedded.store.Selector;
import io.jenkins.plugins.k8sdag.embedded.store.Stored;
import java.util.Map;
import java.util.function.Predicate;

/** Which objects a list, a watch or a deletion of many is about. */
record Filter(
        String namespace, String name, Predicate<Map<String, String>> labels, Predicate<Map<String, String>> fields) {
    static Filter of(Request request) {
        return new Filter(
                request.resource().namespaced() ? request.namespace() : null,
                request.name(),
                Selector.labels(request.query("labelSelector")),
                Selector.fields(request.query("fieldSelector")));
    }

    boolean wants(Stored object) {
        return (namespace == null || object.namespace().equals(namespace))
                && (name == null || object.name().equals(name))
                && labels.test(object.labels())
                && fields.test(object.fields());
    }
}
