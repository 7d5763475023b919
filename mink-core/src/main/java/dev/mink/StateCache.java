package dev.mink;

import dev.mink.internal.BoundedMap;
import dev.mink.snapshot.AggregateCache;
import dev.mink.snapshot.CacheCounts;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** The cached states of one type, by id. Thread-safe. */
final class StateCache {

    private final BoundedMap<Entry> entries;
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();

    StateCache(AggregateCache<?> settings) {
        entries = new BoundedMap<>(settings.bound());
    }

    @Nullable
    Entry get(String id) {
        return entries.get(id);
    }

    void put(String id, Entry entry, int weight) {
        entries.put(id, entry, weight);
    }

    void remove(String id) {
        entries.remove(id);
    }

    void countHit() {
        hits.increment();
    }

    void countMiss() {
        misses.increment();
    }

    CacheCounts counts() {
        return new CacheCounts(hits.sum(), misses.sum(), entries.evictions(), entries.size());
    }

    /**
     * A state after an event.
     *
     * @param form the state itself if it is immutable, and else {@link StateCoding.Encoded}
     * @param version the version of the event
     * @param lastEvent the id of the event
     * @param mark the newest snapshot
     */
    record Entry(Object form, long version, UUID lastEvent, SnapshotMark mark) {}
}
