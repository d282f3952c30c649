package io.jenkins.plugins.k8sdag.pipeline;

import io.jenkins.plugins.k8sdag.dag.Instance;
import io.jenkins.plugins.k8sdag.dag.Interpolation;
import io.jenkins.plugins.k8sdag.dag.StageStatus;
import io.jenkins.plugins.k8sdag.run.AttemptId;
import io.jenkins.plugins.k8sdag.run.Cause;
import io.jenkins.plugins.k8sdag.run.Fact;
import io.jenkins.plugins.k8sdag.run.Failure;
import io.jenkins.plugins.k8sdag.run.RunState;
import io.jenkins.plugins.k8sdag.run.StagePhase;
import io.jenkins.plugins.k8sdag.view.ShortDuration;
import io.jenkins.plugins.k8sdag.view.StageView;
import io.jenkins.plugins.k8sdag.view.WaitingText;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Facts as short lines for the console. Used on the run's turn. */
final class Narrator {
    /** Ends that many stages have for the same reason, which is said once. */
    private static final Set<StageStatus> NOT_RUN =
            EnumSet.of(StageStatus.SKIPPED, StageStatus.OMITTED, StageStatus.CANCELLED);

    private static final int NAMED = 5;
    private static final int OUTPUT_LENGTH = 60;

    private final Map<AttemptId, String> lastWaiting = new HashMap<>();

    /** The stage that was the first to wait for something: others that wait for the same name it. */
    private final Map<String, Integer> firstWaiting = new HashMap<>();

    /** Ends of stages whose log is not complete yet, and what followed from them: said behind its last line. */
    private final Map<AttemptId, List<String>> held = new LinkedHashMap<>();

    /** The lines some facts are worth, in order. */
    List<String> tell(RunState state, List<Fact> facts) {
        List<String> lines = new ArrayList<>();
        Map<String, List<String>> notRun = new LinkedHashMap<>();
        Map<String, List<String>> takenOver = new LinkedHashMap<>();
        for (Fact fact : facts) {
            if (fact instanceof Fact.StageEnded f
                    && state.stage(f.stage()).attempts().isEmpty()
                    && NOT_RUN.contains(f.status())
                    && f.failure().isEmpty()) {
                notRun.computeIfAbsent(f.status() + why(state, f.reason()), how -> new ArrayList<>())
                        .add(name(state, f));
            } else if (fact instanceof Fact.StageTakenOver f) {
                takenOver
                        .computeIfAbsent(f.fromRun(), from -> new ArrayList<>())
                        .add(name(state, f));
            } else {
                line(state, fact).ifPresent(line -> keepOrSay(state, fact, line, lines));
            }
            if (fact instanceof Fact.LogDrained f) {
                Optional.ofNullable(held.remove(f.id())).ifPresent(lines::addAll);
            }
        }
        List<String> behind = facts.stream()
                .flatMap(fact -> heldBy(state, fact).stream())
                .map(held::get)
                .filter(Objects::nonNull)
                .reduce(lines, (before, last) -> last);
        takenOver.forEach((from, stages) -> lines.add(names(stages) + ": taken over from " + from));
        notRun.forEach((how, stages) -> behind.add(names(stages) + ": " + how));
        return lines;
    }

    private void keepOrSay(RunState state, Fact fact, String line, List<String> lines) {
        Optional<AttemptId> by = heldBy(state, fact);
        if (by.isPresent()) {
            held.put(by.get(), new ArrayList<>(List.of(line)));
        } else {
            lines.add(line);
        }
    }

    /** Of a stage's end, the attempt whose log is to be complete before it is said. */
    private static Optional<AttemptId> heldBy(RunState state, Fact fact) {
        return fact instanceof Fact.StageEnded f
                ? state.stage(f.stage())
                        .attempt()
                        .filter(last -> last.hasLog() && !last.drained())
                        .map(last -> new AttemptId(f.stage(), last.number()))
                : Optional.empty();
    }

    /** Ends of stages that were never said, for their logs are not complete yet. */
    List<String> rest() {
        List<String> rest = held.values().stream().flatMap(List::stream).toList();
        held.clear();
        return rest;
    }

    private static String names(List<String> stages) {
        int more = stages.size() - NAMED;
        return String.join(", ", stages.subList(0, Math.min(NAMED, stages.size())))
                + (more > 0 ? " and " + more + " more" : "");
    }

    private static String name(RunState state, Fact.OfStage fact) {
        return state.dag().stage(fact.stage()).name();
    }

    private Optional<String> line(RunState state, Fact fact) {
        Optional<String> text = Optional.empty();
        if (fact instanceof Fact.RunQueued) {
            return WaitingText.ofRun(state);
        } else if (fact instanceof Fact.RunAdmitted) {
            return Optional.of(WaitingText.entered(state));
        } else if (fact instanceof Fact.AttemptMoved f && f.to() == StagePhase.RUNNING) {
            text = Optional.of("started on " + f.node() + attempt(state, f.id()));
        } else if (fact instanceof Fact.SubmitDelayed f) {
            text = waits(state, f.id(), f.why().cause(), f.why().message());
        } else if (fact instanceof Fact.AttemptWaiting f) {
            text = f.waiting().flatMap(w -> waits(state, f.id(), w.cause(), w.message()));
        } else if (fact instanceof Fact.StopOrdered f && f.why().cause() != Cause.CANCELLED) {
            text = waitedFor(f.id(), f.why())
                    ? Optional.empty()
                    : Optional.of("stopping it: " + f.why().message());
        } else if (fact instanceof Fact.AttemptDisrupted f) {
            text = Optional.of("the cluster is ending its pod: " + f.why().message());
        } else if (fact instanceof Fact.RetryScheduled f) {
            text = Optional.of(retry(state, f));
        } else if (fact instanceof Fact.LogDrained f && f.gaps() > 0) {
            text = Optional.of("its log misses lines in " + f.gaps() + " places, marked there");
        } else if (fact instanceof Fact.StageEnded f) {
            text = Optional.of(ended(state, f));
        } else if (fact instanceof Fact.GroupOpened f && !f.instances().isEmpty()) {
            List<String> instances = f.instances().stream().map(Instance::name).toList();
            text = Optional.of("one stage for each of " + names(instances));
        } else if (fact instanceof Fact.StageRetried f) {
            List<String> again =
                    f.reopened().stream().map(i -> state.dag().stage(i).name()).toList();
            text = Optional.of(
                    "retried " + f.by() + (again.isEmpty() ? "" : "; waiting for it again: " + names(again)));
        } else if (fact instanceof Fact.RunStopping f) {
            return Optional.of("stopping the run: " + StopText.words(f.message()));
        } else if (fact instanceof Fact.FinallyStarted f) {
            return Optional.of("finally: all other stages have ended, " + f.status() + " so far");
        } else if (fact instanceof Fact.FinallyStopping f) {
            return Optional.of("stopping finally: " + StopText.words(f.message()));
        }
        return text.map(t -> name(state, (Fact.OfStage) fact) + ": " + t);
    }

    private static String attempt(RunState state, AttemptId id) {
        int most = most(state, id.stage());
        return most > 1 ? " (attempt " + id.attempt() + " of " + most + ")" : "";
    }

    private static int most(RunState state, int stage) {
        return state.stage(stage).most(state.dag().stage(stage));
    }

    private Optional<String> waits(RunState state, AttemptId id, Cause cause, String message) {
        String why = cause.text() + ": " + message;
        if (why.equals(lastWaiting.put(id, why))) {
            return Optional.empty();
        }
        int first = firstWaiting.computeIfAbsent(why, w -> id.stage());
        String words = first == id.stage()
                ? why
                : cause.text() + ", as " + state.dag().stage(first).name();
        return Optional.of("waiting: " + words);
    }

    private static String retry(RunState state, Fact.RetryScheduled f) {
        int failed = f.id().attempt() - 1;
        String why = state.stage(f.stage())
                .attempt(failed)
                .flatMap(a -> a.failure())
                .map(Failure::message)
                .map(message -> message.replaceAll("\\.$", ""))
                .orElse("");
        String budget = f.budget() == Fact.Budget.INFRASTRUCTURE ? " on the infrastructure budget" : "";
        return "attempt " + failed + " failed: " + why + "; retry" + budget + " in "
                + ShortDuration.of(f.delay().toMillis());
    }

    /** Why, unless the line that tells that the run is being stopped has said it. */
    private static String why(RunState state, String reason) {
        return reason.isEmpty() || reason.equals(state.stopMessage()) ? "" : ": " + reason;
    }

    private String ended(RunState state, Fact.StageEnded f) {
        StageView view = StageView.of(state, f.stage(), f.at());
        if (f.status() == StageStatus.CANCELLED) {
            return f.status() + " after " + ShortDuration.of(view.durationMillis()) + why(state, f.reason());
        }
        if (f.failure().isPresent()) {
            return f.status() + " after " + ShortDuration.of(view.durationMillis()) + ": "
                    + failure(state, f.stage(), f.failure().get());
        }
        String tries =
                view.attempts().size() > 1 ? ", attempt " + view.attempts().size() : "";
        return f.status() + " in " + ShortDuration.of(view.durationMillis()) + tries + outputs(f.outputs())
                + why(state, f.reason());
    }

    /** A failure in a line; what its attempt has been waiting for all along is not said again. */
    private String failure(RunState state, int stage, Failure failure) {
        AttemptId last = new AttemptId(stage, state.stage(stage).attempts().size());
        return waitedFor(last, failure) ? failure.cause().text() : words(failure);
    }

    private boolean waitedFor(AttemptId id, Failure failure) {
        return words(failure).equals(lastWaiting.get(id));
    }

    private static String words(Failure failure) {
        return failure.cause().text() + ": " + failure.message();
    }

    private static String outputs(Map<String, Object> outputs) {
        List<String> shown = new ArrayList<>();
        new TreeMap<>(outputs).forEach((k, v) -> shown.add(k + "=" + cut(Interpolation.text(v))));
        return shown.isEmpty() ? "" : " (" + String.join(", ", shown).replaceAll("[\\r\\n]+", " ") + ")";
    }

    private static String cut(String text) {
        return text.length() > OUTPUT_LENGTH ? text.substring(0, OUTPUT_LENGTH) + "…" : text;
    }
}
