package io.jenkins.plugins.k8sdag.realcluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.k8sdag.dag.RunStatus;
import io.jenkins.plugins.k8sdag.run.Blame;
import io.jenkins.plugins.k8sdag.run.Cause;
import io.jenkins.plugins.k8sdag.run.Failure;
import io.jenkins.plugins.k8sdag.run.StagePhase;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/** What happens to the API server in the middle of a run. Alone, for the API server is everybody's. */
@Tag("cluster")
@Tag("disturb")
@Isolated
@Order(2)
class ApiServerClusterIT {
    /** One that runs through the disturbance and prints, and one that has something to do all the time. */
    private static final String TWO_AT_WORK = """
            stages:
              - {name: print, script: "for i in $(seq 1 80); do echo $i; sleep 0.2; done"}
              - {name: one, script: "sleep 2"}
              - {name: two, needs: [one], script: "sleep 2"}
              - {name: three, needs: [two], script: "sleep 2"}
              - {name: four, needs: [three], script: "sleep 2"}
            """;

    @RegisterExtension
    final Lab lab = new Lab();

    private final Ctl ctl = ClusterUnderTest.get().ctl();

    @Test
    void anApiServerThatRestarts() throws Exception {
        LiveRun run = lab.start(TWO_AT_WORK);
        run.running("one");

        ctl.run("apiserver", "restart");

        endsAsIfNothingHadBeen(run);
    }

    @Test
    void watchedVersionsThatExpire() throws Exception {
        LiveRun run = lab.start(TWO_AT_WORK);
        run.running("one");

        ctl.run("etcd", "expire");

        endsAsIfNothingHadBeen(run);
        assertThat(run.cluster().health().watchRestarts()).isPositive();
    }

    private static void endsAsIfNothingHadBeen(LiveRun run) throws Exception {
        run.ends(RunStatus.SUCCEEDED);
        assertThat(run.state().stages())
                .allSatisfy(s -> assertThat(s.attempts()).hasSize(1));
        assertThat(run.lines("print", 1))
                .isEqualTo(
                        IntStream.rangeClosed(1, 80).mapToObj(Integer::toString).toList());
        assertThat(run.stage("print").attempt().orElseThrow().logGaps()).isZero();
    }

    @Test
    void anApiServerThatIsAwayIsWaitedFor() throws Exception {
        LiveRun run = lab.start("""
                stages:
                  - {name: work, retry: {limit: 1, backoff: {initial: 6s}}, script: "test $K8SDAG_ATTEMPT = 2"}
                """);
        run.in("work", StagePhase.BACKOFF);
        Failure failure;
        try {
            ctl.run("apiserver", "stop");
            failure = run.putOff("work");
        } finally {
            ctl.run("apiserver", "start");
        }
        run.ends(RunStatus.SUCCEEDED);

        assertThat(failure.cause()).isEqualTo(Cause.API_UNAVAILABLE);
        assertThat(failure.blame()).isEqualTo(Blame.INFRASTRUCTURE);
        assertThat(run.stage("work").attempts()).hasSize(2);
        assertThat(run.cluster().health().trouble()).isEmpty();
        FailureTable.answered("API server away", run, "work", failure, "connection refused");
    }
}
