package io.jenkins.plugins.k8sdag.realcluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.k8sdag.dag.RunStatus;
import io.jenkins.plugins.k8sdag.kubernetes.ClusterOptions;
import io.jenkins.plugins.k8sdag.run.Fact;
import io.jenkins.plugins.k8sdag.run.Keep;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a run costs the API server, counted by the API server. */
@Tag("cluster")
@Tag("disturb")
class RequestsClusterIT {
    private static final int STAGES = 200;
    /** One create, one log, one delete. */
    private static final int PER_STAGE = 3;
    /** A list and a watch of Jobs and of pods, and one question for our rights. */
    private static final int SHARED = 5;

    @RegisterExtension
    final Lab lab = new Lab();

    @Test
    void twoHundredStagesCostThreeRequestsEach() throws Exception {
        StringBuilder dag = new StringBuilder("maxParallel: 12\nstages:\n");
        for (int i = 0; i < STAGES; i++) {
            dag.append("  - {name: s")
                    .append(i)
                    .append(", script: \"echo ")
                    .append(i)
                    .append("\"}\n");
        }
        LiveRun run = lab.start(
                dag.toString(), Keep.NEVER, ClusterOptions.DEFAULT, lab.team().config());

        run.ends(RunStatus.SUCCEEDED);

        String user = "system:serviceaccount:" + lab.namespace() + ":" + Team.ACCOUNT;
        AuditLog audit =
                new AuditLog(java.nio.file.Path.of(ClusterUnderTest.get().ctl().run("audit-path")));
        Map<String, Integer> requests = audit.requests(user::equals);
        int sum = requests.values().stream().mapToInt(Integer::intValue).sum();
        System.out.println("requests of a run of " + STAGES + " stages: " + requests + ", " + sum + " in all, "
                + (sum - SHARED) / (double) STAGES + " per stage beside the shared " + SHARED);
        int probes = requests.getOrDefault("list events", 0);
        // A log whose stream ended well before its container was known to have is read once more, lest its last lines
        // be lost.
        int secondLooks = requests.getOrDefault("get pods/log", 0) - STAGES;
        assertThat(secondLooks).isBetween(0, STAGES / 20);
        assertThat(sum - probes - secondLooks).isLessThanOrEqualTo(PER_STAGE * STAGES + SHARED);
        assertThat(probes)
                .as("lists of events, for stages whose container did not start in time")
                .isLessThanOrEqualTo(2 * quiet(run));
        assertThat(run.state().stages())
                .allSatisfy(s -> assertThat(s.attempts()).hasSize(1));
    }

    /** How many stages had to wait for their container so long that the reason was looked for. */
    private static int quiet(LiveRun run) {
        Duration limit = ClusterOptions.DEFAULT.probeAfter().minusSeconds(1);
        Map<Integer, Instant> created = new HashMap<>();
        int quiet = 0;
        for (Fact fact : run.facts()) {
            if (fact instanceof Fact.JobSubmitted f) {
                created.put(f.stage(), f.at());
            } else if (fact instanceof Fact.AttemptEnded f
                    && Duration.between(created.get(f.stage()), f.at()).compareTo(limit) > 0) {
                quiet++;
            }
        }
        return quiet;
    }
}
