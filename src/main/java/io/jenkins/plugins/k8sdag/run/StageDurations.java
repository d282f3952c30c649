package io.jenkins.plugins.k8sdag.run;

import io.jenkins.plugins.k8sdag.dag.StageStatus;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** How long stages took, as what to expect of them next time: from their Job to their end, without what they were queued for. */
public final class StageDurations {
    private StageDurations() {}

    /**
     * The mean over some runs of those that came to a good end, of their last attempts.
     *
     * @return by name of stage, in whole milliseconds; stages that never succeeded are not in it
     */
    public static Map<String, Duration> mean(Collection<RunState> runs) {
        Map<String, Duration> sums = new HashMap<>();
        Map<String, Integer> counts = new HashMap<>();
        for (RunState run : runs) {
            for (int i = 0; i < run.dag().size(); i++) {
                StageState stage = run.stage(i);
                boolean good =
                        stage.status().filter(StageStatus.SUCCEEDED::equals).isPresent();
                if (good && stage.attempt().isPresent()) {
                    String name = run.dag().stage(i).name();
                    sums.merge(name, took(stage.attempt().get().clocks()), Duration::plus);
                    counts.merge(name, 1, Integer::sum);
                }
            }
        }
        sums.replaceAll((name, sum) -> Duration.ofMillis(sum.toMillis() / counts.get(name)));
        return sums;
    }

    private static Duration took(Clocks clocks) {
        return clocks.pending().plus(clocks.pulling()).plus(clocks.running());
    }
}
