package io.jenkins.plugins.k8sdag.kubernetes;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Refuses Jobs that are too large before they are sent, with the words people need to make them smaller. Pure functions. */
final class ManifestSize {
    /** etcd takes requests of 1.5 MiB, status and bookkeeping included: https://etcd.io/docs/v3.5/dev-guide/limit. */
    static final int MAX_BYTES = 1024 * 1024;

    /** Linux' MAX_ARG_STRLEN, one argument or variable of a new process with its end; see execve(2). */
    static final int MAX_STRING = 128 * 1024 - 1;

    private ManifestSize() {}

    static void check(String stage, Job job, int bytes) throws ManifestException {
        if (bytes >= MAX_BYTES) {
            throw new ManifestException(FailureTexts.manifest(
                    stage,
                    "it is " + bytes / 1024 + " KiB, and Kubernetes takes less than " + MAX_BYTES / 1024 + " KiB",
                    "Put large scripts and data into the image, a ConfigMap or a volume."));
        }
        List<Container> containers =
                new ArrayList<>(job.getSpec().getTemplate().getSpec().getContainers());
        containers.addAll(job.getSpec().getTemplate().getSpec().getInitContainers());
        for (Container container : containers) {
            for (String word : container.getCommand()) {
                checkString(stage, "command of container " + container.getName(), word);
            }
            for (String word : container.getArgs()) {
                checkString(stage, "script or args of container " + container.getName(), word);
            }
            for (EnvVar variable : container.getEnv()) {
                checkString(
                        stage,
                        "variable " + variable.getName(),
                        variable.getName() + "=" + (variable.getValue() == null ? "" : variable.getValue()));
            }
        }
    }

    private static void checkString(String stage, String what, String value) throws ManifestException {
        if (value.length() <= MAX_STRING / 4) {
            return;
        }
        int bytes = value.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_STRING) {
            throw new ManifestException(FailureTexts.manifest(
                    stage,
                    "the " + what + " is " + bytes / 1024 + " KiB, and Linux starts no process with one over 128 KiB",
                    "Put it into the image, a ConfigMap or a volume, and read it from there."));
        }
    }
}
