package io.jenkins.plugins.k8sdag.pipeline;

import io.jenkins.plugins.k8sdag.dag.Instance;
import io.jenkins.plugins.k8sdag.dag.Interpolation;
import io.jenkins.plugins.k8sdag.dag.StageStatus;
import io.jenkins.plugins.k8sdag.run.Attempt;
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

    /** Ends of stages whose log is not complete yet: said behind its last line. */
    private final Map<AttemptId, String> held = new LinkedHashMap<>();

    /** The lines some facts are worth, in order. */
    List<String> tell(RunState state, List<Fact> facts) {
        List<String> lines = new ArrayList<>();
        Map<String, List<String>> notRun = new LinkedHashMap<>();
        for (Fact fact : facts) {
            if (fact instanceof Fact.StageEnded f
                    && state.stage(f.stage()).attempts().isEmpty()
                    && NOT_RUN.contains(f.status())
                    && f.failure().isEmpty()) {
                notRun.computeIfAbsent(f.status() + ": " + f.reason(), how -> new ArrayList<>())
                        .add(name(state, f));
            } else {
                line(state, fact).ifPresent(line -> keepOrSay(state, fact, line, lines));
            }
            if (fact instanceof Fact.LogDrained f) {
                Optional.ofNullable(held.remove(f.id())).ifPresent(lines::add);
            }
        }
        notRun.forEach((how, stages) -> lines.add(names(stages) + ": " + how));
        return lines;
    }

    private void keepOrSay(RunState state, Fact fact, String line, List<String> lines) {
        if (fact instanceof Fact.StageEnded f) {
            Optional<Attempt> last = state.stage(f.stage()).attempt();
            if (last.isPresent() && last.get().hasLog() && !last.get().drained()) {
                held.put(new AttemptId(f.stage(), last.get().number()), line);
                return;
            }
        }
        lines.add(line);
    }

    /** Ends of stages that were never said, for their logs are not complete yet. */
    List<String> rest() {
        List<String> rest = List.copyOf(held.values());
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
            text = waits(f.id(), f.why().cause().text() + ": " + f.why().message());
        } else if (fact instanceof Fact.AttemptWaiting f) {
            text = f.waiting().flatMap(w -> waits(f.id(), w.cause().text() + ": " + w.message()));
        } else if (fact instanceof Fact.StopOrdered f && f.why().cause() != Cause.CANCELLED) {
            text = Optional.of("stopping it: " + f.why().message());
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
        } else if (fact instanceof Fact.RunStopping f) {
            return Optional.of("stopping the run: " + f.message());
        } else if (fact instanceof Fact.FinallyStarted f) {
            return Optional.of("finally: all other stages have ended, " + f.status() + " so far");
        } else if (fact instanceof Fact.FinallyStopping f) {
            return Optional.of("stopping finally: " + f.message());
        }
        return text.map(t -> name(state, (Fact.OfStage) fact) + ": " + t);
    }

    private static String attempt(RunState state, AttemptId id) {
        int most = most(state, id.stage());
        return most > 1 ? " (attempt " + id.attempt() + " of " + most + ")" : "";
    }

    private static int most(RunState state, int stage) {
        return 1 + state.dag().stage(stage).retry().limit() + state.stage(stage).infrastructureRetries();
    }

    private Optional<String> waits(AttemptId id, String why) {
        boolean again = why.equals(lastWaiting.put(id, why));
        return again ? Optional.empty() : Optional.of("waiting: " + why);
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

    private static String ended(RunState state, Fact.StageEnded f) {
        if (f.failure().isPresent()) {
            Failure failure = f.failure().get();
            return f.status() + ": " + failure.cause().text() + ": " + failure.message();
        }
        StageView view = StageView.of(state, f.stage(), f.at());
        String tries =
                view.attempts().size() > 1 ? ", attempt " + view.attempts().size() : "";
        return f.status() + " in " + ShortDuration.of(view.durationMillis()) + tries + outputs(f.outputs())
                + (f.reason().isEmpty() ? "" : ": " + f.reason());
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
