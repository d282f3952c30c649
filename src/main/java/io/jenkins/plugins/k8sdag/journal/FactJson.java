package io.jenkins.plugins.k8sdag.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.dag.RunStatus;
import io.jenkins.plugins.k8sdag.dag.StageStatus;
import io.jenkins.plugins.k8sdag.run.Fact;
import io.jenkins.plugins.k8sdag.run.RunQueue;
import io.jenkins.plugins.k8sdag.run.StagePhase;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * Facts as a journal holds them: {@code {type, v, at, data}}. The names here are the format, whatever the classes are called;
 * stages stand by name, so that a person can read a journal and so that it does not hang on positions.
 */
final class FactJson {
    /** The newest version of every type; a type that changes its data gets a higher one and keeps its older readers. */
    static final int VERSION = 1;

    private interface Reader {
        Fact read(Dag dag, JsonNode data, Instant at);
    }

    private record Codec(String type, BiConsumer<Fact, Out> writer, Reader reader) {}

    private static final Map<Class<? extends Fact>, Codec> BY_CLASS = new LinkedHashMap<>();
    private static final Map<String, Codec> BY_TYPE = new LinkedHashMap<>();

    private FactJson() {}

    static ObjectNode write(Dag dag, Fact fact) {
        Codec codec = BY_CLASS.get(fact.getClass());
        ObjectNode data = Json.object();
        codec.writer().accept(fact, new Out(dag, data));
        ObjectNode node = Json.object();
        node.put("type", codec.type());
        node.put("v", VERSION);
        node.put("at", fact.at().toString());
        node.set("data", data);
        return node;
    }

    /**
     * Reads one fact.
     *
     * @param dag the graph, or null for the first fact of a journal
     * @throws IllegalArgumentException when it is not one this version knows; the message says which it knows
     */
    static Fact read(Dag dag, JsonNode node) {
        String type = Json.required(node, "type").asText();
        int version = Json.required(node, "v").asInt();
        Codec codec = BY_TYPE.get(type);
        if (codec == null || version > VERSION || version < 1) {
            throw new IllegalArgumentException("fact '" + type + "' of version " + version
                    + " is not known to this version of k8s-dag, which knows "
                    + BY_TYPE.keySet().stream().sorted().collect(Collectors.joining(", ")) + " up to version "
                    + VERSION + "; go on with the version that wrote it, or a newer one");
        }
        return codec.reader().read(dag, Json.required(node, "data"), Json.instant(node, "at"));
    }

    private static <F extends Fact> void codec(Class<F> type, BiConsumer<F, Out> writer, Reader reader) {
        Codec codec = new Codec(type.getSimpleName(), (fact, out) -> writer.accept(type.cast(fact), out), reader);
        BY_CLASS.put(type, codec);
        BY_TYPE.put(codec.type(), codec);
    }

    static {
        codec(
                Fact.RunStarted.class,
                (f, o) -> {
                    o.data().set("run", RunInfoJson.write(f.info()));
                    o.data().set("dag", DagJson.write(f.dag()));
                },
                (dag, d, at) -> new Fact.RunStarted(
                        RunInfoJson.read(Json.required(d, "run")), DagJson.read(Json.required(d, "dag")), at));
        codec(
                Fact.RunQueued.class,
                (f, o) -> {
                    Json.putTexts(o.data(), "heldBy", f.queue().heldBy());
                    o.data().put("ahead", f.queue().ahead());
                },
                (dag, d, at) -> new Fact.RunQueued(
                        new RunQueue(Json.texts(d, "heldBy"), d.path("ahead").asInt()), at));
        codec(Fact.RunAdmitted.class, (f, o) -> {}, (dag, d, at) -> new Fact.RunAdmitted(at));
        codec(
                Fact.StageReady.class,
                (f, o) -> {
                    o.stage(f.stage());
                    Json.putTextMap(o.data(), "values", f.values());
                    o.data().put("allowFailure", f.allowFailure());
                },
                (dag, d, at) -> new Fact.StageReady(
                        In.stage(dag, d),
                        Json.textMap(d, "values"),
                        d.path("allowFailure").asBoolean(),
                        at));
        codec(
                Fact.GroupOpened.class,
                (f, o) -> {
                    o.stage(f.stage());
                    GroupJson.writeInstances(o.data(), f.instances());
                    Json.putTree(o.data(), "params", f.params());
                    o.data().put("allowFailure", f.allowFailure());
                },
                (dag, d, at) -> new Fact.GroupOpened(
                        In.stage(dag, d),
                        GroupJson.readInstances(d),
                        Json.tree(d, "params"),
                        d.path("allowFailure").asBoolean(),
                        at));
        codec(
                Fact.AttemptAdmitted.class,
                (f, o) -> o.id(f.id()).put("memorySteps", f.memorySteps()),
                (dag, d, at) -> new Fact.AttemptAdmitted(
                        In.id(dag, d), d.path("memorySteps").asInt(), at));
        codec(
                Fact.SubmitDelayed.class,
                (f, o) -> {
                    o.id(f.id()).put("tries", f.tries());
                    o.failure("why", f.why());
                    o.time("firstAt", f.firstAt());
                    o.time("until", f.until());
                },
                (dag, d, at) -> new Fact.SubmitDelayed(
                        In.id(dag, d),
                        FailureJson.read(Json.required(d, "why")),
                        Json.required(d, "tries").asInt(),
                        Json.instant(d, "firstAt"),
                        Json.instant(d, "until"),
                        at));
        codec(Fact.SubmitDue.class, (f, o) -> o.id(f.id()), (dag, d, at) -> new Fact.SubmitDue(In.id(dag, d), at));
        codec(
                Fact.JobSubmitted.class,
                (f, o) -> o.id(f.id()).put("job", f.jobName()).put("uid", f.jobUid()),
                (dag, d, at) -> new Fact.JobSubmitted(In.id(dag, d), Json.text(d, "job"), Json.text(d, "uid"), at));
        codec(
                Fact.AttemptMoved.class,
                (f, o) -> {
                    o.id(f.id()).put("to", f.to().name());
                    o.where(f.pod(), f.node());
                },
                (dag, d, at) -> new Fact.AttemptMoved(
                        In.id(dag, d),
                        Json.constant(StagePhase.class, d, "to"),
                        Json.text(d, "pod"),
                        Json.text(d, "node"),
                        at));
        codec(
                Fact.AttemptWaiting.class,
                (f, o) -> {
                    o.id(f.id()).put("backOffs", f.backOffs());
                    o.where(f.pod(), "");
                    f.waiting().ifPresent(w -> o.data().set("waiting", FailureJson.write(w)));
                },
                (dag, d, at) -> new Fact.AttemptWaiting(
                        In.id(dag, d),
                        Json.text(d, "pod"),
                        In.optional(d, "waiting").map(FailureJson::readWaiting),
                        d.path("backOffs").asInt(),
                        at));
        codec(
                Fact.StopOrdered.class,
                (f, o) -> {
                    o.id(f.id());
                    o.failure("why", f.why());
                    o.time("until", f.until());
                },
                (dag, d, at) -> new Fact.StopOrdered(
                        In.id(dag, d), FailureJson.read(Json.required(d, "why")), Json.instant(d, "until"), at));
        codec(
                Fact.AttemptDisrupted.class,
                (f, o) -> {
                    o.id(f.id());
                    o.where(f.pod(), f.node());
                    o.failure("why", f.why());
                    o.time("until", f.until());
                },
                (dag, d, at) -> new Fact.AttemptDisrupted(
                        In.id(dag, d),
                        Json.text(d, "pod"),
                        Json.text(d, "node"),
                        FailureJson.read(Json.required(d, "why")),
                        Json.instant(d, "until"),
                        at));
        codec(
                Fact.AttemptEnded.class,
                (f, o) -> {
                    o.id(f.id());
                    o.where(f.pod(), f.node());
                    f.startedAt().ifPresent(t -> o.time("startedAt", t));
                    o.time("finishedAt", f.finishedAt());
                    f.failure().ifPresent(x -> o.failure("failure", x));
                    Json.putTextMap(o.data(), "outputs", f.outputs());
                },
                (dag, d, at) -> new Fact.AttemptEnded(
                        In.id(dag, d),
                        Json.text(d, "pod"),
                        Json.text(d, "node"),
                        Json.optionalInstant(d, "startedAt"),
                        Json.instant(d, "finishedAt"),
                        In.optional(d, "failure").map(FailureJson::read),
                        Json.textMap(d, "outputs"),
                        at));
        codec(
                Fact.LogDrained.class,
                (f, o) -> o.id(f.id()).put("lines", f.lines()).put("gaps", f.gaps()),
                (dag, d, at) -> new Fact.LogDrained(
                        In.id(dag, d), d.path("lines").asLong(), d.path("gaps").asInt(), at));
        codec(Fact.JobDeleted.class, (f, o) -> o.id(f.id()), (dag, d, at) -> new Fact.JobDeleted(In.id(dag, d), at));
        codec(
                Fact.RetryScheduled.class,
                (f, o) -> {
                    o.id(f.id())
                            .put("budget", f.budget().name())
                            .put("delay", f.delay().toString());
                    o.time("due", f.due());
                },
                (dag, d, at) -> new Fact.RetryScheduled(
                        In.id(dag, d),
                        Json.constant(Fact.Budget.class, d, "budget"),
                        Json.duration(d, "delay"),
                        Json.instant(d, "due"),
                        at));
        codec(Fact.RetryDue.class, (f, o) -> o.id(f.id()), (dag, d, at) -> new Fact.RetryDue(In.id(dag, d), at));
        codec(
                Fact.StageEnded.class,
                (f, o) -> {
                    o.stage(f.stage()).put("status", f.status().name());
                    f.failure().ifPresent(x -> o.failure("failure", x));
                    Json.putText(o.data(), "reason", f.reason());
                    Json.putTree(o.data(), "outputs", f.outputs());
                },
                (dag, d, at) -> new Fact.StageEnded(
                        In.stage(dag, d),
                        Json.constant(StageStatus.class, d, "status"),
                        In.optional(d, "failure").map(FailureJson::read),
                        Json.text(d, "reason"),
                        Json.tree(d, "outputs"),
                        at));
        codec(
                Fact.StageTakenOver.class,
                (f, o) -> {
                    o.stage(f.stage())
                            .put("from", f.fromRun())
                            .put("status", f.status().name());
                    o.data().put("attempts", f.attempts());
                    f.failure().ifPresent(x -> o.failure("failure", x));
                    Json.putText(o.data(), "reason", f.reason());
                    Json.putTree(o.data(), "outputs", f.outputs());
                },
                (dag, d, at) -> new Fact.StageTakenOver(
                        In.stage(dag, d),
                        Json.required(d, "from").asText(),
                        Json.constant(StageStatus.class, d, "status"),
                        d.path("attempts").asInt(),
                        In.optional(d, "failure").map(FailureJson::read),
                        Json.text(d, "reason"),
                        Json.tree(d, "outputs"),
                        at));
        codec(
                Fact.StageRetried.class,
                (f, o) -> {
                    o.stage(f.stage()).put("by", f.by());
                    o.stages("reopened", f.reopened());
                },
                (dag, d, at) ->
                        new Fact.StageRetried(In.stage(dag, d), In.stages(dag, d, "reopened"), Json.text(d, "by"), at));
        codec(
                Fact.RunStopping.class,
                (f, o) -> o.data().put("reason", f.reason().name()).put("message", f.message()),
                (dag, d, at) -> new Fact.RunStopping(
                        Json.constant(Fact.StopReason.class, d, "reason"), Json.text(d, "message"), at));
        codec(
                Fact.FinallyStarted.class,
                (f, o) -> o.data().put("status", f.status().name()),
                (dag, d, at) -> new Fact.FinallyStarted(Json.constant(RunStatus.class, d, "status"), at));
        codec(
                Fact.FinallyStopping.class,
                (f, o) -> o.data().put("reason", f.reason().name()).put("message", f.message()),
                (dag, d, at) -> new Fact.FinallyStopping(
                        Json.constant(Fact.StopReason.class, d, "reason"), Json.text(d, "message"), at));
        codec(Fact.RunSwept.class, (f, o) -> {}, (dag, d, at) -> new Fact.RunSwept(at));
        codec(Fact.RunConfirmedEmpty.class, (f, o) -> {}, (dag, d, at) -> new Fact.RunConfirmedEmpty(at));
        codec(
                Fact.RunEnded.class,
                (f, o) -> {
                    o.data().put("status", f.status().name());
                    Json.putText(o.data(), "message", f.message());
                },
                (dag, d, at) ->
                        new Fact.RunEnded(Json.constant(RunStatus.class, d, "status"), Json.text(d, "message"), at));
    }

    /** The types this version writes, by class; a test compares them with the sealed interface. */
    static Map<Class<? extends Fact>, String> types() {
        Map<Class<? extends Fact>, String> types = new LinkedHashMap<>();
        BY_CLASS.forEach((type, codec) -> types.put(type, codec.type()));
        return types;
    }
}
