package io.jenkins.plugins.k8sdag.run;

import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.dag.Expressions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A run driven by hand: inputs in, facts out, with a clock that moves when told. Remembers which arrows of the diagram it took. */
final class Scenario {
    /** Every arrow that any scenario of this JVM has taken. */
    static final Set<Transitions.Transition> VISITED = new HashSet<>();

    static final String UID = "uid";
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /** Knows true, false, {@code list:a,b}, {@code params.X}, {@code item} and {@code STAGE.OUTPUT}; anything else has no value. */
    static final Expressions EXPRESSIONS = (source, scope) -> {
        if (source.equals("true") || source.equals("false")) {
            return Boolean.valueOf(source);
        }
        String[] path = source.split("\\.");
        if (source.startsWith("list:")) {
            String items = source.substring("list:".length());
            return items.isEmpty() ? List.of() : List.of(items.split(","));
        }
        if (path[0].equals("params") || path[0].equals("run")) {
            Object known = path[0].equals("params")
                    ? scope.params().get(path[1])
                    : scope.run().get(path[1]);
            return known == null ? "none" : known;
        }
        if (path[0].equals("item")) {
            return scope.vars().getOrDefault("item", "none");
        }
        Object value = path.length < 2 || !scope.stages().containsKey(path[0])
                ? null
                : scope.stages().get(path[0]).outputs().get(path[1]);
        if (value == null) {
            throw new io.jenkins.plugins.k8sdag.dag.ExpressionException("'" + source + "' has no value");
        }
        return value;
    };

    private final Decider decider = new Decider(EXPRESSIONS);
    private final List<Fact> all = new ArrayList<>();
    private Instant now = START;
    /** How many more slots there are of those that all runs share. */
    int slots = Integer.MAX_VALUE;

    private RunState state;
    List<Fact> facts = List.of();

    Scenario(Dag dag) {
        this(dag, Keep.NEVER, 3);
    }

    Scenario(Dag dag, Keep keep, int infrastructureRetries) {
        this(dag, new RunInfo("run-1", "test", Map.of(), Map.of(), Map.of(), keep, infrastructureRetries, START));
    }

    Scenario(Dag dag, UnaryOperator<RunInfo> more) {
        this(dag, more.apply(new RunInfo("run-1", "test", Map.of(), Map.of(), Map.of(), Keep.NEVER, 3, START)));
    }

    private Scenario(Dag dag, RunInfo info) {
        Fact.RunStarted first = new Fact.RunStarted(info, dag, START);
        state = RunState.start(first);
        all.add(first);
        tell(new Input.TimeReached());
    }

    /** A rerun of another run, told nothing yet but that it began. */
    static Scenario rerun(Scenario before, String from) {
        return new Scenario(before, Optional.ofNullable(from));
    }

    private Scenario(Scenario before, Optional<String> from) {
        now = before.now.plus(Duration.ofHours(1));
        Rerun rerun = new Rerun(before.all, from);
        RunInfo info = new RunInfo("run-2", "test", Map.of(), Map.of(), Map.of(), Keep.NEVER, 3, now);
        List<Fact> first = rerun.facts(info, rerun.dag());
        state = RunState.start((Fact.RunStarted) first.get(0));
        all.add(first.get(0));
        take(first.subList(1, first.size()));
        tell(new Input.TimeReached());
    }

    Scenario retry(String stage) {
        return tell(new Input.RetryRequested(state.dag().indexOf(stage), "the test"));
    }

    Optional<String> refusal(String stage) {
        return Decider.refusal(state, state.dag().indexOf(stage));
    }

    Scenario tell(Input input) {
        take(decider.decide(state, input, now, () -> slots-- > 0));
        return this;
    }

    private void take(List<Fact> some) {
        facts = some;
        for (Fact fact : facts) {
            StagePhase from =
                    fact instanceof Fact.OfStage f ? state.stage(f.stage()).phase() : null;
            state = state.apply(fact);
            if (fact instanceof Fact.OfStage f
                    && !(fact instanceof Fact.LogDrained || fact instanceof Fact.JobDeleted)) {
                VISITED.add(new Transitions.Transition(
                        from, fact.getClass(), state.stage(f.stage()).phase()));
                if (fact instanceof Fact.StageRetried retried) {
                    retried.reopened()
                            .forEach(i -> VISITED.add(new Transitions.Transition(
                                    StagePhase.ENDED,
                                    fact.getClass(),
                                    state.stage(i).phase())));
                }
            }
            all.add(fact);
        }
    }

    Scenario after(Duration wait) {
        now = now.plus(wait);
        return tell(new Input.TimeReached());
    }

    /** Lets time pass up to whatever is due next. */
    Scenario next() {
        Instant wake = Decider.nextWake(state).orElseThrow();
        now = wake.isBefore(now) ? now : wake;
        return tell(new Input.TimeReached());
    }

    Scenario submit(String stage) {
        AttemptId id = id(stage);
        return tell(new Input.Submitted(id, "job-" + stage + "-" + id.attempt(), UID + id.attempt()));
    }

    Scenario refuse(String stage, Cause cause, boolean retryable) {
        return tell(new Input.SubmitRefused(id(stage), failure(cause), retryable, Optional.empty()));
    }

    Scenario see(String stage, Sighting sighting) {
        AttemptId id = id(stage);
        return tell(new Input.Observed(id, UID + id.attempt(), sighting));
    }

    Scenario pulling(String stage) {
        return see(stage, new Sighting.Pulling("pod", "node", Optional.empty()));
    }

    Scenario running(String stage) {
        return see(stage, new Sighting.Running("pod", "node", now));
    }

    Scenario succeed(String stage, String output) {
        return see(stage, new Sighting.Ended("pod", "node", Optional.of(now), now, output, Optional.empty()));
    }

    Scenario fail(String stage, Cause cause) {
        Optional<Failure> failure = Optional.of(failure(cause));
        return see(stage, new Sighting.Ended("pod", "node", Optional.of(now), now, "", failure));
    }

    Scenario wait(String stage, Cause cause, boolean hopeless, boolean backOff) {
        Waiting waiting = new Waiting(cause, cause.text(), "Wait.", hopeless, backOff);
        return see(stage, new Sighting.Pulling("pod", "node", Optional.of(waiting)));
    }

    /** From submit to success in one go. */
    Scenario run(String stage) {
        return submit(stage).running(stage).succeed(stage, "");
    }

    AttemptId id(String stage) {
        int i = state.dag().indexOf(stage);
        return new AttemptId(i, state.stage(i).attempts().size());
    }

    static Failure failure(Cause cause) {
        return Failure.of(cause, "because of " + cause.text(), "Do something.");
    }

    RunState state() {
        return state;
    }

    Instant now() {
        return now;
    }

    StageState stage(String name) {
        return state.stage(state.dag().indexOf(name));
    }

    Set<Effect> due() {
        return Decider.due(state);
    }

    List<Fact> all() {
        return all;
    }

    /** The latest facts by name, with the stage's: {@code StageReady(a)}. */
    List<String> latest() {
        return facts.stream()
                .map(f -> f.getClass().getSimpleName()
                        + (f instanceof Fact.OfStage s
                                ? "(" + state.dag().stage(s.stage()).name() + ")"
                                : ""))
                .collect(Collectors.toList());
    }
}
