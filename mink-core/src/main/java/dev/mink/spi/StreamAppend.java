package dev.mink.spi;

import dev.mink.ExpectedVersion;
import dev.mink.StreamId;
import java.util.List;

/**
 * Events for one stream, with what is expected of it.
 *
 * @param stream where the events go
 * @param expected what must hold of the stream
 * @param events one or more events, in their order, with ids that differ
 */
public record StreamAppend(StreamId stream, ExpectedVersion expected, List<NewEvent> events) {

    /** Copies the list. */
    public StreamAppend {
        events = List.copyOf(events);
    }
}
