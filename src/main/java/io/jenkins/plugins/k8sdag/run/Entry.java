package io.jenkins.plugins.k8sdag.run;

import java.time.Instant;
import java.util.Optional;

/**
 * How a run stands in its concurrency group.
 *
 * @param at when it got its place
 * @param queue who is in its way, while it waits and once it was looked
 */
public record Entry(Optional<Instant> at, Optional<RunQueue> queue) {
    static final Entry NONE = new Entry(Optional.empty(), Optional.empty());
}
