package io.jenkins.plugins.k8sdag.engine;

import java.util.function.IntSupplier;

/**
 * What the runs of a host share.
 *
 * @param groups who else is in a run's concurrency group
 * @param cap how many stages all runs together may have in flight; 0: no cap. Asked whenever a stage is to start
 * @param elsewhere how many of these slots runs take that this host has yet to take up after a restart; quick, asked as often
 */
public record Sharing(ConcurrencyGroups groups, IntSupplier cap, IntSupplier elsewhere) {
    /** Nothing. */
    public static final Sharing NOTHING = new Sharing(ConcurrencyGroups.ALONE, () -> 0, () -> 0);

    /** Concurrency groups, and no cap. */
    public static Sharing of(ConcurrencyGroups groups) {
        return new Sharing(groups, NOTHING.cap(), NOTHING.elsewhere());
    }
}
