package io.jenkins.plugins.k8sdag.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.k8sdag.run.Fact;
import io.jenkins.plugins.k8sdag.run.Failure;
import io.jenkins.plugins.k8sdag.run.RunState;
import io.jenkins.plugins.k8sdag.run.Waiting;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A fact as one line of {@code --output json}: {@code type}, {@code event} (the fact's name), {@code at}, {@code run}, for a fact
 * of a stage also {@code stage}, of an attempt {@code attempt}, and what the fact says.
 */
public final class EventView {
    private EventView() {}

    /** A fact on one line of JSON. */
    public static String line(RunState state, Fact fact) {
        ObjectNode node = ViewJson.object();
        node.put("type", "event");
        node.put("event", fact.getClass().getSimpleName());
        node.put("at", fact.at().toString());
        node.put("run", state.info().runId());
        if (fact instanceof Fact.OfStage f) {
            node.put("stage", state.dag().stage(f.stage()).name());
        }
        if (fact instanceof Fact.OfAttempt f) {
            node.put("attempt", f.id().attempt());
        }
        say(node, state, fact);
        return ViewJson.line(node);
    }

    private static void say(ObjectNode node, RunState state, Fact fact) {
        if (fact instanceof Fact.RunStarted) {
            node.put("name", state.dag().name()).put("stages", state.dag().pods());
            state.info().rerunOf().ifPresent(other -> node.put("rerunOf", other));
        } else if (fact instanceof Fact.RunQueued f) {
            group(node, state);
            ArrayNode holders = node.putArray("heldBy");
            f.queue().heldBy().forEach(holders::add);
            node.put("ahead", f.queue().ahead());
        } else if (fact instanceof Fact.RunAdmitted) {
            group(node, state);
        } else if (fact instanceof Fact.SubmitDelayed f) {
            failure(node, Optional.of(f.why()));
            node.put("until", f.until().toString());
        } else if (fact instanceof Fact.JobSubmitted f) {
            node.put("job", f.jobName());
        } else if (fact instanceof Fact.AttemptMoved f) {
            node.put("to", f.to().name()).put("pod", f.pod()).put("node", f.node());
        } else if (fact instanceof Fact.AttemptWaiting f) {
            node.put("cause", f.waiting().map(w -> w.cause().text()).orElse(null));
            node.put("message", f.waiting().map(Waiting::message).orElse(null));
        } else if (fact instanceof Fact.StopOrdered f) {
            failure(node, Optional.of(f.why()));
        } else if (fact instanceof Fact.AttemptDisrupted f) {
            failure(node, Optional.of(f.why()));
            node.put("pod", f.pod()).put("node", f.node());
        } else if (fact instanceof Fact.AttemptEnded f) {
            failure(node, f.failure());
            node.put("exitCode", f.failure().flatMap(Failure::exitCode).orElse(null));
            node.put("pod", f.pod()).put("node", f.node());
        } else if (fact instanceof Fact.LogDrained f) {
            node.put("lines", f.lines()).put("gaps", f.gaps());
        } else if (fact instanceof Fact.RetryScheduled f) {
            node.put("budget", f.budget().name()).put("delayMillis", f.delay().toMillis());
            node.put("due", f.due().toString());
        } else if (fact instanceof Fact.StageEnded f) {
            node.put("status", f.status().name());
            failure(node, f.failure());
            node.put("reason", f.reason());
            ObjectNode outputs = node.putObject("outputs");
            new TreeMap<>(f.outputs()).forEach(outputs::putPOJO);
        } else if (fact instanceof Fact.StageTakenOver f) {
            node.put("status", f.status().name()).put("takenFrom", f.fromRun());
            ObjectNode outputs = node.putObject("outputs");
            new TreeMap<>(f.outputs()).forEach(outputs::putPOJO);
        } else if (fact instanceof Fact.StageRetried f) {
            node.put("by", f.by());
            ArrayNode reopened = node.putArray("reopened");
            f.reopened().forEach(i -> reopened.add(state.dag().stage(i).name()));
        } else if (fact instanceof Fact.GroupOpened f) {
            ArrayNode instances = node.putArray("instances");
            f.instances().forEach(i -> instances.add(i.name()));
        } else if (fact instanceof Fact.FinallyStarted f) {
            node.put("status", f.status().name());
        } else if (fact instanceof Fact.FinallyStopping f) {
            node.put("reason", f.reason().name()).put("message", f.message());
        } else if (fact instanceof Fact.RunStopping f) {
            node.put("reason", f.reason().name()).put("message", f.message());
        } else if (fact instanceof Fact.RunEnded f) {
            node.put("status", f.status().name()).put("message", f.message());
        }
    }

    private static void group(ObjectNode node, RunState state) {
        node.put("group", state.info().concurrency().orElseThrow().group());
    }

    private static void failure(ObjectNode node, Optional<Failure> failure) {
        Optional<FailureView> view = failure.map(FailureView::of);
        node.put("cause", view.map(FailureView::cause).orElse(null));
        node.put("blame", view.map(FailureView::blame).orElse(null));
        node.put("message", view.map(FailureView::message).orElse(null));
    }
}
