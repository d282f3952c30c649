package io.jenkins.plugins.k8sdag.embedded.pod;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.k8sdag.embedded.store.EventRecorder;
import io.jenkins.plugins.k8sdag.embedded.store.Json;
import io.jenkins.plugins.k8sdag.embedded.store.Stored;
import java.time.Duration;

/** Whether a container that has ended is run again, and after which wait. Used on the pod's mailbox. */
final class Restarts {
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final Stored pod;
    private final String policy;
    private final EventRecorder events;
    private final Duration first;

    /** @param first the wait before the second restart */
    Restarts(Stored pod, ObjectNode object, EventRecorder events, Duration first) {
        this.pod = pod;
        this.policy = Json.text("Always", object, "spec", "restartPolicy");
        this.events = events;
        this.first = first;
    }

    boolean never() {
        return policy.equals("Never");
    }

    boolean wanted(Container ended) {
        return switch (ended.role()) {
            case SIDECAR -> true;
            case INIT -> !never() && !ended.succeeded();
            case MAIN -> policy.equals("Always") || policy.equals("OnFailure") && !ended.succeeded();
        };
    }

    /** Puts the container into its back-off. The first restart is made at once, as the kubelet does, later ones wait longer. */
    Duration backOff(Container ended) {
        int restarts = ended.restarts();
        Duration grown = first.multipliedBy(1L << Math.min(Math.max(0, restarts - 1), 10));
        Duration wait = restarts == 0 ? Duration.ZERO : grown.compareTo(LONGEST) < 0 ? grown : LONGEST;
        String subject = pod.name() + "_" + pod.namespace() + "(" + pod.uid() + ")";
        if (restarts > 0) {
            String text = "Back-off restarting failed container " + ended.name() + " in pod " + subject;
            events.record(pod, ended.name(), "kubelet", "Warning", "BackOff", text);
        }
        ended.restartsAfter(
                "CrashLoopBackOff",
                "back-off " + wait.toSeconds() + "s restarting failed container=" + ended.name() + " pod=" + subject);
        return wait;
    }
}
