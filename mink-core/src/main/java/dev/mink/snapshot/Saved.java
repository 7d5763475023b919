package dev.mink.snapshot;

import dev.mink.StreamId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link SnapshotPolicy} decides on: a save that has succeeded, and the load before it.
 *
 * @param stream the stream that was saved to
 * @param version its version since then
 * @param events what was saved, one or more
 * @param loadTook how long the load took; zero for what was not loaded
 * @param snapshotVersion the version of the newest snapshot as far as is known, 0 without one
 * @param snapshotAt when that was taken, or null without one
 * @param at the time now
 */
public record Saved(
        StreamId stream,
        long version,
        List<?> events,
        Duration loadTook,
        long snapshotVersion,
        @Nullable Instant snapshotAt,
        Instant at) {

    /** Copies the list. */
    public Saved {
        events = List.copyOf(events);
    }
}
