package io.jenkins.plugins.k8sdag.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.definition.DagFile;
import io.jenkins.plugins.k8sdag.definition.DefinitionException;
import io.jenkins.plugins.k8sdag.definition.Options;
import io.jenkins.plugins.k8sdag.journal.JournalReader;
import io.jenkins.plugins.k8sdag.run.RunState;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StageDetailTest {
    private static final String FILE = """
            apiVersion: k8sdag.jenkins.io/v1
            kind: Dag
            metadata: {name: shop}
            spec:
              params:
                - {name: publish, type: boolean, default: true}
                - {name: token, default: hush}
              defaults: {image: busybox}
              stages:
                - name: build
                  script: echo k=v >> "$K8SDAG_OUTPUT"
                  outputs: [k]
                - name: publish
                  needs: [build]
                  when: params.publish && params.token != '' && stages.build.outputs.k == 'w'
                  env:
                    DB_PASSWORD: hush
                    PLAIN: seen
                    REF: "${{ stages.build.outputs.k }}"
                  script: publish
            """;

    private static final Path NONE = Path.of("no-journal");

    private static RunState run() throws DefinitionException {
        Dag dag = DagFile.load("shop.yaml", FILE, Options.NONE).dag();
        return PastRuns.succeeded(PastRuns.running(PastRuns.start(dag), 0), 0);
    }

    @Test
    void aStageThatHasNotRunShowsItsPlanAndWhatItsConditionRead() throws Exception {
        StageDetail detail = StageDetail.of(run(), 1, "kubectl", NONE);
        assertThat(detail.planned()).isTrue();
        assertThat(detail.manifest()).contains("PLAIN", "seen", "${{ stages.build.outputs.k }}");
        assertThat(detail.when()).startsWith("params.publish");
        assertThat(detail.values())
                .isEqualTo(Map.of(
                        "params.publish",
                        "true",
                        "params.token",
                        "(not shown)",
                        "stages.build.status",
                        "SUCCEEDED",
                        "stages.build.outputs.k",
                        "v"));
        assertThat(detail.kubectl()).isEmpty();
    }

    @Test
    void whatLooksSecretIsNotShown() throws Exception {
        assertThat(StageDetail.of(run(), 1, "kubectl", NONE).manifest())
                .contains("DB_PASSWORD", "(not shown)")
                .doesNotContain("hush");
    }

    @Test
    void aStageThatRanHasLinesForATerminal() throws Exception {
        StageDetail detail = StageDetail.of(run(), 0, "kubectl --context c", NONE);
        assertThat(detail.planned()).isFalse();
        assertThat(detail.kubectl())
                .containsExactly(
                        "kubectl --context c -n ci describe job/job-0",
                        "kubectl --context c -n ci logs job/job-0 -c main");
    }

    @Test
    void whatHappenedToAStageIsInTheJournal() throws Exception {
        Path golden = Path.of(
                StageDetailTest.class.getResource("/journals/1.0/run-1.jsonl").toURI());
        RunState state = RunState.fold(JournalReader.read(golden).facts());
        for (int i = 0; i < state.dag().size(); i++) {
            List<String> events = StageDetail.of(state, i, "kubectl", golden).events();
            assertThat(events)
                    .isNotEmpty()
                    .allMatch(e -> e.matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d UTC  \\S.*"))
                    .anyMatch(e -> e.contains("ended "));
        }
    }
}
