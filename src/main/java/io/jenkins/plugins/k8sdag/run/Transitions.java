package io.jenkins.plugins.k8sdag.run;

import static io.jenkins.plugins.k8sdag.run.StagePhase.BACKOFF;
import static io.jenkins.plugins.k8sdag.run.StagePhase.DISRUPTED;
import static io.jenkins.plugins.k8sdag.run.StagePhase.ENDED;
import static io.jenkins.plugins.k8sdag.run.StagePhase.JUDGING;
import static io.jenkins.plugins.k8sdag.run.StagePhase.OPEN;
import static io.jenkins.plugins.k8sdag.run.StagePhase.PENDING;
import static io.jenkins.plugins.k8sdag.run.StagePhase.PULLING;
import static io.jenkins.plugins.k8sdag.run.StagePhase.QUEUED;
import static io.jenkins.plugins.k8sdag.run.StagePhase.RUNNING;
import static io.jenkins.plugins.k8sdag.run.StagePhase.STOPPING;
import static io.jenkins.plugins.k8sdag.run.StagePhase.SUBMITTING;
import static io.jenkins.plugins.k8sdag.run.StagePhase.WAITING;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The phases a stage can go through, as data: which fact leads from where to where. All else is a bug. */
public final class Transitions {
    /**
     * One arrow of the diagram.
     *
     * @param from the phase before
     * @param fact the type of fact that leads on
     * @param to the phase after
     */
    public record Transition(StagePhase from, Class<? extends Fact> fact, StagePhase to) {}

    /** Every arrow there is. */
    public static final List<Transition> ALL;

    private static final Map<Class<? extends Fact>, Map<StagePhase, Set<StagePhase>>> INDEX = new HashMap<>();

    static {
        List<Transition> all = new ArrayList<>();
        add(all, Fact.StageReady.class, QUEUED, WAITING);
        add(all, Fact.GroupOpened.class, OPEN, WAITING);
        add(all, Fact.AttemptAdmitted.class, SUBMITTING, QUEUED);
        add(all, Fact.SubmitDelayed.class, SUBMITTING, SUBMITTING);
        add(all, Fact.SubmitDue.class, SUBMITTING, SUBMITTING);
        add(all, Fact.JobSubmitted.class, PENDING, SUBMITTING);
        add(all, Fact.JobSubmitted.class, STOPPING, STOPPING);
        add(all, Fact.AttemptMoved.class, PULLING, PENDING);
        add(all, Fact.AttemptMoved.class, RUNNING, PENDING, PULLING);
        add(all, Fact.AttemptWaiting.class, PENDING, PENDING);
        add(all, Fact.AttemptWaiting.class, PULLING, PULLING);
        add(all, Fact.AttemptDisrupted.class, DISRUPTED, PENDING, PULLING, RUNNING);
        add(all, Fact.StopOrdered.class, STOPPING, SUBMITTING, PENDING, PULLING, RUNNING, DISRUPTED);
        add(all, Fact.AttemptEnded.class, JUDGING, SUBMITTING, PENDING, PULLING, RUNNING, STOPPING, DISRUPTED);
        add(all, Fact.RetryScheduled.class, BACKOFF, JUDGING);
        add(all, Fact.RetryDue.class, QUEUED, BACKOFF);
        add(all, Fact.StageEnded.class, ENDED, WAITING, OPEN, QUEUED, BACKOFF, JUDGING);
        add(all, Fact.StageTakenOver.class, ENDED, WAITING, OPEN);
        add(all, Fact.StageRetried.class, QUEUED, ENDED);
        add(all, Fact.StageRetried.class, WAITING, ENDED);
        add(all, Fact.StageRetried.class, OPEN, ENDED);
        ALL = List.copyOf(all);
        for (Transition t : ALL) {
            INDEX.computeIfAbsent(t.fact(), f -> new HashMap<>())
                    .computeIfAbsent(t.from(), f -> new TreeSet<>())
                    .add(t.to());
        }
    }

    private Transitions() {}

    private static void add(List<Transition> all, Class<? extends Fact> fact, StagePhase to, StagePhase... from) {
        for (StagePhase f : from) {
            all.add(new Transition(f, fact, to));
        }
    }

    /** Whether a fact may lead from one phase to another. */
    static boolean allowed(Class<? extends Fact> fact, StagePhase from, StagePhase to) {
        return INDEX.getOrDefault(fact, Map.of()).getOrDefault(from, Set.of()).contains(to);
    }

    /** Whether a fact may come in a phase at all. */
    static boolean allowed(Class<? extends Fact> fact, StagePhase from) {
        return INDEX.getOrDefault(fact, Map.of()).containsKey(from);
    }

    /** The state diagram, in Mermaid's notation; the docs hold the same text. */
    public static String mermaid() {
        Map<String, Set<String>> labels = new java.util.LinkedHashMap<>();
        for (Transition t : ALL) {
            labels.computeIfAbsent(t.from() + " --> " + t.to(), k -> new TreeSet<>())
                    .add(t.fact().getSimpleName());
        }
        StringBuilder text = new StringBuilder("stateDiagram-v2\n    [*] --> WAITING\n");
        labels.forEach((arrow, facts) -> text.append("    ")
                .append(arrow)
                .append(": ")
                .append(String.join(", ", facts))
                .append('\n'));
        return text.append("    ENDED --> [*]\n").toString();
    }
}
