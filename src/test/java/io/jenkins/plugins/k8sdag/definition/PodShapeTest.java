package io.jenkins.plugins.k8sdag.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class PodShapeTest {
    @Test
    void theResourceIsWhatTheClientsModelSays() throws Exception {
        try (InputStream in = PodShape.class.getResourceAsStream("pod-shape.json")) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .as("pod-shape.json; PodShapeGenerator.generate() makes a new one")
                    .isEqualTo(PodShapeGenerator.generate());
        }
    }

    @Test
    void theFieldsThatMergingKnowsAreThere() {
        assertThat(List.of(
                        PodShape.field("PodSpec", "containers"),
                        PodShape.field("PodSpec", "initContainers"),
                        PodShape.field("PodSpec", "ephemeralContainers"),
                        PodShape.field("PodSpec", "volumes"),
                        PodShape.field("PodSpec", "imagePullSecrets"),
                        PodShape.field("PodSpec", "resourceClaims"),
                        PodShape.field("PodSpec", "schedulingGates"),
                        PodShape.field("PodSpec", "hostAliases"),
                        PodShape.field("PodSpec", "topologySpreadConstraints"),
                        PodShape.field("Container", "env"),
                        PodShape.field("Container", "volumeMounts"),
                        PodShape.field("Container", "volumeDevices"),
                        PodShape.field("Container", "ports"),
                        PodShape.field("ObjectMeta", "ownerReferences")))
                .allMatch(f -> f.shape() instanceof Shape.ListOf);
    }
}
