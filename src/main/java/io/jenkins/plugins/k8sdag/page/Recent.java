package io.jenkins.plugins.k8sdag.page;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Things that were made lately, by key; of many the one that was not asked for the longest goes. Safe for use by several threads. */
public final class Recent<K, V> {
    private final Function<K, V> make;
    private final Map<K, V> kept;

    /**
     * None yet.
     *
     * @param most how many are kept
     * @param make one of a key that is not there; must be quick
     */
    public Recent(int most, Function<K, V> make) {
        this.make = make;
        this.kept = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }

    public synchronized V get(K key) {
        return kept.computeIfAbsent(key, make);
    }
}
