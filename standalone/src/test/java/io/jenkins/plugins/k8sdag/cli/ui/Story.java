package io.jenkins.plugins.k8sdag.cli.ui;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A run as the hosts would send it, made up stage by stage: for shapes and sizes that no run of a test reaches, and for pictures that
 * are the same every time. Times are counted from the run's beginning.
 */
public final class Story {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Instant START = Instant.parse("2026-03-02T09:30:00Z");

    private final String name;
    private final Map<String, ObjectNode> stages = new LinkedHashMap<>();
    private final List<ObjectNode> failures = new ArrayList<>();
    private final Map<String, List<String>> logs = new TreeMap<>();
    private Duration now = Duration.ofMinutes(10);
    private String status;
    private int seq = 1;
    private List<String> actions = List.of();
    private ObjectNode health;
    private int cap = 50;

    public Story(String name) {
        this.name = name;
    }

    private static String at(Duration since) {
        return START.plus(since).toString();
    }

    private static Duration seconds(double n) {
        return Duration.ofMillis((long) (n * 1000));
    }

    /** A stage that waits for its needs. */
    public Story waits(String stage, String... needs) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("name", stage);
        ArrayNode list = node.putArray("needs");
        List.of(needs).forEach(list::add);
        node.put("phase", "WAITING").putNull("status");
        node.set("clocks", clocks(0, 0, 0, 0, null));
        node.putArray("attempts");
        node.put("maxAttempts", 1).putNull("failure").put("reason", "").putNull("waiting");
        node.putNull("retryAt").putObject("outputs");
        node.putNull("startedAt").putNull("endedAt").put("durationMillis", 0);
        stages.put(stage, node);
        return this;
    }

    private static ObjectNode clocks(long queued, long pending, long pulling, long running, String current) {
        ObjectNode clocks = MAPPER.createObjectNode();
        clocks.put("queued", queued)
                .put("pending", pending)
                .put("pulling", pulling)
                .put("running", running);
        return clocks.put("current", current);
    }

    /** The stage ran from one second to another. */
    public Story ran(String stage, double from, double to, String status) {
        ObjectNode node = stages.get(stage);
        ObjectNode clocks = running(from, to, null);
        node.put("phase", "ENDED").put("status", status);
        node.set("clocks", clocks);
        node.put("startedAt", at(seconds(from))).put("endedAt", at(seconds(to)));
        node.put("durationMillis", seconds(to - from).toMillis());
        attempt(node, clocks, from, true);
        return this;
    }

    private static ObjectNode running(double from, double to, String current) {
        long all = seconds(to - from).toMillis();
        return clocks(all / 20, all / 20, all / 10, all - all / 20 * 2 - all / 10, current);
    }

    private void attempt(ObjectNode node, ObjectNode clocks, double from, boolean ended) {
        ArrayNode attempts = (ArrayNode) node.get("attempts");
        ObjectNode attempt = attempts.addObject();
        String stage = node.get("name").asText();
        attempt.put("number", attempts.size());
        attempt.put("job", name + "-" + stage + "-7f3k2").put("pod", name + "-" + stage + "-7f3k2-xv9sl");
        attempt.put("node", "pool-a-3");
        attempt.set("clocks", clocks);
        attempt.put("begunAt", at(seconds(from))).put("startedAt", at(seconds(from)));
        attempt.put("ended", ended).putNull("failure").putNull("waiting");
        attempt.put("logLines", 3).put("logGaps", 0).put("logComplete", ended).put("hasLog", true);
    }

    /** The stage is running since a second. */
    public Story runs(String stage, double from) {
        ObjectNode node = stages.get(stage);
        double to = now.toMillis() / 1000.0;
        ObjectNode clocks = running(from, to, "running");
        node.put("phase", "RUNNING").set("clocks", clocks);
        node.put("startedAt", at(seconds(from)));
        node.put("durationMillis", seconds(to - from).toMillis());
        attempt(node, clocks, from, false);
        return this;
    }

    /** The stage is held up since a second. */
    public Story held(String stage, double from, String phase, String waiting) {
        ObjectNode node = stages.get(stage);
        long millis = now.minus(seconds(from)).toMillis();
        ObjectNode clocks =
                clocks(phase.equals("QUEUED") ? millis : 0, phase.equals("PENDING") ? millis : 0, 0, 0, "pending");
        node.put("phase", phase).put("waiting", waiting).set("clocks", clocks);
        node.put("startedAt", at(seconds(from))).put("durationMillis", millis);
        attempt(node, clocks, from, false);
        ((ObjectNode) node.get("attempts").get(0))
                .put("hasLog", false)
                .putNull("startedAt")
                .put("waiting", waiting);
        return this;
    }

    public Story omitted(String stage, String reason) {
        stages.get(stage).put("phase", "ENDED").put("status", "OMITTED").put("reason", reason);
        return this;
    }

    /** These stages failed by the same trouble. */
    public Story failed(
            String cause, String blame, String message, String remedy, List<String> evidence, String... names) {
        ObjectNode failure = MAPPER.createObjectNode();
        failure.put("cause", cause).put("blame", blame).put("message", message).put("remedy", remedy);
        failure.putNull("exitCode");
        ArrayNode lines = failure.putArray("evidence");
        evidence.forEach(lines::add);
        ObjectNode group = MAPPER.createObjectNode();
        group.set("failure", failure);
        ArrayNode list = group.putArray("stages");
        for (String stage : names) {
            list.add(stage);
            stages.get(stage).set("failure", failure);
            stages.get(stage).get("attempts").forEach(a -> ((ObjectNode) a).set("failure", failure));
        }
        failures.add(group);
        return this;
    }

    /** Sets what other parts of the project add to a stage. */
    public Story with(String stage, String key, String value) {
        stages.get(stage).put(key, value);
        return this;
    }

    public Story log(String stage, String... lines) {
        logs.put(stage, List.of(lines));
        return this;
    }

    public Story now(Duration since) {
        now = since;
        return this;
    }

    public Story ended(String as) {
        status = as;
        return this;
    }

    public Story may(String... what) {
        actions = List.of(what);
        return this;
    }

    public Story lost(String trouble, Duration ago) {
        health = MAPPER.createObjectNode().put("connected", false).put("trouble", trouble);
        health.put("lastHeard", at(now.minus(ago))).put("apiCalls", 1).put("watchRestarts", 1);
        return this;
    }

    public Story cap(int stages) {
        cap = stages;
        return this;
    }

    public Story turn() {
        seq++;
        return this;
    }

    public String json() {
        ObjectNode run = MAPPER.createObjectNode();
        run.put("id", name + "-1").put("name", name).put("seq", seq);
        run.put("phase", status == null ? "RUNNING" : "ENDED")
                .put("status", status)
                .put("message", "");
        ObjectNode progress = run.putObject("progress");
        progress.put("total", stages.size()).put("ended", count("ENDED")).put("running", count("RUNNING"));
        run.put("startedAt", at(Duration.ZERO)).put("endedAt", status == null ? null : at(now));
        run.put("durationMillis", now.toMillis());
        run.putObject("params").put("version", "4.2.0").put("publish", true);
        run.put("maxParallel", cap);
        failures.forEach(f -> f.put("total", stages.size()));
        run.putArray("failures").addAll(failures);
        run.set("health", health);
        run.put("now", at(now)).put("since", -1).put("abandoned", false);
        actions.forEach(run.putArray("actions")::add);
        run.putArray("stages").addAll(stages.values());
        return run.toString();
    }

    private long count(String phase) {
        return stages.values().stream()
                .filter(s -> s.get("phase").asText().equals(phase))
                .count();
    }

    /** Has a window's requests answered by this story from now on. */
    public Story tellTo(Page page) {
        page.route("**/state?*", route -> answer(route, json(), "\"" + seq + "\""));
        page.route("**/logLines?*", route -> {
            String stage = route.request().url().replaceAll(".*[?&]stage=([^&]*).*", "$1");
            ObjectNode told = MAPPER.createObjectNode();
            List<String> lines = logs.getOrDefault(stage, List.of("it ran"));
            told.put("total", lines.size()).put("complete", true).put("from", 0);
            ArrayNode list = told.putArray("lines");
            lines.forEach(
                    line -> list.addArray().add(at(Duration.ofSeconds(90))).add(line));
            answer(route, told.toString(), "\"log\"");
        });
        page.route("**/history", route -> answer(route, "{\"runs\":[],\"stages\":{},\"causes\":{}}", "\"none\""));
        page.route(
                "**/stage?*",
                route -> answer(route, "{\"manifest\":\"kind: Job\\n\",\"values\":{},\"kubectl\":[]}", "\"s\""));
        return this;
    }

    private static void answer(Route route, String json, String tag) {
        route.fulfill(new Route.FulfillOptions()
                .setContentType("application/json")
                .setHeaders(Map.of("ETag", tag))
                .setBody(json));
    }
}
