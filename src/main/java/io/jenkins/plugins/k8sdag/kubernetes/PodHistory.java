package io.jenkins.plugins.k8sdag.kubernetes;

import io.jenkins.plugins.k8sdag.run.Waiting;
import java.time.Instant;
import java.util.Optional;

/**
 * What has to be remembered of a pod because its last state no longer tells: a final delete overwrites when deletion was first asked
 * for, and a container that was lost forgets that it ever ran.
 *
 * @param doomedAt when something first set out to end the pod
 * @param ranWhenDoomed whether its container was seen running after that
 * @param startedAt when its main container started
 * @param imageTrouble why the image was last said not to be pulled; a back-off of older clusters does not say
 */
record PodHistory(
        Optional<Instant> doomedAt,
        boolean ranWhenDoomed,
        Optional<Instant> startedAt,
        Optional<Waiting> imageTrouble) {
    static final PodHistory NONE = new PodHistory(Optional.empty(), false, Optional.empty(), Optional.empty());

    PodHistory doomed(Instant at, boolean running) {
        Optional<Instant> first = doomedAt.isPresent() && doomedAt.get().isBefore(at) ? doomedAt : Optional.of(at);
        return new PodHistory(first, ranWhenDoomed || running, startedAt, imageTrouble);
    }

    PodHistory started(Instant at) {
        return new PodHistory(doomedAt, ranWhenDoomed, Optional.of(at), imageTrouble);
    }

    PodHistory imageTrouble(Waiting trouble) {
        return new PodHistory(doomedAt, ranWhenDoomed, startedAt, Optional.of(trouble));
    }
}
