package dev.mink;

import dev.mink.Instrumentation.Occurrence;
import dev.mink.StateCoding.Encoded;
import dev.mink.snapshot.AggregateCache;
import dev.mink.snapshot.Snapshots;
import dev.mink.spi.StoredEvent;
import dev.mink.spi.StoredSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes states of events: of all of them, or of those behind a snapshot or a cached state.
 *
 * @param <S> the state
 */
final class StateReader<S> {

    private static final Logger LOG = LoggerFactory.getLogger(StateReader.class);

    private final EventStore<?> store;
    private final Fold<S, ?> fold;
    private final @Nullable StateCoding<S> coding;
    private final boolean hasSnapshots;
    private final @Nullable StateCache cache;

    StateReader(EventStore<?> store, Fold<S, ?> fold) {
        this.store = store;
        this.fold = fold;
        Snapshots<S> snapshots = fold.shortening().snapshots();
        coding = snapshots == null
                ? null
                : new StateCoding<>(fold, snapshots, store.shortcuts().codec());
        hasSnapshots = coding != null && store.shortcuts().snapshots().isPresent();
        cache = store.shortcuts().cache(fold);
    }

    /** The state after all events, by the shortest way. */
    Loaded<S> load(String id) {
        if (coding == null && cache == null) {
            return replay(id, Long.MAX_VALUE);
        }
        long start = System.nanoTime();
        Loaded<S> loaded = cache == null ? fromSnapshot(id, Long.MAX_VALUE) : throughCache(id, cache);
        return loaded.took(Duration.ofNanos(System.nanoTime() - start));
    }

    /** The state as it was at an instant. A snapshot does not tell whether all of its events were there by then. */
    Loaded<S> loadAt(String id, Instant instant) {
        StreamQuery query = StreamQuery.of(fold.stream(id));
        return fold(begin(id), store.stored(query), instant);
    }

    /** The state after an event of a version or the last one before, without the cache. */
    Loaded<S> fromSnapshot(String id, long through) {
        if (!hasSnapshots || coding == null) {
            return replay(id, through);
        }
        StreamQuery query = StreamQuery.of(fold.stream(id)).through(through);
        Pages.Tail tail = store.tail(query, coding.schema());
        StoredSnapshot snapshot = tail.snapshot();
        if (snapshot == null) {
            return fold(begin(id), tail.events(), Instant.MAX);
        }
        Loaded<S> restored = restored(id, snapshot, coding);
        store.shortcuts()
                .occurred(restored == null ? Occurrence.SNAPSHOT_IGNORED : Occurrence.SNAPSHOT_USED, fold.category());
        return restored == null ? replay(id, through) : fold(restored, tail.events(), Instant.MAX);
    }

    /** The same from the first event on. */
    Loaded<S> replay(String id, long through) {
        StreamQuery query = StreamQuery.of(fold.stream(id)).through(through);
        return fold(begin(id), store.stored(query), Instant.MAX);
    }

    private Loaded<S> begin(String id) {
        return new Loaded<>(fold.initial().apply(id), 0, null, SnapshotMark.NONE, Duration.ZERO);
    }

    private @Nullable Loaded<S> restored(String id, StoredSnapshot snapshot, StateCoding<S> stateCoding) {
        try {
            Encoded encoded = new Encoded(snapshot.type(), snapshot.payload());
            S state = stateCoding.decode(id, encoded, snapshot.version());
            SnapshotMark mark = new SnapshotMark(snapshot.version(), snapshot.takenAt());
            return new Loaded<>(state, snapshot.version(), snapshot.lastEvent(), mark, Duration.ZERO);
        } catch (RuntimeException e) {
            LOG.warn(
                    "the snapshot of {} at version {} cannot be read, so all events are replayed; the next snapshot"
                            + " replaces it: {}",
                    snapshot.stream(),
                    snapshot.version(),
                    e.toString());
            return null;
        }
    }

    private Loaded<S> fold(Loaded<S> from, Iterator<StoredEvent> events, Instant until) {
        S state = from.state();
        StoredEvent last = null;
        while (events.hasNext()) {
            StoredEvent next = events.next();
            if (next.recordedAt().isAfter(until)) {
                break;
            }
            last = next;
            state = fold.after(state, next, store.coding().events(next));
        }
        return last == null
                ? new Loaded<>(state, from.version(), from.lastEvent(), from.mark(), Duration.ZERO)
                : new Loaded<>(state, last.version(), last.id(), from.mark(), Duration.ZERO);
    }

    private Loaded<S> throughCache(String id, StateCache states) {
        StateCache.Entry entry = states.get(id);
        Loaded<S> hit = entry == null ? null : fromCached(id, entry);
        if (hit == null || entry == null) {
            states.countMiss();
            Loaded<S> loaded = fromSnapshot(id, Long.MAX_VALUE);
            remember(id, loaded);
            return loaded;
        }
        states.countHit();
        if (hit.version() > entry.version()) {
            remember(id, hit);
        }
        return hit;
    }

    /** Asks for the last event of the cached state, too: only if it is there, the state is one of the stream. */
    private @Nullable Loaded<S> fromCached(String id, StateCache.Entry entry) {
        Iterator<StoredEvent> events =
                store.stored(StreamQuery.of(fold.stream(id)).from(entry.version()));
        if (!events.hasNext() || !events.next().id().equals(entry.lastEvent())) {
            return null;
        }
        Loaded<S> cached = thawed(id, entry);
        return cached == null ? null : fold(cached, events, Instant.MAX);
    }

    /** Keeps a state for later loads, if it was made of committed events. Never throws. */
    void remember(String id, Loaded<S> loaded) {
        AggregateCache<S> settings = fold.shortening().cache();
        UUID lastEvent = loaded.lastEvent();
        if (cache == null || settings == null || lastEvent == null || store.isWithinTransaction()) {
            return;
        }
        try {
            S state = loaded.state();
            Object form = fold.shortening().immutable() ? Objects.requireNonNull(state) : frozen(state);
            cache.put(
                    id, new StateCache.Entry(form, loaded.version(), lastEvent, loaded.mark()), settings.weigh(state));
        } catch (RuntimeException e) {
            LOG.warn("{} was loaded, but cannot be cached", fold.stream(id), e);
        }
    }

    private Object frozen(S state) {
        return Objects.requireNonNull(coding, "coding of what can change").encode(state);
    }

    @SuppressWarnings("unchecked") // what was remembered
    private @Nullable Loaded<S> thawed(String id, StateCache.Entry entry) {
        try {
            S state = coding != null && entry.form() instanceof Encoded encoded
                    ? coding.decode(id, encoded, entry.version())
                    : (S) entry.form();
            return new Loaded<>(state, entry.version(), entry.lastEvent(), entry.mark(), Duration.ZERO);
        } catch (RuntimeException e) {
            LOG.warn("{} cannot be restored from the cache; its events are read instead", fold.stream(id), e);
            return null;
        }
    }
}
