package dev.mink.spi;

import dev.mink.StreamId;
import java.util.Set;

/**
 * Which events of the feed are wanted: those of one of the types, and of one of the categories, and of
 * one of the streams. An empty set does not restrict.
 *
 * @param types stored names of event types
 * @param categories categories of streams
 * @param streams exact streams
 */
public record EventFilter(Set<String> types, Set<String> categories, Set<StreamId> streams) {

    private static final EventFilter ALL = new EventFilter(Set.of(), Set.of(), Set.of());

    /** Copies the sets. */
    public EventFilter {
        types = Set.copyOf(types);
        categories = Set.copyOf(categories);
        streams = Set.copyOf(streams);
    }

    /** Every event. */
    public static EventFilter all() {
        return ALL;
    }
}
