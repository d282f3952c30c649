package io.jenkins.plugins.k8sdag.embedded.pod;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.k8sdag.embedded.store.Json;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** The containers of one pod, in the order in which they start, and what they say together. Owned by the pod's worker. */
final class Containers implements Iterable<Container> {
    private final List<Container> all = new ArrayList<>();

    Containers(ObjectNode pod) {
        boolean anyInit = !pod.at("/spec/initContainers").isEmpty();
        for (ObjectNode spec : Json.objects(pod, "spec", "initContainers")) {
            boolean sidecar = "Always".equals(Json.text(spec, "restartPolicy"));
            all.add(new Container(spec, sidecar ? Container.Role.SIDECAR : Container.Role.INIT, "PodInitializing"));
        }
        for (ObjectNode spec : Json.objects(pod, "spec", "containers")) {
            all.add(new Container(spec, Container.Role.MAIN, anyInit ? "PodInitializing" : "ContainerCreating"));
        }
    }

    @Override
    public Iterator<Container> iterator() {
        return List.copyOf(all).iterator();
    }

    List<Container> list() {
        return all;
    }

    Stream<Container> mains() {
        return all.stream().filter(container -> container.role() == Container.Role.MAIN);
    }

    List<Container> running() {
        return all.stream().filter(Container::running).toList();
    }

    boolean mainsTerminated() {
        return mains().allMatch(Container::terminated);
    }

    boolean mainsUp() {
        return mains().noneMatch(container -> container.phase() == Container.Phase.WAITING);
    }

    /** The pod's phase while it is not over. */
    String phase() {
        boolean started = mains().anyMatch(Container::everStarted);
        boolean waiting =
                mains().anyMatch(container -> container.phase() == Container.Phase.WAITING && !container.everStarted());
        return started && !waiting ? "Running" : "Pending";
    }

    /** Whether the pod has succeeded, now that nothing runs. */
    boolean succeeded() {
        return all.stream()
                .filter(container -> container.role() != Container.Role.SIDECAR)
                .allMatch(Container::succeeded);
    }

    /** What has not ended by itself is given up. */
    void giveUpMains() {
        mains().filter(container -> !container.terminated()).forEach(container -> container.lost(false));
    }

    /** Kills what runs and forgets how. */
    void vanish() {
        for (Container container : all) {
            boolean ran = container.running();
            if (ran) {
                container.process().kill();
            }
            if (!container.terminated()) {
                container.lost(ran);
            }
        }
    }

    void forget() {
        all.clear();
    }
}
