package io.jenkins.plugins.k8sdag.engine;

import io.jenkins.plugins.k8sdag.run.Cause;
import io.jenkins.plugins.k8sdag.run.Failure;
import io.jenkins.plugins.k8sdag.run.Sighting;
import io.jenkins.plugins.k8sdag.run.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * What the pod of one attempt goes through in the fake cluster if nobody touches it.
 *
 * @param steps in order, each with the wait before it
 * @param log what its container prints meanwhile
 */
record Life(List<Step> steps, FakeLog log) {
    Life(List<Step> steps) {
        this(steps, FakeLog.NONE);
    }

    /** A step: after a wait, the pod of this name shows this at this moment. */
    record Step(Duration after, BiFunction<String, Instant, Sighting> shows) {}

    private static final String NODE = "node-1";

    static Life of(Step... steps) {
        return new Life(List.of(steps));
    }

    static Step pending(Duration after) {
        return new Step(after, (pod, at) -> new Sighting.Pending(pod, Optional.empty()));
    }

    static Step pulling(Duration after) {
        return new Step(after, (pod, at) -> new Sighting.Pulling(pod, NODE, Optional.empty()));
    }

    static Step running(Duration after) {
        return new Step(after, (pod, at) -> new Sighting.Running(pod, NODE, at));
    }

    static Step ended(Duration after, String output, Optional<Failure> failure) {
        return new Step(
                after, (pod, at) -> new Sighting.Ended(pod, NODE, Optional.of(at.minus(after)), at, output, failure));
    }

    static Step disrupted(Duration after, Cause cause) {
        return new Step(after, (pod, at) -> new Sighting.Disrupted(pod, NODE, failure(cause), Duration.ofSeconds(30)));
    }

    static Step waiting(Duration after, Cause cause, boolean hopeless, boolean backOff) {
        Waiting waiting = new Waiting(cause, cause.text() + " in the fake cluster", "Nothing.", hopeless, backOff);
        return new Step(
                after,
                (pod, at) -> cause == Cause.UNSCHEDULABLE
                        ? new Sighting.Pending(pod, Optional.of(waiting))
                        : new Sighting.Pulling(pod, NODE, Optional.of(waiting)));
    }

    static Failure failure(Cause cause) {
        return Failure.of(cause, cause.text() + " in the fake cluster", "Nothing.");
    }

    static Life succeeds(Duration runs, String output) {
        return new Life(startThen(runs, ended(runs, output, Optional.empty())));
    }

    static Life fails(Duration runs, Cause cause) {
        Failure failure = cause == Cause.EXIT_CODE
                ? Failure.exit(cause, 3, "exit code 3 in the fake cluster", "Nothing.")
                : failure(cause);
        return new Life(startThen(runs, ended(runs, "", Optional.of(failure))));
    }

    static Life hangs() {
        return new Life(startThen(Duration.ZERO));
    }

    static List<Step> startThen(Duration speed, Step... then) {
        Duration step = speed.dividedBy(4).plusMillis(1);
        List<Step> steps = new ArrayList<>(List.of(pending(step), pulling(step), running(step)));
        steps.addAll(List.of(then));
        return steps;
    }
}
