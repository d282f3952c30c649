package io.jenkins.plugins.k8sdag.kubernetes;

import io.jenkins.plugins.k8sdag.engine.Health;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What a {@link Health} is made of. Safe for use by several threads. */
final class Counters {
    final LongAdder apiCalls = new LongAdder();
    final LongAdder watchRestarts = new LongAdder();
    final LongAdder logBytes = new LongAdder();
    private volatile Instant heard;
    /** What is wrong, by the name of the watch or, for requests, by "". */
    private final Map<String, String> troubles = new ConcurrentHashMap<>();
    /** Whether a watch is up, by its name. */
    private final Map<String, Boolean> watches = new ConcurrentHashMap<>();

    void heard() {
        heard = Instant.now();
    }

    void well(String who) {
        heard();
        troubles.remove(who);
    }

    void trouble(String who, String what) {
        troubles.put(who, what);
    }

    void watch(String name, boolean up) {
        watches.put(name, up);
    }

    void stopped(String name) {
        watches.remove(name);
        troubles.remove(name);
    }

    Health health() {
        Optional<String> trouble = troubles.values().stream().sorted().findFirst();
        boolean connected = !watches.isEmpty() && watches.values().stream().allMatch(up -> up);
        return new Health(
                connected, Optional.ofNullable(heard), trouble, apiCalls.sum(), watchRestarts.sum(), logBytes.sum());
    }
}
