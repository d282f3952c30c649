package io.jenkins.plugins.k8sdag.cli.screen;

import io.jenkins.plugins.k8sdag.dag.StageStatus;
import io.jenkins.plugins.k8sdag.run.AttemptId;
import io.jenkins.plugins.k8sdag.run.Cause;
import io.jenkins.plugins.k8sdag.run.Fact;
import io.jenkins.plugins.k8sdag.run.Failure;
import io.jenkins.plugins.k8sdag.run.RunState;
import io.jenkins.plugins.k8sdag.run.StagePhase;
import io.jenkins.plugins.k8sdag.run.StageState;
import io.jenkins.plugins.k8sdag.run.Text;
import io.jenkins.plugins.k8sdag.view.ShortDuration;
import io.jenkins.plugins.k8sdag.view.StageView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Facts as sentences. A live table shows what is under way, so that there only ends and failures are told. */
final class Narrator {
    private static final int NAMED = 5;
    private static final int OUTPUT_LENGTH = 60;

    private final Style style;
    private final boolean everything;
    private final Map<AttemptId, String> lastWaiting = new LinkedHashMap<>();

    /** A narrator that tells of starts and waits too, if {@code everything}. */
    Narrator(Style style, boolean everything) {
        this.style = style;
        this.everything = everything;
    }

    List<Said> tell(RunState state, List<Fact> facts) {
        List<Said> said = new ArrayList<>();
        Map<String, List<String>> notRun = new LinkedHashMap<>();
        for (Fact fact : facts) {
            if (fact instanceof Fact.StageEnded f && state.stage(f.stage()).attempts().isEmpty() && f.failure().isEmpty()) {
                String how = style.standing(f.status().name(), f.status().name()) + ": " + f.reason();
                notRun.computeIfAbsent(how, h -> new ArrayList<>())
                        .add(state.dag().stage(f.stage()).name());
            } else {
                tell(state, fact).ifPresent(said::add);
            }
        }
        notRun.forEach((how, stages) -> said.add(new Said(Said.RUN, names(stages) + ": " + how)));
        return said;
    }

    private String names(List<String> stages) {
        int more = stages.size() - NAMED;
        String named = String.join(", ", stages.subList(0, Math.min(NAMED, stages.size())));
        return style.bold(more > 0 ? named + " and " + more + " more" : named);
    }

    private Optional<Said> tell(RunState state, Fact fact) {
        Optional<String> text = Optional.empty();
        if (fact instanceof Fact.AttemptMoved f && f.to() == StagePhase.RUNNING) {
            text = started(state, f);
        } else if (fact instanceof Fact.SubmitDelayed f) {
            text = waits(f.id(), f.why().cause().text() + ": " + TextWidth.inline(f.why().message()));
        } else if (fact instanceof Fact.AttemptWaiting f) {
            text = f.waiting().flatMap(w -> waits(f.id(), w.cause().text() + ": " + TextWidth.inline(w.message())));
        } else if (fact instanceof Fact.StopOrdered f && f.why().cause() != Cause.CANCELLED) {
            text = Optional.of(style.warn("stopping it") + ": " + TextWidth.inline(f.why().message()));
        } else if (fact instanceof Fact.AttemptDisrupted f) {
            text = Optional.of(style.warn("the cluster is ending its pod") + ": " + TextWidth.inline(f.why().message()));
        } else if (fact instanceof Fact.RetryScheduled f) {
            text = Optional.of(retry(state, f));
        } else if (fact instanceof Fact.LogDrained f && f.gaps() > 0) {
            text = Optional.of(style.warn("its log misses lines in " + f.gaps() + " places, marked there"));
        } else if (fact instanceof Fact.StageEnded f) {
            text = Optional.of(ended(state, f));
        } else if (fact instanceof Fact.RunStopping f) {
            return Optional.of(new Said(Said.RUN, style.warn("stopping the run") + ": " + f.message()));
        }
        return text.map(t -> of(state, ((Fact.OfStage) fact).stage(), t));
    }

    private Said of(RunState state, int stage, String text) {
        return new Said(stage, style.stage(stage, state.dag().stage(stage).name()) + ": " + text);
    }

    private Optional<String> started(RunState state, Fact.AttemptMoved f) {
        int n = f.id().attempt();
        int limit = state.dag().stage(f.stage()).retry().limit();
        String attempt = n > 1 || limit > 0 ? " (attempt " + n + " of " + most(state, f.stage()) + ")" : "";
        return everything ? Optional.of("started on " + f.node() + attempt) : Optional.empty();
    }

    private static int most(RunState state, int stage) {
        return 1
                + state.dag().stage(stage).retry().limit()
                + state.stage(stage).infrastructureRetries();
    }

    private Optional<String> waits(AttemptId id, String why) {
        boolean again = why.equals(lastWaiting.put(id, why));
        return everything && !again ? Optional.of(style.dim("waiting") + ": " + why) : Optional.empty();
    }

    private String retry(RunState state, Fact.RetryScheduled f) {
        StageState s = state.stage(f.stage());
        int failed = f.id().attempt() - 1;
        String why = s.attempt(failed).flatMap(a -> a.failure()).map(Failure::message).map(TextWidth::inline).orElse("");
        String budget = f.budget() == Fact.Budget.INFRASTRUCTURE ? ", on the infrastructure budget" : "";
        return style.warn("attempt " + failed + " failed") + ": " + why + "; retry in " + Text.duration(f.delay()) + " (attempt "
                + f.id().attempt() + " of " + most(state, f.stage()) + budget + ")";
    }

    private String ended(RunState state, Fact.StageEnded f) {
        StageView s = StageView.of(state, f.stage(), f.at());
        String status = style.standing(f.status().name(), Style.symbol(f.status().name()) + " " + f.status().name());
        if (f.failure().isPresent() && f.status() != StageStatus.SUCCEEDED) {
            Failure failure = f.failure().get();
            return status + ": " + failure.cause().text() + ": " + TextWidth.inline(failure.message());
        }
        String tries = s.attempts().size() > 1 ? ", attempt " + s.attempts().size() : "";
        return status + " in " + ShortDuration.of(s.durationMillis()) + tries + outputs(f.outputs())
                + (f.reason().isEmpty() ? "" : ": " + f.reason());
    }

    private String outputs(Map<String, String> outputs) {
        if (outputs.isEmpty()) {
            return "";
        }
        List<String> shown = new ArrayList<>();
        new TreeMap<>(outputs).forEach((k, v) -> shown.add(k + "=" + TextWidth.cut(TextWidth.flat(v), OUTPUT_LENGTH)));
        return style.dim(" → " + String.join(", ", shown));
    }
}
