package dev.mink;

import dev.mink.Instrumentation.Occurrence;
import dev.mink.schema.Codec;
import dev.mink.snapshot.AggregateCache;
import dev.mink.snapshot.CacheCounts;
import dev.mink.spi.SnapshotStore;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all views of an event store share to shorten replays. Thread-safe. */
final class Shortcuts {

    private static final Logger LOG = LoggerFactory.getLogger(Shortcuts.class);

    private final Codec codec;
    private final Optional<SnapshotStore> snapshots;
    private final Executor executor;
    private final Clock clock;
    private final List<Instrumentation> instrumentations;
    private final Map<Fold<?, ?>, StateCache> caches = new ConcurrentHashMap<>();
    private final Set<StreamId> waiting = ConcurrentHashMap.newKeySet();

    Shortcuts(
            Codec codec,
            Optional<SnapshotStore> snapshots,
            Executor executor,
            Clock clock,
            List<Instrumentation> instrumentations) {
        this.codec = codec;
        this.snapshots = snapshots;
        this.executor = executor;
        this.clock = clock;
        this.instrumentations = instrumentations;
    }

    Codec codec() {
        return codec;
    }

    Optional<SnapshotStore> snapshots() {
        return snapshots;
    }

    Executor executor() {
        return executor;
    }

    Clock clock() {
        return clock;
    }

    /** Tells who watches. */
    void occurred(Occurrence what, String category) {
        StoreLog.occurred(what, category);
        for (Instrumentation each : instrumentations) {
            each.occurred(what, category);
        }
    }

    /** The cache of a type, if it is to have one. */
    @Nullable
    StateCache cache(Fold<?, ?> fold) {
        AggregateCache<?> settings = fold.shortening().cache();
        return settings == null ? null : caches.computeIfAbsent(fold, type -> new StateCache(settings));
    }

    /** By category. */
    Map<String, CacheCounts> cacheCounts() {
        Map<String, CacheCounts> counts = new TreeMap<>();
        caches.forEach((fold, cache) -> counts.merge(fold.category(), cache.counts(), Shortcuts::sum));
        return counts;
    }

    private static CacheCounts sum(CacheCounts a, CacheCounts b) {
        return new CacheCounts(
                a.hits() + b.hits(), a.misses() + b.misses(), a.evictions() + b.evictions(), a.size() + b.size());
    }

    /**
     * Has the snapshot of a stream taken by the executor; once, if it is asked for several times meanwhile. Never
     * throws.
     *
     * @param notOn a thread on which it must not be taken, since that is within a transaction; null for none
     */
    void later(StreamId stream, @Nullable Thread notOn, BooleanSupplier work) {
        if (!waiting.add(stream)) {
            return;
        }
        try {
            executor.execute(() -> {
                waiting.remove(stream);
                if (!Thread.currentThread().equals(notOn)) {
                    var unused = attempt(stream, work);
                }
            });
        } catch (RuntimeException | Error e) {
            waiting.remove(stream);
            logFailure(stream, e);
        }
    }

    /** Does something that must never make a save fail; false if it fails itself. */
    static boolean attempt(StreamId stream, BooleanSupplier work) {
        try {
            return work.getAsBoolean();
        } catch (RuntimeException | Error e) {
            logFailure(stream, e);
            return false;
        }
    }

    private static void logFailure(StreamId stream, Throwable failure) {
        LOG.warn("no snapshot of {} was taken; what was saved is saved", stream, failure);
    }
}
