package io.jenkins.plugins.k8sdag.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.k8sdag.dag.Backoff;
import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.dag.Need;
import io.jenkins.plugins.k8sdag.dag.RetryPolicy;
import io.jenkins.plugins.k8sdag.dag.Stage;
import io.jenkins.plugins.k8sdag.dag.Timeouts;
import io.jenkins.plugins.k8sdag.run.Fact;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A resolved graph as a journal holds it. */
final class DagJson {
    private DagJson() {}

    static ObjectNode write(Dag dag) {
        ObjectNode node = Json.object();
        node.put("name", dag.name());
        node.put("maxParallel", dag.maxParallel());
        node.put("failFast", dag.failFast());
        dag.timeout().ifPresent(t -> node.put("timeout", t.toString()));
        dag.finallyTimeout().ifPresent(t -> node.put("finallyTimeout", t.toString()));
        Json.putTree(node, "podTemplate", dag.podTemplate());
        ArrayNode stages = node.putArray("stages");
        dag.stages().forEach(s -> stages.add(stage(s)));
        return node;
    }

    static Dag read(JsonNode node) {
        List<Stage> stages = new ArrayList<>();
        Json.required(node, "stages").forEach(s -> stages.add(stage(s)));
        return new Dag(
                Json.required(node, "name").asText(),
                stages,
                Json.required(node, "maxParallel").asInt(),
                Json.required(node, "failFast").asBoolean(),
                Json.optionalText(node, "timeout").map(Duration::parse),
                Json.optionalText(node, "finallyTimeout").map(Duration::parse),
                Json.tree(node, "podTemplate"));
    }

    /** The graph by whose names of stages what follows on a fact is written and read. */
    static Dag after(Dag dag, Fact fact) {
        if (fact instanceof Fact.RunStarted f) {
            return f.dag();
        }
        boolean grows = fact instanceof Fact.GroupOpened f && !f.instances().isEmpty();
        return grows ? dag.expanded(((Fact.GroupOpened) fact).stage(), ((Fact.GroupOpened) fact).instances()) : dag;
    }

    static ObjectNode stage(Stage s) {
        ObjectNode node = Json.object();
        node.put("name", s.name());
        if (!s.needs().isEmpty()) {
            ArrayNode needs = node.putArray("needs");
            s.needs()
                    .forEach(n -> needs.addObject()
                            .put("stage", n.stage())
                            .put("when", n.requirement().name()));
        }
        s.when().ifPresent(w -> node.put("when", w));
        s.allowFailure().ifPresent(a -> node.put("allowFailure", a));
        Json.putTree(node, "template", s.template());
        Json.putTexts(node, "interpolations", s.interpolations());
        Json.putTexts(node, "reads", s.reads());
        Json.putTexts(node, "readsOutputs", s.readsOutputs());
        Json.putTexts(node, "outputs", s.outputs());
        if (!s.retry().equals(RetryPolicy.NONE)) {
            node.set("retry", retry(s.retry()));
        }
        if (!s.timeouts().equals(Timeouts.DEFAULT)) {
            ObjectNode timeouts = node.putObject("timeouts");
            timeouts.put("pending", s.timeouts().pending().toString());
            timeouts.put("pull", s.timeouts().pull().toString());
            s.timeouts().run().ifPresent(r -> timeouts.put("run", r.toString()));
        }
        Json.putTree(node, "vars", s.vars());
        s.parent().ifPresent(p -> node.put("parent", p));
        s.group().ifPresent(g -> node.set("group", GroupJson.write(g)));
        if (s.inFinally()) {
            node.put("finally", true);
        }
        if (s.priority() != 0) {
            node.put("priority", s.priority());
        }
        return node;
    }

    static Stage stage(JsonNode node) {
        List<Need> needs = new ArrayList<>();
        node.path("needs")
                .forEach(n -> needs.add(new Need(
                        Json.required(n, "stage").asText(), Json.constant(Need.Requirement.class, n, "when"))));
        return new Stage(
                Json.required(node, "name").asText(),
                needs,
                Json.optionalText(node, "when"),
                Json.optionalText(node, "allowFailure"),
                Json.tree(node, "template"),
                Json.texts(node, "interpolations"),
                new LinkedHashSet<>(Json.texts(node, "reads")),
                new LinkedHashSet<>(Json.texts(node, "readsOutputs")),
                Json.texts(node, "outputs"),
                node.has("retry") ? retry(node.get("retry")) : RetryPolicy.NONE,
                node.has("timeouts") ? timeouts(node.get("timeouts")) : Timeouts.DEFAULT,
                Json.tree(node, "vars"),
                Json.optionalText(node, "parent"),
                In.optional(node, "group").map(GroupJson::read),
                node.path("finally").asBoolean(),
                node.path("priority").asInt());
    }

    private static ObjectNode retry(RetryPolicy r) {
        ObjectNode node = Json.object();
        node.put("limit", r.limit());
        Json.putTexts(node, "on", r.on().stream().map(Enum::name).sorted().toList());
        node.putObject("backoff")
                .put("initial", r.backoff().initial().toString())
                .put("factor", r.backoff().factor())
                .put("max", r.backoff().max().toString());
        r.memory()
                .ifPresent(
                        m -> node.putObject("memory").put("factor", m.factor()).put("max", m.max()));
        return node;
    }

    private static RetryPolicy retry(JsonNode node) {
        Set<RetryPolicy.On> on = EnumSet.noneOf(RetryPolicy.On.class);
        Json.texts(node, "on").forEach(o -> on.add(RetryPolicy.On.valueOf(o)));
        JsonNode b = Json.required(node, "backoff");
        Backoff backoff = new Backoff(
                Json.duration(b, "initial"), Json.required(b, "factor").asDouble(), Json.duration(b, "max"));
        Optional<RetryPolicy.MemoryGrowth> memory = Optional.ofNullable(node.get("memory"))
                .map(m -> new RetryPolicy.MemoryGrowth(
                        Json.required(m, "factor").asDouble(),
                        Json.required(m, "max").asText()));
        return new RetryPolicy(Json.required(node, "limit").asInt(), on, backoff, memory);
    }

    private static Timeouts timeouts(JsonNode node) {
        return new Timeouts(
                Json.duration(node, "pending"),
                Json.duration(node, "pull"),
                Json.optionalText(node, "run").map(Duration::parse));
    }
}
