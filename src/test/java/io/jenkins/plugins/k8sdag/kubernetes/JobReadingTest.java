package io.jenkins.plugins.k8sdag.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JobReadingTest {
    @Test
    void aDeadlineIsNamedByTheJobAlone() {
        JobReading job = JobReading.of(Samples.job("deadline.job"));

        assertThat(job.deadline()).isTrue();
        assertThat(job.finished()).isTrue();
        assertThat(job.evidence())
                .containsExactly(
                        "job deadline: Failed: DeadlineExceeded: Job was active longer than specified deadline");
    }

    @Test
    void aJobEndsOnlyWithItsLastCondition() {
        assertThat(JobReading.of(Samples.job("lines.job")).complete()).isTrue();
        assertThat(JobReading.of(Samples.job("exit3.job")).failed()).isTrue();
        assertThat(JobReading.of(Samples.job("nodelost.job")).finished()).isFalse();
    }
}
