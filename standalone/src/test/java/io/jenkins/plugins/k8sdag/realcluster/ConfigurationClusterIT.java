package io.jenkins.plugins.k8sdag.realcluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.k8sdag.dag.RunStatus;
import io.jenkins.plugins.k8sdag.run.Blame;
import io.jenkins.plugins.k8sdag.run.Cause;
import io.jenkins.plugins.k8sdag.run.Failure;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Things a pod refers to that are not there. */
@Tag("cluster")
class ConfigurationClusterIT {
    private static final String CONFIG_ERROR = "main waiting CreateContainerConfigError";

    @RegisterExtension
    final Lab lab = new Lab();

    @Test
    void aSecretThatIsNotThere() throws Exception {
        LiveRun run = lab.start("""
                stages:
                  - name: deploy
                    env: [{name: TOKEN, valueFrom: {secretKeyRef: {name: login, key: token}}}]
                    script: "true"
                    timeout: {pending: 25s, pull: 25s}
                """);

        missing(run, "secret missing", "login", CONFIG_ERROR);
    }

    @Test
    void aKeyThatIsNotInItsConfigMap() throws Exception {
        settings("colour", "blue");
        LiveRun run = lab.start("""
                stages:
                  - name: deploy
                    env: [{name: REGION, valueFrom: {configMapKeyRef: {name: settings, key: region}}}]
                    script: "true"
                    timeout: {pending: 25s, pull: 25s}
                """);

        missing(run, "key not in the ConfigMap", "region", CONFIG_ERROR);
    }

    private void settings(String key, String value) {
        lab.apply("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {" + key + ": " + value + "}\n");
    }

    @Test
    void aConfigMapThatIsNotThere() throws Exception {
        LiveRun run = lab.start("""
                stages:
                  - name: deploy
                    envFrom: [{configMapRef: {name: settings}}]
                    script: "true"
                    timeout: {pending: 25s, pull: 25s}
                """);

        missing(run, "ConfigMap missing", "settings", CONFIG_ERROR);
    }

    @Test
    void aConfigMapThatAppearsInTime() throws Exception {
        LiveRun run = lab.start("""
                stages:
                  - name: deploy
                    envFrom: [{configMapRef: {name: settings}}]
                    script: echo "$region"
                """);
        run.await(
                "the ConfigMap to be missed",
                s -> LiveRun.of(s, "deploy")
                        .attempt()
                        .flatMap(a -> a.waiting())
                        .filter(w -> w.cause() == Cause.CONFIG_MISSING)
                        .isPresent());

        settings("region", "eu");
        run.ends(RunStatus.SUCCEEDED);

        assertThat(run.lines("deploy", 1)).containsExactly("eu");
        assertThat(run.stage("deploy").attempts()).hasSize(1);
    }

    @Test
    void aMountedSecretThatIsNotThere() throws Exception {
        LiveRun run = lab.start("""
                podTemplate:
                  spec:
                    volumes: [{name: keys, secret: {secretName: keys}}]
                    containers: [{name: main, volumeMounts: [{name: keys, mountPath: /keys}]}]
                stages:
                  - {name: deploy, script: "true", timeout: {pending: 40s, pull: 40s}}
                """);

        missing(run, "mounted Secret missing", "keys", "main waiting ContainerCreating", "event FailedMount");
    }

    @Test
    void aServiceAccountThatIsNotThere() throws Exception {
        LiveRun run = lab.start("""
                podTemplate: {spec: {serviceAccountName: deployer}}
                stages:
                  - {name: deploy, script: "true", timeout: {pending: 20s}}
                """);

        missing(run, "service account missing", "deployer", "Job without a condition", "event FailedCreate");
    }

    private void missing(LiveRun run, String name, String what, String... showed) throws Exception {
        run.ends(RunStatus.FAILED);
        Failure failure = OutcomesClusterIT.expect(run, "deploy", Cause.CONFIG_MISSING, Blame.CONFIGURATION);
        assertThat(failure.message()).contains(what);
        assertThat(run.stage("deploy").attempts()).hasSize(1);
        FailureTable.saw(name, lab, run, "deploy", failure, showed);
    }

    @Test
    void aVolumeThatCannotBeMounted() throws Exception {
        LiveRun run = lab.start("""
                podTemplate:
                  spec:
                    volumes: [{name: disk, hostPath: {path: /no/such/disk, type: Directory}}]
                    containers: [{name: main, volumeMounts: [{name: disk, mountPath: /disk}]}]
                stages:
                  - {name: deploy, script: "true", timeout: {pending: 40s, pull: 40s}}
                """);

        run.ends(RunStatus.FAILED);

        Failure failure = OutcomesClusterIT.expect(run, "deploy", Cause.VOLUME_UNAVAILABLE, Blame.INFRASTRUCTURE);
        assertThat(failure.message()).contains("/no/such/disk");
        FailureTable.saw(
                "volume not there", lab, run, "deploy", failure, "main waiting ContainerCreating", "event FailedMount");
    }
}
