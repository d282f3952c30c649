package io.jenkins.plugins.k8sdag.engine;

import io.jenkins.plugins.k8sdag.run.RunQueue;
import io.jenkins.plugins.k8sdag.run.RunState;
import java.io.IOException;
import java.util.Optional;

/** How a host tells a run who else is in its concurrency group. Safe for use by several threads. */
@FunctionalInterface
public interface ConcurrencyGroups {
    /** Of a host with one run. */
    ConcurrencyGroups ALONE = run -> Optional.of(new Look(RunQueue.EMPTY, () -> {}));

    /**
     * Looks at the group of a run that waits for its place, and has older runs cancelled where that is asked for. Until the look is
     * closed, no other run gets one, so that what is decided on it is seen by the next. Blocking, shortly.
     *
     * @param run the run that asks
     * @return empty while someone else looks: to be asked again soon
     * @throws IOException when the other runs cannot be read
     */
    Optional<Look> look(RunState run) throws IOException;

    /**
     * What was seen.
     *
     * @param queue who is in the run's way
     * @param end lets others look; called once, from any thread
     */
    record Look(RunQueue queue, Runnable end) implements AutoCloseable {
        @Override
        public void close() {
            end.run();
        }
    }
}
