package dev.mink.snapshot;

import java.time.Duration;
import java.util.Objects;

/**
 * When a snapshot is to be taken. It is asked after each save:
 *
 * <pre>{@code
 * every(500).or(whenLoadTook(Duration.ofMillis(20)).and(every(50)))
 * }</pre>
 *
 * <p>Those made here are values: equal where they mean the same. One of your own is a function, thread-safe and
 * quick; what it throws is logged and counts as no.
 */
@FunctionalInterface
public interface SnapshotPolicy {

    /** Whether to take a snapshot after a save. */
    boolean isDue(Saved saved);

    /** Never by itself. What is there is still used. */
    static SnapshotPolicy never() {
        return Policies.Never.NEVER;
    }

    /**
     * When there are so many events behind the newest snapshot, or from the first one on.
     *
     * @throws IllegalArgumentException if that is less than 1
     */
    static SnapshotPolicy every(int events) {
        return new Policies.Every(events);
    }

    /**
     * When the load before the save took longer than this.
     *
     * @throws IllegalArgumentException if it is negative
     */
    static SnapshotPolicy whenLoadTook(Duration longerThan) {
        return new Policies.LoadTook(longerThan);
    }

    /** When an event of this class, or under this interface, was saved. */
    static SnapshotPolicy on(Class<?> event) {
        return new Policies.On(event);
    }

    /**
     * When the newest snapshot is older than this, or there is none.
     *
     * @throws IllegalArgumentException if it is negative
     */
    static SnapshotPolicy olderThan(Duration age) {
        return new Policies.OlderThan(age);
    }

    /** When this or the other one says so. */
    default SnapshotPolicy or(SnapshotPolicy other) {
        return new Policies.Or(this, Objects.requireNonNull(other, "other policy"));
    }

    /** When both this and the other one say so. */
    default SnapshotPolicy and(SnapshotPolicy other) {
        return new Policies.And(this, Objects.requireNonNull(other, "other policy"));
    }
}
