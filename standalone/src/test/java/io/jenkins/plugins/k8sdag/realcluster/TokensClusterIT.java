package io.jenkins.plugins.k8sdag.realcluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.jenkins.plugins.k8sdag.dag.RunStatus;
import io.jenkins.plugins.k8sdag.run.Blame;
import io.jenkins.plugins.k8sdag.run.Cause;
import io.jenkins.plugins.k8sdag.run.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tokens that expire. Tagged as disturbing because only test-cluster/ gives out tokens that live for seconds. */
@Tag("cluster")
@Tag("disturb")
class TokensClusterIT {
    @TempDir
    Path folder;

    @RegisterExtension
    final Lab lab = new Lab();

    @Test
    void aTokenThatHasExpiredIsSaidToHave() throws Exception {
        Renewed clients = new Renewed(token("--expired"));
        LiveRun run = lab.start("""
                stages:
                  - {name: work, script: "true"}
                """, clients);
        Failure failure = run.putOff("work");

        clients.renew(lab.team().config());
        run.ends(RunStatus.SUCCEEDED);

        assertThat(failure.cause()).isEqualTo(Cause.API_FORBIDDEN);
        assertThat(failure.blame()).isEqualTo(Blame.CONFIGURATION);
        assertThat(failure.remedy()).contains("token");
        FailureTable.answered("token expired", run, "work", failure, "create refused: 401, Unauthorized");
    }

    @Test
    void aTokenThatExpiresUnderARunningStageIsRenewedWithoutLoss() throws Exception {
        Renewed clients = new Renewed(token("--duration", "10s"));
        LiveRun run = lab.start("""
                stages:
                  - {name: print, script: "for i in $(seq 1 140); do echo $i; sleep 0.2; done"}
                  - {name: after, needs: [print], script: "true"}
                """, clients);
        assertThat(run.putOff("after").cause()).isEqualTo(Cause.API_FORBIDDEN);

        clients.renew(lab.team().config());
        run.ends(RunStatus.SUCCEEDED);

        assertThat(run.lines("print", 1))
                .isEqualTo(IntStream.rangeClosed(1, 140)
                        .mapToObj(Integer::toString)
                        .toList());
        assertThat(run.stage("print").attempts()).hasSize(1);
    }

    private Config token(String... life) throws Exception {
        Path file = folder.resolve("kubeconfig");
        String[] words = new String[6 + life.length];
        String[] fixed = {
            "--service-account", lab.namespace() + "/" + Team.ACCOUNT, "--role", "k8s-dag", "--output", file.toString()
        };
        System.arraycopy(fixed, 0, words, 0, fixed.length);
        System.arraycopy(life, 0, words, fixed.length, life.length);
        ClusterUnderTest.get().ctl().kubeconfig(words);
        return ClusterUnderTest.wide(Config.fromKubeconfig(Files.readString(file)));
    }
}
