package io.jenkins.plugins.k8sdag.run;

import io.jenkins.plugins.k8sdag.dag.ExpressionException;
import io.jenkins.plugins.k8sdag.dag.Expressions;
import io.jenkins.plugins.k8sdag.dag.Interpolation;
import io.jenkins.plugins.k8sdag.dag.Need;
import io.jenkins.plugins.k8sdag.dag.Scope;
import io.jenkins.plugins.k8sdag.dag.Stage;
import io.jenkins.plugins.k8sdag.dag.StageStatus;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What becomes of a stage once all its needs have ended: it is left out, skipped, or ready. */
final class Readying {
    private Readying() {}

    static void decide(Turn turn, int stage, Expressions expressions) {
        Stage spec = turn.state().dag().stage(stage);
        if (leftOut(turn, stage, spec)) {
            return;
        }
        try {
            // Most stages of a large graph read nothing.
            Scope scope = spec.hasExpressions() || spec.isGroup() ? Scopes.of(turn.state(), stage) : null;
            if (spec.when().isPresent() && !isTrue(expressions, spec.when().get(), scope)) {
                notRun(
                        turn,
                        stage,
                        StageStatus.SKIPPED,
                        "its when is false: " + expressions.whyFalse(spec.when().get(), scope));
                return;
            }
            boolean allowFailure = spec.allowFailure().isPresent()
                    && isTrue(expressions, spec.allowFailure().get(), scope);
            if (spec.isGroup()) {
                Opening.decide(turn, stage, expressions, scope, allowFailure);
                return;
            }
            Map<String, String> values = new HashMap<>();
            for (String source : spec.interpolations()) {
                values.put(source, Interpolation.text(expressions.evaluate(source, scope)));
            }
            turn.emit(new Fact.StageReady(stage, values, allowFailure, turn.now()));
        } catch (ExpressionException e) {
            failed(turn, stage, e);
        }
    }

    /** A stage whose expression has no value has failed, whatever it would have done. */
    static void failed(Turn turn, int stage, ExpressionException e) {
        Failure failure = Failure.of(
                Cause.EXPRESSION_FAILED,
                e.getMessage(),
                "Correct the expression, or make sure that the value it reads is there.");
        turn.emit(new Fact.StageEnded(stage, StageStatus.FAILED, Optional.of(failure), "", Map.of(), turn.now()));
        Stopping.failFast(turn, stage);
    }

    private static boolean isTrue(Expressions expressions, String source, Scope scope) throws ExpressionException {
        Object value = expressions.evaluate(source, scope);
        if (value instanceof Boolean b) {
            return b;
        }
        throw new ExpressionException("'" + source + "' is " + value + ", where true or false is wanted");
    }

    static void notRun(Turn turn, int stage, StageStatus status, String reason) {
        turn.emit(new Fact.StageEnded(stage, status, Optional.empty(), reason, Map.of(), turn.now()));
    }

    private static boolean leftOut(Turn turn, int stage, Stage spec) {
        int parent = turn.state().dag().parentOf(stage);
        if (parent >= 0 && turn.stage(parent).phase() == StagePhase.ENDED) {
            StageState group = turn.stage(parent);
            StageStatus status = group.status().orElseThrow();
            String why = group.reason().isEmpty() ? "" : ": " + group.reason();
            notRun(
                    turn,
                    stage,
                    status == StageStatus.SKIPPED || status == StageStatus.CANCELLED ? status : StageStatus.OMITTED,
                    "its group '" + turn.state().dag().stage(parent).name() + "' is " + status + why);
            return true;
        }
        Optional<String> unmet = unmet(turn.state(), stage, spec);
        unmet.ifPresent(why -> notRun(turn, stage, StageStatus.OMITTED, why));
        return unmet.isPresent();
    }

    static Optional<String> unmet(RunState state, int stage, Stage spec) {
        int[] needs = state.dag().needsOf(stage);
        for (int n = 0; n < needs.length; n++) {
            Need need = spec.needs().get(n);
            StageStatus status = state.stage(needs[n]).status().orElseThrow();
            boolean readsOutputs = spec.readsOutputs().contains(need.stage());
            if (status == StageStatus.SKIPPED && readsOutputs) {
                return Optional.of("it reads outputs of '" + need.stage() + "', which was SKIPPED and has none");
            }
            if (!met(need.requirement(), status)) {
                return Optional.of("it needs '" + need.stage() + "' to have " + wanted(need.requirement())
                        + ", and that is " + status);
            }
        }
        return Optional.empty();
    }

    static boolean met(Need.Requirement requirement, StageStatus status) {
        return switch (requirement) {
            case SUCCEEDED ->
                status == StageStatus.SUCCEEDED || status == StageStatus.UNSTABLE || status == StageStatus.SKIPPED;
            case FAILED -> status == StageStatus.FAILED;
            case COMPLETED ->
                status == StageStatus.SUCCEEDED || status == StageStatus.UNSTABLE || status == StageStatus.FAILED;
            case ALWAYS -> true;
        };
    }

    private static String wanted(Need.Requirement requirement) {
        return switch (requirement) {
            case SUCCEEDED -> "succeeded";
            case FAILED -> "failed";
            case COMPLETED -> "completed";
            case ALWAYS -> "ended";
        };
    }
}
