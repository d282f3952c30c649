package io.jenkins.plugins.k8sdag.kubernetes;

import io.jenkins.plugins.k8sdag.run.Waiting;
import java.time.Instant;
import java.util.Optional;

/**
 * What has to be remembered of a pod because its last state no longer tells: a final delete overwrites when deletion was first asked
 * for, a container that was lost forgets that it ever ran, and a node that comes back hides that it was away.
 *
 * @param doomedAt when something first set out to end the pod
 * @param ranWhenDoomed whether its container was seen running after that
 * @param nodeAway whether its node did not answer then
 * @param startedAt when its main container started
 * @param imageTrouble why the image was last said not to be pulled; a back-off of older clusters does not say
 */
record PodHistory(
        Optional<Instant> doomedAt,
        boolean ranWhenDoomed,
        boolean nodeAway,
        Optional<Instant> startedAt,
        Optional<Waiting> imageTrouble) {
    static final PodHistory NONE = new PodHistory(Optional.empty(), false, false, Optional.empty(), Optional.empty());

    PodHistory doomed(Instant at, boolean running, boolean away) {
        Optional<Instant> first = doomedAt.isPresent() && doomedAt.get().isBefore(at) ? doomedAt : Optional.of(at);
        return new PodHistory(first, ranWhenDoomed || running, nodeAway || away, startedAt, imageTrouble);
    }

    PodHistory started(Instant at) {
        return new PodHistory(doomedAt, ranWhenDoomed, nodeAway, Optional.of(at), imageTrouble);
    }

    PodHistory imageTrouble(Waiting trouble) {
        return new PodHistory(doomedAt, ranWhenDoomed, nodeAway, startedAt, Optional.of(trouble));
    }
}
