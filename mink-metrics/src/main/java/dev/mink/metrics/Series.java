package dev.mink.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Meters by what tells them apart, made when they are first asked for; at most so many, after which all new keys
 * share one. Thread-safe.
 *
 * @param <K> what tells them apart
 * @param <M> a meter, or several
 */
final class Series<K, M> {

    private final Map<K, M> all = new ConcurrentHashMap<>();
    private final ReentrantLock adding = new ReentrantLock();
    private final int limit;
    private final K other;
    private final Function<K, M> make;

    /**
     * @param limit so many, from 1, besides the one that is shared
     * @param other of the shared one
     */
    Series(int limit, K other, Function<K, M> make) {
        this.limit = limit;
        this.other = other;
        this.make = make;
    }

    M of(K key) {
        M known = all.get(key);
        return known != null ? known : add(key);
    }

    private M add(K key) {
        if (all.size() > limit) { // for good: nothing is removed
            return of(other);
        }
        adding.lock();
        try {
            boolean isFull = all.size() - (all.containsKey(other) ? 1 : 0) >= limit;
            return all.computeIfAbsent(isFull && !all.containsKey(key) ? other : key, make);
        } finally {
            adding.unlock();
        }
    }
}
