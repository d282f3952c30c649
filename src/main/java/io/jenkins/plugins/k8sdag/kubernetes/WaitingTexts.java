package io.jenkins.plugins.k8sdag.kubernetes;

import io.jenkins.plugins.k8sdag.run.Cause;
import io.jenkins.plugins.k8sdag.run.Waiting;

/** What is said to people about attempts that do not get to run: one method per case. Pure functions. */
final class WaitingTexts {
    private WaitingTexts() {}

    static Waiting unschedulable(String scheduler) {
        return patient(
                Cause.UNSCHEDULABLE,
                "No node can take the stage's pod: " + scheduler + ".",
                "Ask for less in resources.requests, widen nodeSelector, affinity and tolerations, or add nodes.");
    }

    static Waiting gated(String message) {
        return patient(
                Cause.QUOTA_EXCEEDED,
                "The stage's pod is held back by a scheduling gate: " + message + ".",
                "Wait until the controller that set the gate lifts it.");
    }

    static Waiting suspended(String queue) {
        return patient(
                Cause.QUOTA_EXCEEDED,
                queue.isEmpty() ? "The stage's Job is suspended." : "The stage's Job waits in queue " + queue + ".",
                "Wait until the queue admits it, or have its quota raised.");
    }

    static Waiting pull(String image, String trouble, boolean backOff) {
        String why = trouble.isEmpty() ? "the cluster does not say why" : trouble;
        return switch (Words.pull(trouble)) {
            case NOT_FOUND ->
                new Waiting(
                        Cause.IMAGE_NOT_FOUND,
                        "Image " + image + " does not exist: " + why + ".",
                        "Correct the image's name and tag, or push it; a private one may also look like this without imagePullSecrets.",
                        false,
                        backOff);
            case UNAUTHORISED ->
                new Waiting(
                        Cause.IMAGE_UNAUTHORISED,
                        "The registry does not let the cluster pull image " + image + ": " + why + ".",
                        "Name a Secret with the registry's login in imagePullSecrets of the podTemplate or the service account.",
                        false,
                        backOff);
            case REGISTRY ->
                new Waiting(
                        Cause.REGISTRY_UNAVAILABLE,
                        "The registry of image " + image + " cannot be reached from the node: " + why + ".",
                        "Check the registry and the way from the nodes to it; the cluster keeps trying meanwhile.",
                        false,
                        backOff);
            case UNKNOWN ->
                new Waiting(
                        Cause.IMAGE_NOT_FOUND,
                        "Image " + image + " cannot be pulled: " + why + ".",
                        "Pull the image by hand with the same name to see why, then correct the name or the registry.",
                        false,
                        backOff);
        };
    }

    static Waiting signature(String image, String trouble) {
        return new Waiting(
                Cause.IMAGE_UNAUTHORISED,
                "The signature of image " + image + " was not accepted: " + trouble + ".",
                "Use an image that is signed as the cluster's policy demands.",
                false,
                false);
    }

    static Waiting invalidImageName(String image) {
        return hopeless(
                Cause.INVALID_IMAGE_NAME,
                "'" + image + "' is not a legal name of an image.",
                "Write it as registry/path/name:tag in lower case.");
    }

    static Waiting imageNeverPulled(String image) {
        return hopeless(
                Cause.IMAGE_NOT_FOUND,
                "Image " + image + " is not on the node, and imagePullPolicy Never forbids to pull it.",
                "Put the image on the nodes, or set imagePullPolicy to IfNotPresent.");
    }

    static Waiting configMissing(String message) {
        return patient(
                Cause.CONFIG_MISSING,
                "The stage's container cannot be set up: " + message + ".",
                "Create the Secret, ConfigMap or key that the message names in the run's namespace, or correct its name.");
    }

    static Waiting cannotStart(String container, String reason, String message) {
        return patient(
                Cause.START_ERROR,
                "Container " + container + " cannot be started (" + reason + "): " + Words.anonymous(message) + ".",
                "Check command, args, mounts and securityContext of the container; the message names what is wrong.");
    }

    static Waiting other(String container, String reason, String message) {
        return patient(
                Cause.START_ERROR,
                "Container " + container + " waits: " + reason
                        + (message.isEmpty() ? "" : ": " + Words.anonymous(message)) + ".",
                "Look at the pod with kubectl describe pod.");
    }

    static Waiting volume(String message) {
        return patient(
                Cause.VOLUME_UNAVAILABLE,
                "A volume of the stage's pod is not there yet: " + message + ".",
                "Check the claim, its storage class and whether another node still holds the volume.");
    }

    static Waiting mountMissing(String message) {
        return patient(
                Cause.CONFIG_MISSING,
                "Something the stage's pod mounts does not exist: " + message + ".",
                "Create the Secret or ConfigMap that the message names in the run's namespace, or correct its name.");
    }

    static Waiting sandbox(String message) {
        return patient(
                Cause.POD_NOT_CREATED,
                "The node cannot set up the stage's pod: " + message + ".",
                "Look at the node's network plugin and container runtime.");
    }

    static Waiting podQuota(String message) {
        return patient(
                Cause.QUOTA_EXCEEDED,
                "Waiting for quota: " + Words.quota(message) + ".",
                "Wait until other work in the namespace ends, ask for less in resources.requests, or have the ResourceQuota raised.");
    }

    static Waiting podRejected(String message) {
        return hopeless(
                Cause.ADMISSION_REJECTED,
                "The cluster refuses the stage's pod: " + message + ".",
                "Change the stage or its podTemplate to what the cluster's policy allows, or have the policy changed.");
    }

    static Waiting serviceAccountMissing(String message) {
        return patient(
                Cause.CONFIG_MISSING,
                "The service account of the stage's pod does not exist: " + message + ".",
                "Create the service account in the run's namespace, or correct serviceAccountName.");
    }

    static Waiting podNotCreated(String message) {
        return patient(
                Cause.POD_NOT_CREATED,
                "The cluster does not create the stage's pod: " + message + ".",
                "Look at the Job's events and at the cluster's controller manager.");
    }

    private static Waiting patient(Cause cause, String message, String remedy) {
        return new Waiting(cause, message, remedy, false, false);
    }

    private static Waiting hopeless(Cause cause, String message, String remedy) {
        return new Waiting(cause, message, remedy, true, false);
    }
}
