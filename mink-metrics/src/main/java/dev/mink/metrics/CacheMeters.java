package dev.mink.metrics;

import dev.mink.EventStore;
import dev.mink.snapshot.CacheCounts;
import io.micrometer.core.instrument.Meter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;

/** The meters of the caches of an event store, which come with the first load of a type. Not thread-safe. */
final class CacheMeters {

    private static final CacheCounts NONE = new CacheCounts(0, 0, 0, 0);

    private final Meters meters;
    private final EventStore<?> store;
    private final Set<String> known = new HashSet<>();

    CacheMeters(Meters meters, EventStore<?> store) {
        this.meters = meters;
        this.store = store;
    }

    /** Registers those of caches that were not there before. */
    List<Meter> registerNew() {
        List<Meter> registered = new ArrayList<>();
        for (String category : store.cacheCounts().keySet()) {
            if (known.size() < meters.limits().names() && known.add(category)) {
                registered.add(counted(Metric.CACHE_LOADS, CacheCounts::hits, category, "hit"));
                registered.add(counted(Metric.CACHE_LOADS, CacheCounts::misses, category, "miss"));
                registered.add(counted(Metric.CACHE_EVICTIONS, CacheCounts::evictions, category));
                registered.add(meters.gauge(
                        Metric.CACHE_SIZE, () -> of(store, category).size(), category));
            }
        }
        return registered;
    }

    /**
     * @param tags the category first
     */
    private Meter counted(Metric metric, ToLongFunction<CacheCounts> count, String... tags) {
        return meters.counted(metric, store, from -> count.applyAsLong(of(from, tags[0])), tags);
    }

    private static CacheCounts of(EventStore<?> store, String category) {
        return store.cacheCounts().getOrDefault(category, NONE);
    }
}
