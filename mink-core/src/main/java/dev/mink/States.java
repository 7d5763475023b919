package dev.mink;

import dev.mink.spi.StoredEvent;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * The engine behind both doors: load, act, append with the loaded version, and the same again when
 * someone else was faster.
 *
 * @param <S> the state
 */
final class States<S> {

    private final EventStore<?> store;
    private final Fold<S, ?> fold;
    private final ConflictRetry retry;

    States(EventStore<?> store, Fold<S, ?> fold, ConflictRetry retry) {
        this.store = store;
        this.fold = fold;
        this.retry = Objects.requireNonNull(retry, "retry policy");
        store.coding().requireAll(fold.events());
    }

    States<S> retrying(ConflictRetry newRetry) {
        return new States<>(store, fold, newRetry);
    }

    StreamId stream(String id) {
        return fold.stream(id);
    }

    /** The state before the first event. */
    S initial(String id) {
        return fold.initial().apply(id);
    }

    /** The state after all events; version 0 where there are none. */
    Versioned<S> load(String id) {
        return fold(id, StreamQuery.of(stream(id)), Instant.MAX);
    }

    /** The state as it was after the event of a version. */
    Versioned<S> loadAt(String id, long version) {
        StreamId stream = stream(id);
        Versioned<S> then = fold(id, StreamQuery.of(stream).through(version), Instant.MAX);
        if (then.version() < version) {
            throw new AggregateNotFoundException(
                    stream,
                    then.version() == 0
                            ? "there is no stream " + stream
                            : "stream " + stream + " has no version " + version + ": its last is " + then.version());
        }
        return then;
    }

    /** The state as it was at an instant. */
    Versioned<S> loadAt(String id, Instant instant) {
        StreamId stream = stream(id);
        Versioned<S> then = fold(id, StreamQuery.of(stream), instant);
        if (then.version() == 0) {
            throw new AggregateNotFoundException(stream, "stream " + stream + " did not exist at " + instant);
        }
        return then;
    }

    private Versioned<S> fold(String id, StreamQuery query, Instant until) {
        S state = initial(id);
        long version = 0;
        for (Iterator<StoredEvent> events = store.stored(query); events.hasNext(); ) {
            StoredEvent stored = events.next();
            if (stored.recordedAt().isAfter(until)) {
                break;
            }
            version = stored.version();
            state = fold.after(state, stored, store.coding().events(stored));
        }
        return new Versioned<>(state, version);
    }

    AppendResult append(String id, long loadedVersion, List<?> events) {
        return store.append(stream(id), ExpectedVersion.exactly(loadedVersion), events);
    }

    /**
     * Does something, and again as long as it loses races and may. Within a caller's transaction there
     * is one attempt, since a failed append leaves nothing to go on with.
     */
    <R> R retryingOnConflict(Supplier<R> work) {
        return store.isWithinTransaction() ? work.get() : retry.run(work);
    }
}
