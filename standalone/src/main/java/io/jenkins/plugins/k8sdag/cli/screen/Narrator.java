package io.jenkins.plugins.k8sdag.cli.screen;

import io.jenkins.plugins.k8sdag.dag.Instance;
import io.jenkins.plugins.k8sdag.dag.Interpolation;
import io.jenkins.plugins.k8sdag.dag.StageStatus;
import io.jenkins.plugins.k8sdag.run.AttemptId;
import io.jenkins.plugins.k8sdag.run.Cause;
import io.jenkins.plugins.k8sdag.run.Fact;
import io.jenkins.plugins.k8sdag.run.Failure;
import io.jenkins.plugins.k8sdag.run.RunState;
import io.jenkins.plugins.k8sdag.run.StagePhase;
import io.jenkins.plugins.k8sdag.run.StageState;
import io.jenkins.plugins.k8sdag.view.ShortDuration;
import io.jenkins.plugins.k8sdag.view.StageView;
import io.jenkins.plugins.k8sdag.view.WaitingText;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Facts as sentences. A live table shows what is under way, so that there only ends and failures are told. */
final class Narrator {
    /** Ends that many stages have for the same reason, which is said once. */
    private static final Set<StageStatus> NOT_RUN =
            EnumSet.of(StageStatus.SKIPPED, StageStatus.OMITTED, StageStatus.CANCELLED);

    private static final int NAMED = 5;
    private static final int OUTPUT_LENGTH = 60;
    private static final int BRIEF = 160;

    private final Style style;
    private final boolean everything;
    private final Map<AttemptId, String> lastWaiting = new LinkedHashMap<>();

    /** A narrator that tells of starts and waits too, if {@code everything}. */
    Narrator(Style style, boolean everything) {
        this.style = style;
        this.everything = everything;
    }

    List<Step> tell(RunState state, List<Fact> facts) {
        List<Step> steps = new ArrayList<>();
        Map<String, List<String>> notRun = new LinkedHashMap<>();
        Map<String, List<String>> takenOver = new LinkedHashMap<>();
        for (Fact fact : facts) {
            logSteps(fact, steps);
            if (fact instanceof Fact.StageEnded f
                    && state.stage(f.stage()).attempts().isEmpty()
                    && NOT_RUN.contains(f.status())
                    && f.failure().isEmpty()) {
                String how = style.standing(f.status().name(), f.status().name()) + ": " + f.reason();
                notRun.computeIfAbsent(how, h -> new ArrayList<>())
                        .add(state.dag().stage(f.stage()).name());
            } else if (fact instanceof Fact.StageTakenOver f) {
                takenOver
                        .computeIfAbsent(f.fromRun(), from -> new ArrayList<>())
                        .add(state.dag().stage(f.stage()).name());
            } else {
                tell(state, fact).ifPresent(line -> steps.add(new Step.Show(line)));
            }
        }
        takenOver.forEach((from, stages) -> steps.add(new Step.Show(names(stages) + ": taken over from " + from)));
        notRun.forEach((how, stages) -> steps.add(new Step.Show(names(stages) + ": " + how)));
        return steps;
    }

    private static void logSteps(Fact fact, List<Step> steps) {
        if (fact instanceof Fact.AttemptMoved f && f.to() == StagePhase.RUNNING) {
            steps.add(new Step.LogBegins(f.id()));
        }
        if (fact instanceof Fact.AttemptEnded f && f.startedAt().isPresent()) {
            // It may have ended before it was seen to run.
            steps.add(new Step.LogBegins(f.id()));
            steps.add(new Step.LogEnds(f.id(), f.at()));
        }
    }

    private String names(List<String> stages) {
        int more = stages.size() - NAMED;
        String named = String.join(", ", stages.subList(0, Math.min(NAMED, stages.size())));
        return style.bold(more > 0 ? named + " and " + more + " more" : named);
    }

    private Optional<String> tell(RunState state, Fact fact) {
        Optional<String> text = Optional.empty();
        if (fact instanceof Fact.RunQueued) {
            return WaitingText.ofRun(state).map(style::warn);
        } else if (fact instanceof Fact.RunAdmitted) {
            return Optional.of(WaitingText.entered(state));
        } else if (fact instanceof Fact.AttemptMoved f && f.to() == StagePhase.RUNNING) {
            text = started(state, f);
        } else if (fact instanceof Fact.SubmitDelayed f) {
            text = waits(f.id(), f.why());
        } else if (fact instanceof Fact.AttemptWaiting f) {
            text = f.waiting().flatMap(w -> waits(f.id(), w.failure()));
        } else if (fact instanceof Fact.StopOrdered f) {
            text = stopping(f);
        } else if (fact instanceof Fact.AttemptDisrupted f) {
            text = Optional.of(style.warn("the cluster is ending its pod") + ": " + brief(f.why()));
        } else if (fact instanceof Fact.RetryScheduled f) {
            text = Optional.of(retry(state, f));
        } else if (fact instanceof Fact.LogDrained f && f.gaps() > 0) {
            text = Optional.of(style.warn("its log misses lines in " + f.gaps() + " places, marked there"));
        } else if (fact instanceof Fact.StageEnded f) {
            text = Optional.of(ended(state, f));
        } else if (fact instanceof Fact.GroupOpened f && !f.instances().isEmpty()) {
            text = Optional.of("one stage for each of "
                    + names(f.instances().stream().map(Instance::name).toList()));
        } else if (fact instanceof Fact.StageRetried f) {
            List<String> again =
                    f.reopened().stream().map(i -> state.dag().stage(i).name()).toList();
            text = Optional.of(style.warn("retried by hand") + ": " + f.by()
                    + (again.isEmpty() ? "" : "; waiting for it again: " + names(again)));
        } else if (fact instanceof Fact.RunStopping f) {
            return Optional.of(style.warn("stopping the run") + ": " + f.message());
        } else if (fact instanceof Fact.FinallyStarted f) {
            return Optional.of(style.bold("finally") + ": all other stages have ended, "
                    + style.standing(f.status().name(), f.status().name()) + " so far");
        } else if (fact instanceof Fact.FinallyStopping f) {
            return Optional.of(style.warn("stopping finally") + ": " + f.message());
        }
        return text.map(t -> {
            int stage = ((Fact.OfStage) fact).stage();
            return style.stage(stage, state.dag().stage(stage).name()) + ": " + t;
        });
    }

    /** A failure on one line; all of it is told at the end. */
    private static String brief(Failure f) {
        String what = TextWidth.cut(TextWidth.inline(f.message()), BRIEF);
        return f.cause() == Cause.CANCELLED ? what : f.cause().text() + ": " + what;
    }

    /** What it waited for was said already, and a run that stops as a whole says so itself. */
    private Optional<String> stopping(Fact.StopOrdered f) {
        boolean known = f.why().cause() == Cause.CANCELLED || brief(f.why()).equals(lastWaiting.get(f.id()));
        return known ? Optional.empty() : Optional.of(style.warn("stopping it") + ": " + brief(f.why()));
    }

    private Optional<String> started(RunState state, Fact.AttemptMoved f) {
        int n = f.id().attempt();
        int limit = state.dag().stage(f.stage()).retry().limit();
        String attempt = n > 1 || limit > 0 ? " (attempt " + n + " of " + most(state, f.stage()) + ")" : "";
        return everything ? Optional.of("started on " + f.node() + attempt) : Optional.empty();
    }

    private static int most(RunState state, int stage) {
        return state.stage(stage).most(state.dag().stage(stage));
    }

    private Optional<String> waits(AttemptId id, Failure why) {
        boolean again = brief(why).equals(lastWaiting.put(id, brief(why)));
        return everything && !again ? Optional.of(style.dim("waiting") + ": " + brief(why)) : Optional.empty();
    }

    private String retry(RunState state, Fact.RetryScheduled f) {
        StageState s = state.stage(f.stage());
        int failed = f.id().attempt() - 1;
        String why = s.attempt(failed)
                .flatMap(a -> a.failure())
                .map(Failure::message)
                .map(TextWidth::inline)
                .orElse("");
        String budget = f.budget() == Fact.Budget.INFRASTRUCTURE ? ", on the infrastructure budget" : "";
        return style.warn("attempt " + failed + " failed") + ": " + why + "; retry in "
                + ShortDuration.of(f.delay().toMillis()) + " (attempt " + f.id().attempt() + " of "
                + most(state, f.stage()) + budget + ")";
    }

    private String ended(RunState state, Fact.StageEnded f) {
        StageView s = StageView.of(state, f.stage(), f.at());
        String status = style.standing(
                f.status().name(),
                Style.symbol(f.status().name()) + " " + f.status().name());
        if (f.failure().isPresent() && f.status() != StageStatus.SUCCEEDED) {
            return status + ": " + brief(f.failure().get());
        }
        String tries = s.attempts().size() > 1 ? ", attempt " + s.attempts().size() : "";
        return status + " in " + ShortDuration.of(s.durationMillis()) + tries + outputs(f.outputs())
                + (f.reason().isEmpty() ? "" : ": " + f.reason());
    }

    private String outputs(Map<String, Object> outputs) {
        if (outputs.isEmpty()) {
            return "";
        }
        List<String> shown = new ArrayList<>();
        new TreeMap<>(outputs)
                .forEach((k, v) ->
                        shown.add(k + "=" + TextWidth.cut(TextWidth.flat(Interpolation.text(v)), OUTPUT_LENGTH)));
        return style.dim(" → " + String.join(", ", shown));
    }
}
