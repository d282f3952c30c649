package io.jenkins.plugins.k8sdag.embedded;

import static io.jenkins.plugins.k8sdag.embedded.TestCluster.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The verbs, as fabric8's client uses them, and the words of their refusals. */
class ApiTest {
    @TempDir
    Path directory;

    private TestCluster test;

    @BeforeEach
    void start() {
        test = new TestCluster(directory);
    }

    @AfterEach
    void stop() {
        test.close();
    }

    private ConfigMap map(String name, Map<String, String> labels) {
        return test.client
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withLabels(labels)
                        .endMetadata()
                        .addToData("key", name)
                        .build())
                .inNamespace("default")
                .create();
    }

    private Status refusal(Runnable call) {
        try {
            call.run();
        } catch (KubernetesClientException e) {
            return e.getStatus();
        }
        throw new AssertionError("the call was not refused");
    }

    @Test
    void createsOnce() {
        Job created = test.create(job("one", "true"));
        assertThat(created.getMetadata().getUid()).isNotEmpty();
        assertThat(created.getMetadata().getCreationTimestamp()).endsWith("Z");
        assertThat(created.getSpec().getSelector().getMatchLabels())
                .containsEntry(
                        "batch.kubernetes.io/controller-uid",
                        created.getMetadata().getUid());
        Status status = refusal(() -> test.create(job("one", "true")));
        assertThat(status.getCode()).isEqualTo(409);
        assertThat(status.getReason()).isEqualTo("AlreadyExists");
        assertThat(status.getMessage()).isEqualTo("jobs.batch \"one\" already exists");
        assertThat(status.getDetails().getKind()).isEqualTo("jobs");
        assertThat(status.getDetails().getName()).isEqualTo("one");
    }

    @Test
    void readsNothingWhereNothingIs() {
        assertThat(test.client.pods().withName("none").get()).isNull();
        String body = test.send("GET", "/api/v1/namespaces/default/pods/none", null, null)
                .body();
        assertThat(TestCluster.json(body).path("message").asText()).isEqualTo("pods \"none\" not found");
        Status status = refusal(() -> test.client
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("x")
                        .endMetadata()
                        .build())
                .inNamespace("nowhere")
                .create());
        assertThat(status.getMessage()).isEqualTo("namespaces \"nowhere\" not found");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a=1 | a b",
                "a==1,b!=2 | a",
                "b in (2,3) | b c",
                "b notin (2) | a c kube-root-ca.crt",
                "!a | c kube-root-ca.crt",
                "a,b | b"
            })
    void selectsByLabel(String selector, String names) {
        map("a", Map.of("a", "1"));
        map("b", Map.of("a", "1", "b", "2"));
        map("c", Map.of("b", "3"));
        assertThat(test.client
                        .configMaps()
                        .inNamespace("default")
                        .list(new ListOptionsBuilder()
                                .withLabelSelector(selector)
                                .build())
                        .getItems())
                .extracting(found -> found.getMetadata().getName())
                .containsExactly(names.split(" "));
    }

    @Test
    void selectsByField() {
        test.create(job("one", "sleep 100"));
        test.create(job("two", "true"));
        test.awaitPhase("one", "Running");
        test.awaitPhase("two", "Succeeded");
        assertThat(test.client
                        .pods()
                        .withField("status.phase", "Running")
                        .list()
                        .getItems())
                .hasSize(1);
        assertThat(test.client
                        .pods()
                        .withoutField("status.phase", "Running")
                        .list()
                        .getItems())
                .hasSize(1);
        assertThat(test.client
                        .v1()
                        .events()
                        .withField("involvedObject.name", "one")
                        .list()
                        .getItems())
                .isNotEmpty()
                .allMatch(event -> event.getInvolvedObject().getName().equals("one"));
        assertThat(refusal(() -> test.client
                                .pods()
                                .withField("spec.color", "red")
                                .list())
                        .getMessage())
                .isEqualTo("field label not supported: spec.color");
    }

    @Test
    void pages() {
        for (int i = 0; i < 5; i++) {
            map("m" + i, Map.of("page", "yes"));
        }
        var first = test.client
                .configMaps()
                .withLabel("page")
                .list(new ListOptionsBuilder().withLimit(2L).build());
        assertThat(first.getItems()).hasSize(2);
        assertThat(first.getMetadata().getRemainingItemCount()).isEqualTo(3);
        var second = test.client
                .configMaps()
                .withLabel("page")
                .list(new ListOptionsBuilder()
                        .withLimit(9L)
                        .withContinue(first.getMetadata().getContinue())
                        .build());
        assertThat(second.getItems())
                .extracting(found -> found.getMetadata().getName())
                .containsExactly("m2", "m3", "m4");
        test.cluster.compactHistory();
        map("m9", Map.of());
        test.cluster.compactHistory();
        Status status = refusal(() -> test.client
                .configMaps()
                .list(new ListOptionsBuilder()
                        .withContinue(first.getMetadata().getContinue())
                        .build()));
        assertThat(status.getCode()).isEqualTo(410);
        assertThat(status.getReason()).isEqualTo("Expired");
    }

    @Test
    void patches() {
        map("m", Map.of("a", "1"));
        var m = test.client.configMaps().inNamespace("default").withName("m");
        assertThat(m.patch(PatchContext.of(PatchType.JSON_MERGE), "{\"data\":{\"key\":null,\"x\":\"y\"}}")
                        .getData())
                .containsExactly(Map.entry("x", "y"));
        assertThat(m.patch(
                                PatchContext.of(PatchType.STRATEGIC_MERGE),
                                "{\"metadata\":{\"labels\":{\"b\":\"2\"},\"finalizers\":[\"example.com/f\"]}}")
                        .getMetadata()
                        .getLabels())
                .containsOnlyKeys("a", "b");
        assertThat(m.patch(
                                PatchContext.of(PatchType.JSON),
                                "[{\"op\":\"test\",\"path\":\"/data/x\",\"value\":\"y\"},"
                                        + "{\"op\":\"move\",\"from\":\"/data/x\",\"path\":\"/data/z\"},"
                                        + "{\"op\":\"remove\",\"path\":\"/metadata/finalizers/0\"}]")
                        .getData())
                .containsExactly(Map.entry("z", "y"));
        assertThat(m.edit(found ->
                                new ConfigMapBuilder(found).addToData("e", "f").build())
                        .getData())
                .containsKeys("z", "e");
        assertThat(refusal(() -> m.patch(
                                PatchContext.of(PatchType.JSON),
                                "[{\"op\":\"test\",\"path\":\"/data/z\",\"value\":\"no\"}]"))
                        .getCode())
                .isEqualTo(400);
    }

    @Test
    void refusesStaleUpdates() {
        ConfigMap old = map("m", Map.of());
        test.client
                .resource(new ConfigMapBuilder(old).addToData("a", "b").build())
                .update();
        Status status = refusal(() -> test.client
                .resource(new ConfigMapBuilder(old).addToData("c", "d").build())
                .lockResourceVersion(old.getMetadata().getResourceVersion())
                .update());
        assertThat(status.getReason()).isEqualTo("Conflict");
        assertThat(status.getMessage()).startsWith("Operation cannot be fulfilled on configmaps \"m\": the object has");
    }

    @Test
    void keepsStatusFromPlainUpdates() {
        test.create(job("one", "true"));
        Job done = test.awaitCondition("one", "Complete");
        String body = "{\"status\":{\"failed\":7},\"metadata\":{\"labels\":{\"x\":\"y\"}}}";
        String path = "/apis/batch/v1/namespaces/default/jobs/one";
        test.send("PATCH", path, "application/merge-patch+json", body);
        assertThat(test.jobObject("one").at("/status").has("failed")).isFalse();
        assertThat(test.jobObject("one").at("/metadata/labels/x").asText()).isEqualTo("y");
        test.send("PATCH", path + "/status", "application/merge-patch+json", "{\"status\":{\"failed\":7}}");
        assertThat(test.jobObject("one").at("/status/failed").asInt()).isEqualTo(7);
        assertThat(done.getMetadata().getGeneration()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Big | {} | a lowercase RFC 1123 subdomain must consist of",
                "ok | {\"labels\":{\"a\":\"-\"}} | a valid label must be an empty string or consist of",
                "ok | {\"labels\":{\"a b\":\"c\"}} | name part must consist of alphanumeric characters"
            })
    void validatesNames(String name, String metadata, String why) {
        String body = "{\"metadata\":"
                + metadata.replaceFirst("\\{", "{\"name\":\"" + name + "\",").replace(",}", "}") + "}";
        var answer = test.send("POST", "/api/v1/namespaces/default/configmaps", "application/json", body);
        assertThat(answer.statusCode()).isEqualTo(422);
        var status = TestCluster.json(answer.body());
        assertThat(status.path("reason").asText()).isEqualTo("Invalid");
        assertThat(status.path("message").asText()).startsWith("ConfigMap \"" + name + "\" is invalid: metadata.");
        assertThat(status.at("/details/causes/0/message").asText()).contains(why);
    }

    @Test
    void validatesJobs() {
        Status status = refusal(() -> test.create(job("one", "true")
                .editMetadata()
                .addToLabels("long", "x".repeat(64))
                .endMetadata()
                .editSpec()
                .editTemplate()
                .editSpec()
                .withRestartPolicy("Always")
                .endSpec()
                .endTemplate()
                .endSpec()));
        assertThat(status.getCode()).isEqualTo(422);
        assertThat(status.getMessage())
                .startsWith("Job.batch \"one\" is invalid: [")
                .contains("must be no more than 63 bytes", "Required value: valid values: \"OnFailure\", \"Never\"");
        assertThat(status.getDetails().getCauses()).hasSize(2);
    }

    @Test
    void generatesNames() {
        ConfigMap made = test.client
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withGenerateName("x-")
                        .endMetadata()
                        .build())
                .inNamespace("default")
                .create();
        assertThat(made.getMetadata().getName()).matches("x-[a-z0-9]{5}");
    }

    @Test
    void encodesSecrets() {
        test.client
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName("s")
                        .endMetadata()
                        .addToStringData("user", "me")
                        .build())
                .inNamespace("default")
                .create();
        assertThat(test.client
                        .secrets()
                        .inNamespace("default")
                        .withName("s")
                        .get()
                        .getData())
                .containsEntry("user", "bWU=");
    }

    @Test
    void deletesCollections() {
        for (int i = 0; i < 3; i++) {
            test.create(job("j" + i, "sleep 100")
                    .editMetadata()
                    .addToLabels("run", i < 2 ? "a" : "b")
                    .endMetadata());
        }
        Pod pod = test.awaitPhase("j0", "Running");
        test.client
                .batch()
                .v1()
                .jobs()
                .inNamespace("default")
                .withLabel("run", "a")
                .delete();
        assertThat(test.client.batch().v1().jobs().list().getItems()).hasSize(1);
        test.awaitGone(pod);
        assertThat(test.cluster.requests().counts()).containsEntry("deletecollection jobs", 1L);
        var all = test.send(
                "DELETE",
                "/apis/batch/v1/namespaces/default/jobs?labelSelector=run%3Db&propagationPolicy=Foreground",
                null,
                null);
        assertThat(all.statusCode()).isEqualTo(200);
        assertThat(TestCluster.json(all.body()).path("items")).hasSize(1);
    }

    @Test
    void orphansOnlyWhenAsked() {
        test.create(job("one", "sleep 100"));
        Pod pod = test.awaitPhase("one", "Running");
        test.client
                .batch()
                .v1()
                .jobs()
                .inNamespace("default")
                .withName("one")
                .withPropagationPolicy(DeletionPropagation.ORPHAN)
                .delete();
        test.awaitPod(
                "one",
                found -> found.getMetadata().getOwnerReferences().isEmpty()
                        && found.getMetadata().getFinalizers().isEmpty());
        assertThat(test.client.resource(pod).get().getStatus().getPhase()).isEqualTo("Running");
        // a bare DELETE of batch/v1 orphans too, as on a real cluster
        test.create(job("two", "sleep 100"));
        test.awaitPhase("two", "Running");
        test.send("DELETE", "/apis/batch/v1/namespaces/default/jobs/two", null, null);
        test.awaitPod("two", found -> found.getMetadata().getOwnerReferences().isEmpty());
    }

    @Test
    void deletesInTheForeground() {
        Job job = test.create(job("one", "trap '' TERM; while :; do sleep 1; done"));
        Pod pod = test.awaitPhase("one", "Running");
        try (WatchLines jobs = test.watch("/apis/batch/v1/namespaces/default/jobs?watch=true")) {
            test.client
                    .resource(job)
                    .withPropagationPolicy(DeletionPropagation.FOREGROUND)
                    .delete();
            var events = jobs.untilType("DELETED");
            assertThat(events)
                    .anyMatch(event ->
                            event.at("/object/metadata/finalizers/0").asText().equals("foregroundDeletion"));
            assertThat(test.client.resource(pod).get()).isNull();
        }
    }

    @Test
    void ownedObjectsGoWithTheirOwner() {
        Job job = test.create(job("one", "sleep 100"));
        ConfigMap owned = map("owned", Map.of());
        test.client
                .resource(new ConfigMapBuilder(owned)
                        .editMetadata()
                        .addToOwnerReferences(new OwnerReferenceBuilder()
                                .withApiVersion("batch/v1")
                                .withKind("Job")
                                .withName("one")
                                .withUid(job.getMetadata().getUid())
                                .build())
                        .endMetadata()
                        .build())
                .update();
        test.client.resource(job).delete();
        test.awaitGone(owned);
    }

    @Test
    void respectsPreconditions() {
        map("m", Map.of());
        var answer = test.send(
                "DELETE",
                "/api/v1/namespaces/default/configmaps/m",
                "application/json",
                "{\"preconditions\":{\"uid\":\"other\"}}");
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(TestCluster.json(answer.body()).path("message").asText())
                .contains("Precondition failed: UID in precondition: other");
    }

    @Test
    void finalizersHoldBack() {
        ConfigMap made = map("m", Map.of());
        var m = test.client.configMaps().inNamespace("default").withName("m");
        m.edit(found -> new ConfigMapBuilder(found)
                .editMetadata()
                .addToFinalizers("example.com/hold")
                .endMetadata()
                .build());
        m.delete();
        assertThat(m.get().getMetadata().getDeletionTimestamp()).isNotNull();
        m.edit(found -> new ConfigMapBuilder(found)
                .editMetadata()
                .withFinalizers(List.of())
                .endMetadata()
                .build());
        test.awaitGone(made);
    }

    @Test
    void namespacesGoWithAllTheyHold() {
        var namespace = test.client
                .resource(new io.fabric8.kubernetes.api.model.NamespaceBuilder()
                        .withNewMetadata()
                        .withName("other")
                        .endMetadata()
                        .build())
                .create();
        test.client
                .resource(job("one", "sleep 100").build())
                .inNamespace("other")
                .create();
        test.client
                .pods()
                .inNamespace("other")
                .informOnCondition(pods -> pods.stream()
                        .anyMatch(pod -> "Running".equals(pod.getStatus().getPhase())))
                .join();
        test.client.resource(namespace).delete();
        test.awaitGone(namespace);
        assertThat(test.client.pods().inNamespace("other").list().getItems()).isEmpty();
    }

    @Test
    void suspendsAndResumes() {
        test.create(job("one", "sleep 100").editSpec().withSuspend(true).endSpec());
        Job suspended = test.awaitCondition("one", "Suspended");
        assertThat(suspended.getStatus().getStartTime()).isNull();
        assertThat(test.client.pods().list().getItems()).isEmpty();
        var one = test.client.batch().v1().jobs().inNamespace("default").withName("one");
        one.patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"suspend\":false}}");
        Pod pod = test.awaitPhase("one", "Running");
        one.patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"suspend\":true}}");
        test.awaitGone(pod);
    }

    @Test
    void refusesWhatItCannotRead() {
        var answer = test.send("POST", "/api/v1/namespaces/default/configmaps", "application/json", "{nope");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(test.send("POST", "/api/v1/namespaces/default/configmaps", "application/x-protobuf", "x")
                        .statusCode())
                .isEqualTo(415);
        assertThat(test.send("GET", "/apis/apps/v1/deployments", null, null).statusCode())
                .isEqualTo(404);
        assertThat(test.send("GET", "/api/v1/pods?labelSelector=a%20b", null, null)
                        .statusCode())
                .isEqualTo(400);
        assertThatThrownBy(() -> EmbeddedCluster.start(Options.defaults(directory)
                        .withPort(Integer.parseInt(test.cluster.url().replaceAll(".*:", "")))))
                .hasMessageContaining("choose another port");
    }
}
