package io.jenkins.plugins.k8sdag.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.k8sdag.dag.RunStatus;
import io.jenkins.plugins.k8sdag.dag.StageStatus;
import io.jenkins.plugins.k8sdag.run.RunState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private static History.Of of(RunState run) {
        return new History.Of(run, "#1", "/there/");
    }

    private static RunState took(int seconds) {
        RunState run = PastRuns.running(PastRuns.start("a"), 0);
        run = PastRuns.ended(run, 0, StageStatus.SUCCEEDED, Optional.empty(), Duration.ofSeconds(seconds));
        return PastRuns.over(run, RunStatus.SUCCEEDED);
    }

    @Test
    void aStagesUsualDurationIsTheMedianOfWhereItSucceeded() {
        RunState failed = PastRuns.over(PastRuns.failed(PastRuns.running(PastRuns.start("a"), 0), 0), RunStatus.FAILED);
        History history = History.of(List.of(of(took(10)), of(took(90)), of(took(20)), of(failed)));
        assertThat(history.runs()).hasSize(4);
        assertThat(history.runs().get(3).status()).isEqualTo("FAILED");
        assertThat(history.runs().get(0).durationMillis()).isEqualTo(60_000);
        History.PastStage a = history.stages().get("a");
        assertThat(a.medianMillis()).isEqualTo(20_000);
        assertThat(a.ran()).isEqualTo(4);
        assertThat(a.failed()).isEqualTo(1);
        assertThat(history.causes()).containsEntry("ExitCode", 1).hasSize(1);
    }

    @Test
    void runsThatGoOnAndStagesThatNeverRanAreLeftOut() {
        History history = History.of(List.of(of(PastRuns.start("a", "b"))));
        assertThat(history.runs()).isEmpty();
        assertThat(history.stages()).isEmpty();
    }
}
