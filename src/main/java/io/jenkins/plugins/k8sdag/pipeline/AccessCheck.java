package io.jenkins.plugins.k8sdag.pipeline;

import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributes;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Asks the API what the cloud's account may do, before a run finds out halfway. The Role that the Kubernetes plugin documents has no
 * Jobs in it, so that this is what most first runs meet. Blocking.
 */
final class AccessCheck {
    private static final Logger LOGGER = Logger.getLogger(AccessCheck.class.getName());

    /** Whatever docs/rbac.yaml grants. */
    private static final List<Right> RIGHTS = List.of(
            new Right("batch", "jobs", "", List.of("create", "get", "list", "watch", "delete", "deletecollection")),
            new Right("", "pods", "", List.of("get", "list", "watch")),
            new Right("", "pods", "log", List.of("get")),
            new Right("", "events", "", List.of("list")));

    private record Right(String group, String resource, String subresource, List<String> verbs) {
        String name() {
            return resource + (subresource.isEmpty() ? "" : "/" + subresource) + (group.isEmpty() ? "" : "." + group);
        }
    }

    private AccessCheck() {}

    /**
     * What the client's account lacks in a namespace, as {@code create, watch jobs.batch}; empty when it lacks nothing, or when the API
     * does not answer such questions.
     */
    static List<String> missing(KubernetesClient client, String namespace) {
        List<String> missing = new ArrayList<>();
        try {
            for (Right right : RIGHTS) {
                List<String> refused = right.verbs().stream()
                        .filter(verb -> !allowed(client, namespace, right, verb))
                        .toList();
                if (!refused.isEmpty()) {
                    missing.add(String.join(", ", refused) + " " + right.name());
                }
            }
        } catch (KubernetesClientException e) {
            // The run itself tells what is wrong with the connection, and goes on trying.
            LOGGER.log(Level.FINE, "the API does not tell what the account may do", e);
            return List.of();
        }
        return missing;
    }

    private static boolean allowed(KubernetesClient client, String namespace, Right right, String verb) {
        ResourceAttributes attributes = new ResourceAttributes();
        attributes.setNamespace(namespace);
        attributes.setGroup(right.group());
        attributes.setResource(right.resource());
        attributes.setSubresource(right.subresource());
        attributes.setVerb(verb);
        SelfSubjectAccessReview review = new SelfSubjectAccessReviewBuilder()
                .withNewSpec()
                .withResourceAttributes(attributes)
                .endSpec()
                .build();
        SelfSubjectAccessReview answer =
                client.authorization().v1().selfSubjectAccessReview().create(review);
        return answer.getStatus() != null
                && Boolean.TRUE.equals(answer.getStatus().getAllowed());
    }
}
