package io.jenkins.plugins.k8sdag.pipeline;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.MetricSet;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import io.jenkins.plugins.k8sdag.engine.Health;
import io.jenkins.plugins.k8sdag.run.StagePhase;
import java.util.Locale;
import java.util.function.ToLongFunction;
import jenkins.metrics.api.MetricProvider;

/** Gauges for the metrics plugin, all below {@code jenkins.k8sdag}; read from what the runs keep anyway. */
@Extension
public final class RunMetrics extends MetricProvider {
    private static final String PREFIX = "jenkins.k8sdag";

    @NonNull
    @Override
    public MetricSet getMetricSet() {
        MetricRegistry metrics = new MetricRegistry();
        metrics.register(
                name("runs"), (Gauge<Integer>) () -> Controller.get().runs().size());
        for (StagePhase phase : StagePhase.values()) {
            metrics.register(
                    name("stages." + phase.name().toLowerCase(Locale.ROOT)), (Gauge<Integer>) () -> stages(phase));
        }
        metrics.register(name("api.calls"), sum(Health::apiCalls));
        metrics.register(name("watch.restarts"), sum(Health::watchRestarts));
        metrics.register(name("log.bytes"), sum(Health::logBytes));
        metrics.register(name("clusters.disconnected"), (Gauge<Long>) () -> Controller.get().healths().stream()
                .filter(h -> h.trouble().isPresent())
                .count());
        return metrics;
    }

    private static String name(String what) {
        return PREFIX + "." + what;
    }

    private static int stages(StagePhase phase) {
        return Controller.get().runs().stream()
                .mapToInt(run -> run.state().tally().in(phase))
                .sum();
    }

    private static Gauge<Long> sum(ToLongFunction<Health> part) {
        return () -> Controller.get().healths().stream().mapToLong(part).sum();
    }
}
