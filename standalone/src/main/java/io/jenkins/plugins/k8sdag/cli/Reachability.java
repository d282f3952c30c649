package io.jenkins.plugins.k8sdag.cli;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.VersionInfo;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Asks a cluster for its version before anything is started in it, so that a wrong address is one sentence and not a run that waits. */
final class Reachability {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private Reachability() {}

    /**
     * Returns when the cluster answers.
     *
     * @return its version, such as {@code v1.34.1}
     * @throws WorldError when it does not within {@link #TIMEOUT}, or does not let us in
     */
    static String check(Config config) {
        int millis = Math.toIntExact(TIMEOUT.toMillis());
        Config quick = new ConfigBuilder(config)
                .withConnectionTimeout(millis)
                .withRequestTimeout(millis)
                .withRequestRetryBackoffLimit(0)
                .build();
        try (KubernetesClient client =
                new KubernetesClientBuilder().withConfig(quick).build()) {
            VersionInfo version = client.getKubernetesVersion();
            return version == null ? "unknown" : version.getGitVersion();
        } catch (KubernetesClientException e) {
            throw new WorldError(sentence(config, e), e);
        }
    }

    private static String sentence(Config config, KubernetesClientException e) {
        String where = "the cluster at " + config.getMasterUrl();
        if (e.getCode() == 401 || e.getCode() == 403) {
            return where + " does not accept these credentials (HTTP " + e.getCode()
                    + "; log in again, or choose another --context)";
        }
        if (e.getCode() > 0) {
            return where + " answers HTTP " + e.getCode() + " when asked for its version (is this a Kubernetes API?)";
        }
        Throwable root = e;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return where + " does not answer: " + why(root) + " (is it running, and are --kubeconfig and --context right?)";
    }

    private static String why(Throwable root) {
        if (root instanceof ConnectException) {
            return "connection refused";
        }
        if (root instanceof UnknownHostException) {
            return "its host name is not known";
        }
        if (root instanceof SocketTimeoutException || root instanceof TimeoutException) {
            return "nothing came within " + TIMEOUT.toSeconds() + " s";
        }
        if (root instanceof SSLException || root instanceof java.security.GeneralSecurityException) {
            return "its certificate is not accepted: " + root.getMessage();
        }
        return root.getClass().getSimpleName() + (root.getMessage() == null ? "" : ": " + root.getMessage());
    }
}
