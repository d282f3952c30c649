package io.jenkins.plugins.k8sdag.pipeline;

import hudson.model.Run;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import jenkins.model.Jenkins;

/** Names that the cluster knows this controller and its runs by: legal values of labels. */
final class RunIds {
    private static final int SLUG = 36;
    private static final int HASH = 8;

    private RunIds() {}

    /** This controller: the same after every restart, and no other's. */
    static String controller() {
        return "jenkins-" + hash(Jenkins.get().getLegacyInstanceId(), 2 * HASH);
    }

    /**
     * The run of a step: the same whenever asked for the same step of the same build, and no other's, also when a job is deleted and
     * made anew under its old name.
     *
     * @param node the step's flow node
     */
    static String run(Run<?, ?> build, String node) {
        String job = build.getParent().getFullName();
        String slug = job.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        slug = slug.length() > SLUG ? slug.substring(slug.length() - SLUG) : slug;
        slug = slug.replaceAll("^-+|-+$", "");
        String identity = job + "\0" + build.getNumber() + "\0" + node + "\0" + build.getTimeInMillis();
        return (slug.isEmpty() ? "job" : slug) + "-" + build.getNumber() + "-" + hash(identity, HASH);
    }

    private static String hash(String text, int length) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, length);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
