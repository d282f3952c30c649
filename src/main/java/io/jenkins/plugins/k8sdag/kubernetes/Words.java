package io.jenkins.plugins.k8sdag.kubernetes;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recognises the words Kubernetes, registries and runtimes use, in the places where no field or code tells things apart. Each
 * pattern names where its words come from. Only causes and texts hang on this, never the course of a run.
 */
final class Words {
    // k8s.io/kubernetes plugin/pkg/admission/resourcequota: "exceeded quota: NAME, requested: …, used: …, limited: …"
    private static final Pattern QUOTA =
            Pattern.compile("exceeded quota: ([^,]+), requested: (.+), used: (.+), limited: (.+)$", Pattern.DOTALL);
    // The same plugin, for a pod that names no limits: "failed quota: NAME: must specify …"
    private static final Pattern QUOTA_MISUSED = Pattern.compile("failed quota: ");
    // k8s.io/apiserver admission/plugin/webhook: "failed calling webhook …", "failed to call webhook"
    private static final Pattern WEBHOOK_AWAY = Pattern.compile("fail(ed|ing) (to call|calling) (admission )?webhook");
    private static final Pattern RBAC = Pattern.compile("cannot (\\w+) resource");
    // Names generated for pods end in 5 characters of this alphabet: k8s.io/apimachinery/pkg/util/rand
    private static final Pattern POD_NAME = Pattern.compile("pods? \"[^\"]*\"");

    // k8s.io/kubernetes pkg/scheduler/framework: what other means of making room came to
    private static final Pattern AFTERTHOUGHTS =
            Pattern.compile("(,? *no new claims to deallocate)?[,.]? *preemption: .*$", Pattern.DOTALL);

    private static final List<String> REGISTRY_AWAY = List.of(
            "timeout",
            "timed out",
            "deadline exceeded",
            "connection refused",
            "connection reset",
            "no such host",
            "i/o ",
            "unexpected eof",
            "eof\"",
            ": eof",
            "tls",
            "x509",
            "network is unreachable",
            "no route to host",
            "server misbehaving",
            "temporary failure",
            "toomanyrequests",
            "too many requests",
            "429",
            "500 internal",
            "502 bad",
            "503 service",
            "504 gateway",
            "status code 5",
            "status: 5",
            "no space left",
            "server gave http response");
    private static final List<String> UNAUTHORISED = List.of(
            "unauthorized",
            "authentication required",
            "access denied",
            "access to the resource is denied",
            "insufficient_scope",
            "denied:",
            "403 forbidden",
            "status code 401",
            "status code 403",
            "no basic auth credentials");
    private static final List<String> NOT_FOUND = List.of(
            "not found",
            "manifest unknown",
            "name unknown",
            "does not exist",
            "no such image",
            "no match for platform",
            "no matching manifest");

    private Words() {}

    static boolean isQuota(String message) {
        return QUOTA.matcher(message).find();
    }

    static boolean isQuotaMisused(String message) {
        return QUOTA_MISUSED.matcher(message).find();
    }

    /** "waiting for quota NAME: used/limit", or the message itself where it has another form. */
    static String quota(String message) {
        Matcher m = QUOTA.matcher(message);
        if (!m.find()) {
            return message;
        }
        return "quota " + m.group(1) + " is used up: requested " + m.group(2) + ", used " + m.group(3) + " of "
                + m.group(4).strip();
    }

    static boolean isWebhook(String message) {
        return WEBHOOK_AWAY.matcher(message).find();
    }

    static boolean isRbac(String message, String verb) {
        Matcher m = RBAC.matcher(message);
        return m.find() || message.equals("Forbidden") || message.startsWith("Forbidden (user=");
    }

    /** What kind of trouble an image pull has. */
    enum Pull {
        NOT_FOUND,
        UNAUTHORISED,
        REGISTRY,
        UNKNOWN
    }

    static Pull pull(String message) {
        String text = message.toLowerCase(Locale.ROOT);
        // containerd and Docker Hub say "pull access denied, repository does not exist or may require authorization"
        // for either.
        if (text.contains("does not exist or may require")) {
            return Pull.NOT_FOUND;
        }
        if (UNAUTHORISED.stream().anyMatch(text::contains)) {
            return Pull.UNAUTHORISED;
        }
        if (NOT_FOUND.stream().anyMatch(text::contains)) {
            return Pull.NOT_FOUND;
        }
        return REGISTRY_AWAY.stream().anyMatch(text::contains) ? Pull.REGISTRY : Pull.UNKNOWN;
    }

    /** The scheduler's words without what differs from pod to pod and moment to moment; counts of nodes stay. */
    static String scheduler(String message) {
        String text = AFTERTHOUGHTS.matcher(message).replaceFirst("");
        return anonymous(text).strip().replaceAll("\\.$", "");
    }

    /** A message without the names of pods, so that the same trouble reads the same on every stage. */
    static String anonymous(String message) {
        return POD_NAME.matcher(message)
                .replaceAll("the pod")
                .replaceAll("\\s+", " ")
                .strip();
    }

    /** The trouble itself, without the kubelet's "Back-off pulling image" around it. */
    static String pullMessage(String message) {
        Matcher m = Pattern.compile("^Back-off pulling image \"[^\"]*\"(: (ErrImagePull|[A-Za-z]+): )?")
                .matcher(message);
        return m.find() ? message.substring(m.end()).strip() : message.strip();
    }
}
