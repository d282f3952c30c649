package io.jenkins.plugins.k8sdag.embedded.api;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the requests of clients by verb and resource, in Kubernetes' own words: {@code create jobs}, {@code watch pods},
 * {@code get pods/log}. What the cluster does within itself is not counted. Thread-safe.
 */
public final class RequestLog {
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    void count(String verb, String resource) {
        counts.computeIfAbsent(verb + " " + resource, key -> new LongAdder()).increment();
    }

    /** @param resource a plural, with {@code /subresource} where there is one */
    public long count(Verb verb, String resource) {
        LongAdder count = counts.get(verb.word() + " " + resource);
        return count == null ? 0 : count.sum();
    }

    /** All counts by {@code "verb resource"}, in alphabetical order. */
    public Map<String, Long> counts() {
        Map<String, Long> sums = new TreeMap<>();
        counts.forEach((key, count) -> sums.put(key, count.sum()));
        return sums;
    }

    public long total() {
        return counts.values().stream().mapToLong(LongAdder::sum).sum();
    }

    public void reset() {
        counts.clear();
    }
}
