package dev.mink.postgres.feed;

import dev.mink.EventData;
import dev.mink.StreamId;
import java.util.UUID;

/** An event that its writer knows to be committed. */
record Committed(UUID id, StreamId stream, Class<?> type) {

    static Committed of(StreamId stream, EventData event) {
        return new Committed(event.id(), stream, event.event().getClass());
    }
}
