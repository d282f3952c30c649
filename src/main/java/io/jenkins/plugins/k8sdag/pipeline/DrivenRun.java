package io.jenkins.plugins.k8sdag.pipeline;

import io.jenkins.plugins.k8sdag.engine.Health;
import io.jenkins.plugins.k8sdag.engine.RunHandle;
import io.jenkins.plugins.k8sdag.run.RunPhase;
import io.jenkins.plugins.k8sdag.run.RunState;
import io.jenkins.plugins.k8sdag.view.ProgressView;
import io.jenkins.plugins.k8sdag.view.WaitingText;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A run that this Jenkins drives. Safe for use by several threads. */
public final class DrivenRun {
    private final String id;
    private final RunHandle handle;
    private final RunConsole console;
    private final StageWatchers watchers;
    private final ShownLogs shown;

    DrivenRun(String id, RunHandle handle, RunConsole console, StageWatchers watchers, ShownLogs shown) {
        this.id = id;
        this.handle = handle;
        this.console = console;
        this.watchers = watchers;
        this.shown = shown;
    }

    public String id() {
        return id;
    }

    /** The state after its latest turn. */
    public RunState state() {
        return handle.state();
    }

    /** How the connection to its cluster stands. */
    public Optional<Health> health() {
        RunPlace place = RunPlace.of(state().info());
        return Controller.get().health(place.cloud(), place.namespace());
    }

    /**
     * Asks the run to stop and clean up.
     *
     * @param by who asks, for people
     */
    public void cancel(String by) {
        handle.cancel(by);
    }

    /**
     * Asks for a failed stage to be tried again.
     *
     * @param by who asks, for people
     * @return done once that is decided: empty if it is tried again, else why not
     */
    public CompletableFuture<Optional<String>> retry(String stage, String by) {
        return handle.retry(stage, by);
    }

    /** {@code 12 of 40 stages done, 3 running}, and what is wrong with the connection while something is. */
    String status() {
        Optional<String> waiting = WaitingText.ofRun(state());
        if (waiting.isPresent()) {
            return waiting.get();
        }
        String where = state().phase() == RunPhase.STOPPING
                ? "stopping; "
                : state().phase() == RunPhase.FINALLY ? "in finally; " : "";
        String trouble = health().flatMap(Health::trouble).map(t -> "; " + t).orElse("");
        return where + progress() + trouble;
    }

    /** {@code 12 of 40 stages done, 3 running}. */
    String progress() {
        ProgressView progress = ProgressView.of(state());
        return progress.ended() + " of " + progress.total() + " stages done, " + progress.running() + " running";
    }

    /** For steps that show single stages of it. */
    StageWatchers watchers() {
        return watchers;
    }

    /** What such steps had shown when this Jenkins took the run up again. */
    ShownLogs shown() {
        return shown;
    }

    /** Whether stages in {@code finally} run that nobody has stopped. */
    boolean tidiesUp() {
        return state().phase() == RunPhase.FINALLY && state().finallyStop().isEmpty();
    }

    RunConsole console() {
        return console;
    }

    RunHandle handle() {
        return handle;
    }

    void letGo() {
        console.stopGathering();
        handle.detach();
    }
}
