package io.jenkins.plugins.k8sdag.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jenkins.plugins.k8sdag.dag.Stage;
import io.jenkins.plugins.k8sdag.run.AttemptId;
import io.jenkins.plugins.k8sdag.run.Cause;
import io.jenkins.plugins.k8sdag.run.Failure;
import io.jenkins.plugins.k8sdag.run.Sighting;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/**
 * What is known of one attempt in the cluster: a few fields, no objects. Objects go in, in any order and more than once; sightings
 * come out, each once. Where an object raises a question, the sighting waits until {@link Diagnosis} has the answer.
 *
 * <p>Until its Job's UID is known to the core, sightings are held back, so that none is dropped for coming before the answer to the
 * create. Safe for use by several threads.
 */
final class AttemptWatch {
    /** Something to find out, with requests, on another thread. */
    interface Questions {
        /** Why a pod ended, or is being ended, or is gone. */
        void whyEnding(AttemptWatch attempt);

        /** What keeps an attempt from running, once it has shown nothing for a while. */
        void whyQuiet(AttemptWatch attempt);

        /** Whether the pod of a Job that is finished or gone is there at all. */
        void whereIsPod(AttemptWatch attempt);
    }

    /**
     * What a question is about.
     *
     * @param sighting to be told once it is answered
     * @param gone the pod is no more
     */
    record Open(Sighting sighting, boolean deletedBySomebody, boolean gone) {}

    private final AttemptId id;
    private final Questions questions;
    private final BiConsumer<String, Sighting> listener;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private String jobUid = "";
    private boolean uidKnown;
    private Optional<JobReading> job = Optional.empty();
    private boolean jobGone;
    private String pod = "";
    private String podUid = "";
    private String container = Stage.MAIN;
    private long podVersion;
    private boolean podGone;
    private Instant heardAt = Instant.EPOCH;
    private PodHistory history = PodHistory.NONE;
    private Optional<Open> open = Optional.empty();
    private boolean asked;
    private Sighting latest;
    private Sighting told;
    private boolean deletedByUs;
    /** What it waits for was found out by a probe and is in no object. */
    private boolean probed;

    AttemptWatch(AttemptId id, Questions questions, BiConsumer<String, Sighting> listener) {
        this.id = id;
        this.questions = questions;
        this.listener = listener;
    }

    AttemptId id() {
        return id;
    }

    /** The core knows the Job from now on; what was held back is told. */
    synchronized void submitted(String uid) {
        if (!jobUid.isEmpty() && !jobUid.equals(uid)) {
            forget();
        }
        jobUid = uid;
        uidKnown = true;
        if (latest != null && open.isEmpty()) {
            tell(latest);
        }
    }

    /** The API has just said that the Job is there: a list that began before cannot be missing it. */
    synchronized void created(String uid) {
        submitted(uid);
        heardAt = Instant.now();
    }

    /** What was seen was of an older Job of the same name. */
    private void forget() {
        job = Optional.empty();
        jobGone = false;
        pod = "";
        podUid = "";
        podVersion = 0;
        podGone = false;
        history = PodHistory.NONE;
        open = Optional.empty();
        latest = null;
        told = null;
    }

    /** We end it ourselves, so that its end raises no questions. */
    synchronized void deletedByUs() {
        deletedByUs = true;
    }

    synchronized void job(Job object, boolean deleted) {
        JobReading reading = JobReading.of(object);
        if (isOther(reading.uid())) {
            return;
        }
        jobUid = reading.uid();
        heardAt = Instant.now();
        job = Optional.of(reading);
        jobGone |= deleted;
        if (!pod.isEmpty() || ended.isDone()) {
            return;
        }
        if (deleted || reading.finished()) {
            if (!deletedByUs || deleted) {
                questions.whereIsPod(this);
            }
        } else {
            quiet(new Sighting.NoPod(reading.waiting()), reading.waiting().isEmpty());
        }
    }

    synchronized void pod(Pod object, boolean deleted) {
        if (ended.isDone() || isOther(jobUidOf(object)) || isStale(object, deleted)) {
            return;
        }
        if (!podUid.equals(object.getMetadata().getUid())) {
            history = PodHistory.NONE;
            podGone = false;
            open = Optional.empty();
        }
        jobUid = jobUid.isEmpty() ? jobUidOf(object) : jobUid;
        heardAt = Instant.now();
        pod = PodFields.name(object);
        podUid = object.getMetadata().getUid();
        podVersion = version(object);
        container = PodFields.mainName(object);
        PodReading reading = PodReader.read(object, history, heardAt);
        history = reading.history();
        Sighting sighting = reading.sighting();
        if (sighting instanceof Sighting.Ended e) {
            podEnded(e, reading.deletedBySomebody());
        } else if (deleted) {
            gone(
                    sighting instanceof Sighting.Disrupted d && !reading.deletedBySomebody()
                            ? Optional.of(d.failure())
                            : Optional.empty());
        } else if (sighting instanceof Sighting.Disrupted) {
            if (reading.deletedBySomebody() && !deletedByUs) {
                ask(new Open(sighting, true, false));
            } else if (!deletedByUs) {
                settle(sighting);
            }
        } else if (sighting instanceof Sighting.Pulling p && p.waiting().isEmpty()) {
            quiet(sighting, true);
        } else {
            settle(sighting);
        }
    }

    private void podEnded(Sighting.Ended sighting, boolean deletedBySomebody) {
        boolean explained = sighting.failure().isEmpty() || deletedByUs || Diagnosis.needsNoEvents(sighting);
        if (explained && !deletedBySomebody || deletedByUs) {
            open = Optional.empty();
            settle(sighting);
        } else {
            ask(new Open(sighting, deletedBySomebody, false));
        }
    }

    /** The pod is no more, as a GET has confirmed. */
    synchronized void podGone() {
        Optional<Failure> known =
                latest instanceof Sighting.Disrupted d && d.failure().cause() != Cause.POD_DELETED
                        ? Optional.of(d.failure())
                        : Optional.empty();
        gone(known);
    }

    private void gone(Optional<Failure> known) {
        if (ended.isDone() || podGone) {
            return;
        }
        podGone = true;
        Sighting gone = new Sighting.Gone(pod, known.orElseGet(() -> PodTexts.podGone(pod)));
        if (deletedByUs || known.isPresent()) {
            settle(gone);
        } else {
            ask(new Open(gone, true, true));
        }
    }

    private void ask(Open question) {
        boolean worse = open.isEmpty() || question.gone() || question.sighting() instanceof Sighting.Ended;
        if (worse) {
            open = Optional.of(question);
        }
        if (!asked) {
            asked = true;
            questions.whyEnding(this);
        }
    }

    private void quiet(Sighting sighting, boolean unexplained) {
        boolean same = latest != null && latest.getClass() == sighting.getClass();
        if (unexplained && same && probed) {
            // What a probe found out stays until something changes.
            return;
        }
        boolean asked = same && latest.equals(sighting);
        settle(sighting);
        if (unexplained && !asked) {
            questions.whyQuiet(this);
        }
    }

    /** The question to answer, for the thread that answers. */
    synchronized Optional<Open> question() {
        return open;
    }

    /** The answer to a question, unless another one has come up meanwhile, which is then asked. */
    synchronized void answer(Open question, Sighting sighting) {
        asked = false;
        if (open.isPresent() && open.get() != question) {
            asked = true;
            questions.whyEnding(this);
        } else if (open.isPresent()) {
            open = Optional.empty();
            settle(sighting);
        }
    }

    /** Nobody could answer; asked again when the attempt is next seen. */
    synchronized void unanswered() {
        asked = false;
        podGone = false;
        podVersion = 0;
    }

    /** What a probe found; void if the attempt has moved on. */
    synchronized void explain(Class<? extends Sighting> asked, Sighting sighting) {
        if (latest != null && latest.getClass() == asked && !ended.isDone()) {
            settle(sighting);
            probed = true;
        }
    }

    /** Ends the attempt by what its Job says, or by its absence, for it has no pod. */
    synchronized void endWithoutPod(Sighting sighting) {
        if (pod.isEmpty() || podGone) {
            settle(sighting);
        }
    }

    private void settle(Sighting sighting) {
        if (ended.isDone()) {
            return;
        }
        latest = sighting;
        probed = false;
        if (sighting instanceof Sighting.Ended || sighting instanceof Sighting.Gone) {
            open = Optional.empty();
        }
        if (uidKnown) {
            tell(sighting);
        }
        if (sighting instanceof Sighting.Ended || sighting instanceof Sighting.Gone) {
            ended.complete(null);
        }
    }

    private void tell(Sighting sighting) {
        if (!sighting.equals(told)) {
            told = sighting;
            listener.accept(jobUid, sighting);
        }
    }

    private boolean isOther(String uid) {
        return uidKnown && !uid.isEmpty() && !uid.equals(jobUid);
    }

    private boolean isStale(Pod object, boolean deleted) {
        if (!podUid.equals(object.getMetadata().getUid())) {
            return false;
        }
        return version(object) < podVersion || podGone && !deleted;
    }

    /** Versions grow; that they may be compared is promised since Kubernetes 1.35 and was so before. */
    private static long version(Pod object) {
        String version = object.getMetadata().getResourceVersion();
        return version != null && version.matches("\\d{1,18}") ? Long.parseLong(version) : Long.MAX_VALUE;
    }

    private static String jobUidOf(Pod object) {
        return Labels.label(object, "batch.kubernetes.io/controller-uid").isEmpty()
                ? Labels.label(object, "controller-uid")
                : Labels.label(object, "batch.kubernetes.io/controller-uid");
    }

    /** Whether a complete list that began then should have held the pod, by its UID, and did not. */
    synchronized boolean missesPod(Set<String> uids, Instant began) {
        return !ended.isDone() && !podUid.isEmpty() && !podGone && heardAt.isBefore(began) && !uids.contains(podUid);
    }

    /** The same for the Job. */
    synchronized boolean missesJob(Set<String> uids, Instant began) {
        return !ended.isDone()
                && !jobUid.isEmpty()
                && !jobGone
                && pod.isEmpty()
                && heardAt.isBefore(began)
                && !uids.contains(jobUid);
    }

    /** The Job is no more, as a GET has confirmed. */
    synchronized void jobGone() {
        jobGone = true;
        if (pod.isEmpty() && !ended.isDone()) {
            questions.whereIsPod(this);
        }
    }

    synchronized boolean isJobGone() {
        return jobGone;
    }

    synchronized Optional<JobReading> job() {
        return job;
    }

    synchronized String jobUid() {
        return jobUid;
    }

    synchronized String pod() {
        return pod;
    }

    synchronized String container() {
        return container;
    }

    synchronized PodHistory history() {
        return history;
    }

    synchronized Optional<Sighting> latest() {
        return Optional.ofNullable(latest);
    }

    synchronized boolean isPodGone() {
        return podGone;
    }

    /** Done once the attempt's end, or that it is gone, has been told. */
    CompletableFuture<Void> ended() {
        return ended;
    }
}
