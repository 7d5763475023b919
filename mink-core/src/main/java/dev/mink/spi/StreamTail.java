package dev.mink.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stream from its newest snapshot on.
 *
 * @param snapshot the snapshot, or null if there is none
 * @param events the events behind the snapshot, or from the first one on
 */
public record StreamTail(@Nullable StoredSnapshot snapshot, List<StoredEvent> events) {

    /** Copies the list. */
    public StreamTail {
        events = List.copyOf(events);
    }
}
