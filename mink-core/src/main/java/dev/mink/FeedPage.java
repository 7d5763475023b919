package dev.mink;

import java.util.List;

/**
 * Some events of the feed, and where to go on.
 *
 * @param events the events, in the order of their positions; none where upcasters have dropped all of them
 * @param position continue behind this position: no event at or before it that matches the query will
 *     ever appear again, nor has one been left out
 * @param atEnd whether there was nothing more to read at that moment
 */
public record FeedPage(List<RecordedEvent> events, long position, boolean atEnd) {

    /** Copies the list. */
    public FeedPage {
        events = List.copyOf(events);
    }
}
