package io.jenkins.plugins.k8sdag.engine;

import io.jenkins.plugins.k8sdag.run.Effect;
import io.jenkins.plugins.k8sdag.run.Input;
import io.jenkins.plugins.k8sdag.run.RunState;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One run in a cluster. Safe for use by several threads. */
public interface ClusterRun extends AutoCloseable {
    /**
     * Lists once what the cluster holds of the run. Blocking. Every attempt that the state has submitted and not seen end is
     * told: what is there of it, or that it is gone.
     *
     * @param state what the run knows
     * @return what was seen
     * @throws ClusterException when the API does not answer
     */
    List<Input> observe(RunState state) throws ClusterException;

    /**
     * Makes an effect so. Blocking; called on the engine's pool for API calls, never for {@link Effect.FollowLog}.
     *
     * @param state the state the effect is due in
     * @param effect what should be so
     * @return the answer that the effect names
     * @throws ClusterException when it could not be done for now and has to be tried again; a Job that is refused is no
     *     exception but {@link Input.SubmitRefused}
     */
    Input perform(RunState state, Effect effect) throws ClusterException;

    /**
     * Follows a log into its file until it is complete. Does not block. Goes on through lost connections, bounded once the
     * attempt has ended; a place where lines were lost is marked in the file.
     *
     * @param state the state the effect is due in
     * @param effect whose log
     * @return done with {@link Input.Drained}; fails only when the file cannot be written
     */
    CompletableFuture<Input> follow(RunState state, Effect.FollowLog effect);

    @Override
    void close();
}
