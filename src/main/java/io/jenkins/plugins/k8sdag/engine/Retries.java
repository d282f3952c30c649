package io.jenkins.plugins.k8sdag.engine;

import io.jenkins.plugins.k8sdag.run.Decider;
import io.jenkins.plugins.k8sdag.run.Input;
import io.jenkins.plugins.k8sdag.run.RunState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Retries of stages that people asked for. Each is decided on the state of its turn, and answered once that turn is in the journal.
 * Asked for from any thread; all else belongs to the run's turn.
 */
final class Retries {
    private record Request(String stage, String by, CompletableFuture<Optional<String>> answer) {}

    private record Decided(Request request, Optional<String> refusal) {}

    private final Queue<Request> asked = new ConcurrentLinkedQueue<>();
    private final List<Decided> decided = new ArrayList<>();

    CompletableFuture<Optional<String>> ask(String stage, String by) {
        CompletableFuture<Optional<String>> answer = new CompletableFuture<>();
        asked.add(new Request(stage, by, answer));
        return answer;
    }

    /** The next one that can be done as the run stands; those that cannot are noted with the reason. */
    Optional<Input> next(RunState state) {
        for (Request request = asked.poll(); request != null; request = asked.poll()) {
            int stage = state.dag().indexOf(request.stage());
            Optional<String> refusal = stage < 0
                    ? Optional.of("the run has no stage '" + request.stage() + "'")
                    : Decider.refusal(state, stage);
            decided.add(new Decided(request, refusal));
            if (refusal.isEmpty()) {
                return Optional.of(new Input.RetryRequested(stage, request.by()));
            }
        }
        return Optional.empty();
    }

    /** What was decided is in the journal. */
    void written() {
        decided.forEach(d -> d.request().answer().complete(d.refusal()));
        decided.clear();
    }

    /** The run is let go, for its journal cannot be written or its process ends: nothing more is decided. */
    void close(Optional<Throwable> failure) {
        decided.forEach(d -> asked.add(d.request()));
        decided.clear();
        for (Request request = asked.poll(); request != null; request = asked.poll()) {
            if (failure.isPresent()) {
                request.answer().completeExceptionally(failure.get());
            } else {
                request.answer().complete(Optional.of("this process drives the run no more"));
            }
        }
    }
}
