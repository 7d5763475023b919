package dev.mink;

import dev.mink.Instrumentation.Occurrence;
import dev.mink.snapshot.KeptSnapshots;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
    private final StateReader<S> reader;
    private final @Nullable SnapshotTaker<S> taker;

    States(EventStore<?> store, Fold<S, ?> fold, ConflictRetry retry) {
        this.store = store;
        this.fold = fold;
        this.retry = Objects.requireNonNull(retry, "retry policy");
        store.coding().requireAll(fold.events());
        this.reader = new StateReader<>(store, fold);
        this.taker = SnapshotTaker.of(store, fold);
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
    Loaded<S> load(String id) {
        return reader.load(id);
    }

    /** The state as it was after the event of a version. */
    Versioned<S> loadAt(String id, long version) {
        StreamId stream = stream(id);
        Loaded<S> then = reader.fromSnapshot(id, version);
        if (then.version() < version) {
            throw new AggregateNotFoundException(
                    stream,
                    then.version() == 0
                            ? "there is no stream " + stream
                            : "stream " + stream + " has no version " + version + ": its last is " + then.version());
        }
        return then.versioned();
    }

    /** The state as it was at an instant. */
    Versioned<S> loadAt(String id, Instant instant) {
        StreamId stream = stream(id);
        Loaded<S> then = reader.loadAt(id, instant);
        if (then.version() == 0) {
            throw new AggregateNotFoundException(stream, "stream " + stream + " did not exist at " + instant);
        }
        return then.versioned();
    }

    AppendResult append(String id, long loadedVersion, List<?> events) {
        return store.append(stream(id), ExpectedVersion.exactly(loadedVersion), events);
    }

    /** Who takes snapshots after saves; null if nobody does. */
    @Nullable
    SnapshotTaker<S> taker() {
        return taker;
    }

    /**
     * The snapshots that are kept.
     *
     * @throws IllegalStateException if there are none
     */
    KeptSnapshots snapshots() {
        if (taker == null) {
            throw new IllegalStateException(
                    fold.shortening().snapshots() == null
                            ? fold.category() + " has no snapshots: give its type some by withSnapshots"
                            : "the storage of this store keeps no snapshots");
        }
        return new TypeSnapshots<>(store.outside(), taker);
    }

    /**
     * Does something, and again as long as it loses races and may. Within a caller's transaction there
     * is one attempt, since a failed append leaves nothing to go on with.
     */
    <R> R retryingOnConflict(Supplier<R> work) {
        return store.isWithinTransaction()
                ? work.get()
                : retry.run(work, () -> store.shortcuts().occurred(Occurrence.CONFLICT_RETRIED, fold.category()));
    }
}
