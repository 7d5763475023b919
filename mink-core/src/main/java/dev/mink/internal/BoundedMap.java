package dev.mink.internal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.jspecify.annotations.Nullable;

/**
 * Values by text keys, as many as weigh no more than a bound together: a cache of Caffeine, without threads of its
 * own. Thread-safe.
 *
 * @param <V> the values
 */
public final class BoundedMap<V> {

    private final Cache<String, Weighed<V>> cache;

    /** An empty map. */
    public BoundedMap(long bound) {
        cache = Caffeine.newBuilder()
                .maximumWeight(bound)
                .weigher((String key, Weighed<V> value) -> value.weight())
                .executor(Runnable::run)
                .recordStats()
                .build();
    }

    /**
     * Checks that Caffeine is there.
     *
     * @throws IllegalStateException if not
     */
    public static void requireCaffeine() {
        try {
            var unused = Caffeine.newBuilder();
        } catch (NoClassDefFoundError e) {
            throw new IllegalStateException(
                    "a cache of aggregates needs Caffeine, which is not there: add the dependency"
                            + " com.github.ben-manes.caffeine:caffeine, version 3, to the application",
                    e);
        }
    }

    /** The value of a key, if there is one. */
    public @Nullable V get(String key) {
        Weighed<V> found = cache.getIfPresent(key);
        return found == null ? null : found.value();
    }

    /** Sets the value of a key. */
    public void put(String key, V value, int weight) {
        cache.put(key, new Weighed<>(value, weight));
    }

    /** Removes a key. */
    public void remove(String key) {
        cache.invalidate(key);
    }

    /** How many values were removed because there was no room. */
    public long evictions() {
        return cache.stats().evictionCount();
    }

    /** About how many values there are. */
    public long size() {
        cache.cleanUp();
        return cache.estimatedSize();
    }

    private record Weighed<V>(V value, int weight) {}
}
