package dev.mink;

import dev.mink.internal.Text;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * Something with an identity that guards its rules and whose state is the sum of its events.
 *
 * <p>A method that changes something checks the rules and calls {@link #raise}; the state itself
 * changes only in {@link #apply}, which is also how a stored history is replayed. So {@code apply}
 * must neither refuse an event nor look at anything but the event and the state.
 *
 * <p>Not thread-safe: an aggregate belongs to the one who loaded it, until it is saved.
 *
 * @param <E> the events, usually a sealed interface
 */
public abstract class Aggregate<E> {

    private final String id;
    private long version;
    private final List<E> uncommitted = new ArrayList<>();
    private final List<EventData> pending = new ArrayList<>();
    private boolean applying;
    private SnapshotMark mark = SnapshotMark.NONE;
    private Duration loadTook = Duration.ZERO;

    /**
     * A new aggregate, at version 0.
     *
     * @param id its identity within its category; together they make the id of its stream
     */
    protected Aggregate(String id) {
        this.id = Text.check("aggregate id", id, StreamId.MAX_LENGTH);
    }

    /** Its identity within its category. */
    public final String id() {
        return id;
    }

    /** The version of its stream when it was loaded or last saved; 0 if it was never saved. */
    public final long version() {
        return version;
    }

    /** The events raised since it was loaded or last saved, oldest first; not modifiable. */
    public final List<E> uncommitted() {
        return Collections.unmodifiableList(uncommitted);
    }

    /**
     * Makes something happen: applies the event to the state and keeps it for the next save.
     *
     * @throws IllegalStateException within {@link #apply}
     */
    protected final void raise(E event) {
        Objects.requireNonNull(event, "event");
        if (applying) {
            throw new IllegalStateException(
                    event.getClass().getName()
                            + " was raised within apply, which also replays history: raise it where the other event was raised");
        }
        change(event);
        uncommitted.add(event);
    }

    /** Changes the state as the event says. */
    protected abstract void apply(E event);

    private void change(E event) {
        applying = true;
        try {
            apply(event);
        } finally {
            applying = false;
        }
    }

    /** The uncommitted events with their ids, which stay the same however often a save is tried. */
    final List<EventData> pending() {
        for (int i = pending.size(); i < uncommitted.size(); i++) {
            pending.add(EventData.of(uncommitted.get(i)));
        }
        return pending;
    }

    /** Applies a stored event. */
    final void replay(E event) {
        change(event);
    }

    /** Takes note that it has all stored events up to a version. */
    final void reached(long storedVersion) {
        if (!uncommitted.isEmpty()) {
            throw new IllegalStateException("restoring " + getClass().getName() + " " + id + " has raised a "
                    + uncommitted.get(0).getClass().getName() + ": set the fields only, as apply does");
        }
        version = storedVersion;
    }

    /** Takes note of how it was loaded. */
    final void loaded(SnapshotMark newest, Duration took) {
        mark = newest;
        loadTook = took;
    }

    /** Its newest snapshot, as far as is known. */
    final SnapshotMark mark() {
        return mark;
    }

    /** How long it took to load it. */
    final Duration loadTook() {
        return loadTook;
    }

    /** Takes note that all uncommitted events have been stored. */
    final void committed(long newVersion) {
        version = newVersion;
        uncommitted.clear();
        pending.clear();
    }
}
