package io.jenkins.plugins.k8sdag.realcluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.k8sdag.dag.RunStatus;
import io.jenkins.plugins.k8sdag.dag.StageStatus;
import io.jenkins.plugins.k8sdag.run.Cause;
import io.jenkins.plugins.k8sdag.run.RunPhase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What one entry of a DAG file can stand for, and what runs last. */
@Tag("cluster")
class LanguageClusterIT {
    @RegisterExtension
    final Lab lab = new Lab();

    @Test
    void aMatrixRunsEachInstanceAndItsDependentsReadThemAll() throws Exception {
        LiveRun run = lab.start("""
                stages:
                  - name: test
                    matrix: {jdk: [17, 21], include: [{jdk: 25, experimental: "true"}]}
                    allowFailure: ${{ matrix.?experimental.orValue('') == 'true' }}
                    outputs: [passed]
                    env: {JDK: "${{ matrix.jdk }}"}
                    script: |
                      [ "$JDK" != 25 ] || exit 3
                      echo "passed=$JDK" >> "$K8SDAG_OUTPUT"
                  - {name: one, needs: [test-17], script: "true"}
                  - name: report
                    needs: [test]
                    env: {PASSED: "${{ stages.test.outputs.passed.join('+') }}"}
                    script: echo "$PASSED"
                """);

        run.ends(RunStatus.UNSTABLE);

        assertThat(run.lines("report", 1)).containsExactly("17+21");
        assertThat(run.stage("test-25").failure().orElseThrow().cause()).isEqualTo(Cause.EXIT_CODE);
        assertThat(run.stage("test").status()).contains(StageStatus.UNSTABLE);
    }

    @Test
    void aForEachRunsAnInstanceForEachItemThatAStageWrote() throws Exception {
        LiveRun run = lab.start("""
                stages:
                  - {name: find, outputs: [regions], script: 'echo regions=eu,us,ap >> "$K8SDAG_OUTPUT"'}
                  - name: publish
                    needs: [find]
                    forEach: stages.find.outputs.regions.split(',')
                    outputs: [url]
                    env: {REGION: "${{ item }}"}
                    script: 'echo "url=at-$REGION" >> "$K8SDAG_OUTPUT"'
                  - {name: none, needs: [find], forEach: "stages.find.outputs.regions.split(',').filter(r, r == 'x')", script: "true"}
                  - {name: tell, needs: [publish, none], env: {URLS: "${{ stages.publish.outputs.url.join(' ') }}"}, script: 'echo "$URLS"'}
                """);

        run.ends(RunStatus.SUCCEEDED);

        assertThat(run.lines("tell", 1)).containsExactly("at-eu at-us at-ap");
        assertThat(run.stage("none").status()).contains(StageStatus.SKIPPED);
        assertThat(run.stage("publish").outputs()).isEqualTo(Map.of("url", List.of("at-eu", "at-us", "at-ap")));
    }

    @Test
    void aFileIsUsedOncePerInstanceEachWithParametersOfItsOwn() throws Exception {
        lab.file("deploy.yaml", """
                params: [{name: region}]
                outputs: {url: "${{ stages.go.outputs.url }}"}
                stages:
                  - {name: go, outputs: [url], env: {REGION: "${{ params.region }}"}, script: 'echo "url=at-$REGION" >> "$K8SDAG_OUTPUT"'}
                  - {name: check, needs: [go], env: {URL: "${{ stages.go.outputs.url }}"}, script: 'echo "$URL"'}
                """);
        LiveRun run = lab.start("""
                stages:
                  - {name: deploy, uses: ./deploy.yaml, forEach: [eu, us], with: {region: "${{ item }}"}}
                  - {name: tell, needs: [deploy], env: {URLS: "${{ stages.deploy.outputs.url.join(' ') }}"}, script: 'echo "$URLS"'}
                """);

        run.ends(RunStatus.SUCCEEDED);

        assertThat(run.lines("deploy-us.check", 1)).containsExactly("at-us");
        assertThat(run.lines("tell", 1)).containsExactly("at-eu at-us");
    }

    @Test
    void afterACancelAllJobsGoAndFinallyRunsOnItsOwn() throws Exception {
        LiveRun run = lab.start("""
                stages:
                  - {name: long, script: "trap 'exit 0' TERM; sleep 600 & wait"}
                  - {name: later, needs: [long], script: "true"}
                finally:
                  - name: tidy
                    env: {STATUS: "${{ run.status }}", LATER: "${{ stages.later.status }}"}
                    script: echo "$STATUS $LATER"
                  - {name: last, needs: [tidy], script: "sleep 3"}
                """);
        run.running("long");

        run.cancel("the test");
        run.await("finally", s -> s.phase() == RunPhase.FINALLY);
        run.ends(RunStatus.CANCELLED);

        assertThat(run.lines("tidy", 1)).containsExactly("CANCELLED CANCELLED");
        assertThat(run.stage("last").status()).contains(StageStatus.SUCCEEDED);
    }

    @Test
    void afterTheTimeoutOfTheRunFinallyRunsAndASecondCancelStopsIt() throws Exception {
        LiveRun run = lab.start("""
                timeout: 5s
                stages:
                  - {name: long, script: "sleep 600"}
                finally:
                  - {name: tidy, script: "sleep 600"}
                """);
        run.running("tidy");

        run.cancel("the test");
        run.ends(RunStatus.CANCELLED);

        assertThat(run.stage("tidy").status()).contains(StageStatus.CANCELLED);
        assertThat(run.stage("long").status()).contains(StageStatus.CANCELLED);
    }
}
