package io.jenkins.plugins.k8sdag.realcluster;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Notes every state that the pods and Jobs of a namespace show, and every reason of a warning: the witness of what Kubernetes really
 * did. Told by threads of the administrator's client; safe for use by several threads.
 */
final class Recorder implements AutoCloseable {
    private final Map<String, HasMetadata> seen = new LinkedHashMap<>();
    private final SharedIndexInformer<Pod> pods;
    private final SharedIndexInformer<Job> jobs;
    private final SharedIndexInformer<Event> events;

    Recorder(KubernetesClient client, String namespace) {
        pods = client.pods().inNamespace(namespace).inform(note(Shown::pod));
        jobs = client.batch().v1().jobs().inNamespace(namespace).inform(note(Shown::job));
        events = client.v1().events().inNamespace(namespace).inform(note(e -> List.of("event " + e.getReason())));
    }

    private <T extends HasMetadata> ResourceEventHandler<T> note(Function<T, List<String>> words) {
        return new ResourceEventHandler<>() {
            @Override
            public void onAdd(T object) {
                take(words.apply(object), object);
            }

            @Override
            public void onUpdate(T before, T object) {
                take(words.apply(object), object);
            }

            @Override
            public void onDelete(T object, boolean stateUnknown) {
                take(words.apply(object), object);
            }
        };
    }

    private synchronized void take(List<String> words, HasMetadata object) {
        words.forEach(w -> seen.put(w, object));
    }

    /** Everything seen so far, in order, with the last object that showed it. */
    synchronized Map<String, HasMetadata> seen() {
        return new LinkedHashMap<>(seen);
    }

    @Override
    public void close() {
        pods.close();
        jobs.close();
        events.close();
    }
}
