package io.jenkins.plugins.k8sdag.realcluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.jenkins.plugins.k8sdag.dag.RunStatus;
import io.jenkins.plugins.k8sdag.run.Blame;
import io.jenkins.plugins.k8sdag.run.Cause;
import io.jenkins.plugins.k8sdag.run.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Role of docs/rbac.yaml without one of its verbs. */
@Tag("cluster")
class RbacClusterIT {
    private static final String ONE_STAGE = """
            stages:
              - {name: build, script: "true"}
            """;

    @RegisterExtension
    final Lab lab = new Lab();

    /** Every verb of every rule, as {@code VERB RESOURCE}. */
    static Stream<String> verbs() throws IOException {
        return ClusterUnderTest.get()
                .client()
                .load(Files.newInputStream(Team.DOCS.resolve("rbac.yaml")))
                .items()
                .stream()
                .filter(Role.class::isInstance)
                .flatMap(r -> ((Role) r).getRules().stream())
                .flatMap(rule -> rule.getVerbs().stream()
                        .map(verb -> verb + " " + rule.getResources().get(0)))
                .filter(verb -> !verb.equals("list events"));
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void aMissingVerbIsNamedBeforeAnythingIsCreated(String missing) throws Exception {
        take(missing);
        LiveRun run = lab.start(ONE_STAGE);

        run.ends(RunStatus.FAILED);

        Failure failure = OutcomesClusterIT.expect(run, "build", Cause.API_FORBIDDEN, Blame.CONFIGURATION);
        String verb = missing.split(" ")[0];
        String resource = missing.split(" ")[1];
        assertThat(failure.message()).contains("We may not " + missing);
        assertThat(failure.remedy())
                .contains("resources: [" + resource + "], verbs: [" + verb + "]")
                .contains("docs/rbac.yaml");
        assertThat(lab.kube()
                        .batch()
                        .v1()
                        .jobs()
                        .inNamespace(lab.namespace())
                        .list()
                        .getItems())
                .isEmpty();
        FailureTable.answered("may not " + missing, run, "build", failure, "SelfSubjectRulesReview without the verb");
    }

    @Test
    void allVerbsAreNamedAtOnce() throws Exception {
        take("watch pods");
        take("delete jobs");
        LiveRun run = lab.start(ONE_STAGE);

        run.ends(RunStatus.FAILED);

        assertThat(run.failure("build").message()).contains("delete jobs").contains("watch pods");
    }

    @Test
    void withoutEventsTheReasonIsMissingAndThatIsSaid() throws Exception {
        take("list events");
        LiveRun run = lab.start("""
                podTemplate: {spec: {serviceAccountName: nobody}}
                stages:
                  - {name: build, script: "true", timeout: {pending: 20s}}
                """);

        run.ends(RunStatus.FAILED);

        Failure failure = OutcomesClusterIT.expect(run, "build", Cause.POD_NOT_CREATED, Blame.INFRASTRUCTURE);
        assertThat(failure.message()).contains("we may not list events");
        assertThat(failure.remedy()).contains("resources: [events], verbs: [list]");
        FailureTable.saw(
                "may not list events", lab, run, "build", failure, "Job without a condition", "event FailedCreate");
    }

    /** Takes a verb out of the lab's Role, and waits until the API server knows. */
    private void take(String missing) {
        String verb = missing.split(" ")[0];
        String resource = missing.split(" ")[1];
        lab.kube()
                .rbac()
                .roles()
                .inNamespace(lab.namespace())
                .withName(Team.ACCOUNT)
                .edit(role -> {
                    for (PolicyRule rule : role.getRules()) {
                        if (rule.getResources().equals(List.of(resource))) {
                            rule.setVerbs(rule.getVerbs().stream()
                                    .filter(v -> !v.equals(verb))
                                    .toList());
                        }
                    }
                    role.setRules(role.getRules().stream()
                            .filter(r -> !r.getVerbs().isEmpty())
                            .toList());
                    return role;
                });
        lab.team().awaitDenied(verb, resource);
    }
}
