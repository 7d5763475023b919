package dev.mink;

import dev.mink.Instrumentation.Occurrence;
import dev.mink.snapshot.Saved;
import dev.mink.snapshot.Snapshots;
import dev.mink.spi.Retention;
import dev.mink.spi.SnapshotStore;
import dev.mink.spi.StoredSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Takes snapshots of one type. What is stored is never the state that a save has left in memory: it is replayed from
 * committed events, outside of the transaction of the save, if there is one.
 *
 * @param <S> the state
 */
final class SnapshotTaker<S> {

    private final EventStore<?> store;
    private final Fold<S, ?> fold;
    private final Snapshots<S> snapshots;
    private final SnapshotStore kept;

    private SnapshotTaker(EventStore<?> store, Fold<S, ?> fold, Snapshots<S> snapshots, SnapshotStore kept) {
        this.store = store;
        this.fold = fold;
        this.snapshots = snapshots;
        this.kept = kept;
    }

    /** The taker of a type, or null if the type has no snapshots or the storage keeps none. */
    static <S> @Nullable SnapshotTaker<S> of(EventStore<?> store, Fold<S, ?> fold) {
        Snapshots<S> snapshots = fold.shortening().snapshots();
        SnapshotStore kept =
                snapshots == null ? null : store.shortcuts().snapshots().orElse(null);
        return snapshots == null || kept == null ? null : new SnapshotTaker<>(store, fold, snapshots, kept);
    }

    SnapshotStore kept() {
        return kept;
    }

    String schema() {
        return snapshots.schema();
    }

    String category() {
        return fold.category();
    }

    StreamId stream(String id) {
        return fold.stream(id);
    }

    /**
     * Has a snapshot taken, if that is due after a save. Never throws.
     *
     * @return the newest snapshot, if all goes well
     */
    SnapshotMark saved(String id, long version, List<?> events, SnapshotMark mark, Duration loadTook) {
        StreamId stream = fold.stream(id);
        Instant now = store.shortcuts().clock().instant();
        Saved saved = new Saved(stream, version, events, loadTook, mark.version(), mark.takenAt(), now);
        if (!Shortcuts.attempt(stream, () -> snapshots.policy().isDue(saved))) {
            return mark;
        }
        Thread inTransaction = store.isWithinTransaction() ? Thread.currentThread() : null;
        store.shortcuts().later(stream, inTransaction, () -> takeIfDue(id, saved));
        return new SnapshotMark(version, now);
    }

    /** By now someone else may have taken one, and the transaction of the save may be open or have been rolled back. */
    private boolean takeIfDue(String id, Saved saved) {
        StateReader<S> reader = outside();
        Loaded<S> now = reader.fromSnapshot(id, Long.MAX_VALUE);
        SnapshotMark mark = now.mark();
        Instant at = store.shortcuts().clock().instant();
        boolean due = snapshots
                .policy()
                .isDue(new Saved(
                        saved.stream(),
                        now.version(),
                        saved.events(),
                        saved.loadTook(),
                        mark.version(),
                        mark.takenAt(),
                        at));
        if (due && take(id, now, reader)) {
            return true;
        }
        reader.remember(id, now);
        return false;
    }

    /** Takes one whether it is due or not, unless there is one of the last event. */
    boolean take(String id) {
        StateReader<S> reader = outside();
        return take(id, reader.fromSnapshot(id, Long.MAX_VALUE), reader);
    }

    /** Takes one that is made of all events. */
    boolean takeAnew(String id) {
        StateReader<S> reader = outside();
        return take(id, reader.replay(id, Long.MAX_VALUE), reader);
    }

    private StateReader<S> outside() {
        return new StateReader<>(store.outside(), fold);
    }

    private boolean take(String id, Loaded<S> now, StateReader<S> reader) {
        UUID lastEvent = now.lastEvent();
        if (lastEvent == null || now.version() == now.mark().version()) {
            return false;
        }
        Instant at = store.shortcuts().clock().instant().truncatedTo(ChronoUnit.MICROS);
        StateCoding.Encoded state =
                new StateCoding<>(fold, snapshots, store.shortcuts().codec()).encode(now.state());
        StoredSnapshot snapshot = new StoredSnapshot(
                fold.stream(id), now.version(), lastEvent, snapshots.schema(), state.type(), state.payload(), at);
        Instant since = snapshots.keptFor().map(at::minus).orElse(null);
        boolean taken = kept.write(snapshot, new Retention(snapshots.kept(), since));
        if (taken) {
            store.shortcuts().occurred(Occurrence.SNAPSHOT_TAKEN, fold.category());
            reader.remember(id, now.with(new SnapshotMark(now.version(), at)));
        }
        return taken;
    }
}
