package io.jenkins.plugins.k8sdag.cli;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Ctrl-C and its like while a run is driven: the first cancels the run, the second ends the process at once. */
final class Interruption {
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicReference<Runnable> first = new AtomicReference<>(() -> {});

    private Interruption() {}

    /**
     * Takes the stop signals over.
     *
     * @param second what ends the process at once
     * @param say tells people
     */
    static Interruption install(Signals signals, Runnable second, Consumer<String> say) {
        Interruption interruption = new Interruption();
        signals.handle(Signals.STOP, () -> {
            int n = interruption.count.incrementAndGet();
            if (n == 1) {
                say.accept("interrupted: cancelling the run and cleaning up (once more stops at once)");
                interruption.first.get().run();
            } else {
                second.run();
            }
        });
        return interruption;
    }

    /** Whether there was a signal. */
    boolean came() {
        return count.get() > 0;
    }

    /** What the first signal does from now on; done at once if it came already. */
    void first(Runnable task) {
        first.set(task);
        if (count.get() > 0) {
            task.run();
        }
    }
}
