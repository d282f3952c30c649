package io.jenkins.plugins.k8sdag.page;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which values are not shown, judged by the names people give to secrets. References to Secrets hold none, and stay. */
final class SecretNames {
    static final String HIDDEN = "(not shown)";

    private static final Pattern SECRET = Pattern.compile(
            "(?i).*(secret|token|passw|pwd|credential|api_?key|access_?key|private|auth|cookie|session|signature).*");

    private SecretNames() {}

    static boolean hides(String name) {
        return SECRET.matcher(name).matches();
    }

    /** Hides such values in a Job's environment. */
    static void hide(Job job) {
        PodSpec pod = job.getSpec().getTemplate().getSpec();
        Stream.of(pod.getInitContainers(), pod.getContainers())
                .flatMap(List::stream)
                .map(Container::getEnv)
                .flatMap(List::stream)
                .forEach(SecretNames::hide);
    }

    private static void hide(EnvVar variable) {
        if (variable.getValue() != null && hides(variable.getName())) {
            variable.setValue(HIDDEN);
        }
    }
}
