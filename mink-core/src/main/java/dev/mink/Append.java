package dev.mink;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * Events for one stream, with what is expected of it; several of these can be appended atomically.
 *
 * @param stream where the events go
 * @param expected what must hold of the stream
 * @param events one or more events, plain or as {@link EventData}, in their order
 */
public record Append(StreamId stream, ExpectedVersion expected, List<Object> events) {

    /**
     * @throws IllegalArgumentException if there are no events
     * @throws NullPointerException if anything is null
     */
    public Append {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(expected, "expected version");
        Objects.requireNonNull(events, () -> "the list of events for " + stream);
        if (events.isEmpty()) {
            throw new IllegalArgumentException("no events to append to " + stream + ": give at least one");
        }
        for (Object event : events) {
            Objects.requireNonNull(event, () -> "an event for " + stream);
        }
        events = List.copyOf(events);
    }

    /** The events for the stream. */
    public static Append of(StreamId stream, ExpectedVersion expected, Collection<?> events) {
        Objects.requireNonNull(events, () -> "the list of events for " + stream);
        return new Append(stream, expected, new ArrayList<>(events));
    }
}
