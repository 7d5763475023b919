package dev.mink.spi;

import dev.mink.StreamId;
import java.util.Set;

/**
 * Which events of the feed are wanted: those of one of the types, and of one of the categories, and of
 * one of the streams, and of the slice. An empty set does not restrict.
 *
 * @param types stored names of event types
 * @param categories categories of streams
 * @param streams exact streams
 * @param slice a part of all streams
 */
public record EventFilter(Set<String> types, Set<String> categories, Set<StreamId> streams, Slice slice) {

    private static final EventFilter ALL = new EventFilter(Set.of(), Set.of(), Set.of());

    /** Copies the sets. */
    public EventFilter {
        types = Set.copyOf(types);
        categories = Set.copyOf(categories);
        streams = Set.copyOf(streams);
    }

    /** Not restricted to a slice. */
    public EventFilter(Set<String> types, Set<String> categories, Set<StreamId> streams) {
        this(types, categories, streams, Slice.whole());
    }

    /** Every event. */
    public static EventFilter all() {
        return ALL;
    }

    /** Whether it wants an event of this type in this stream, as far as types, categories and streams go: the slice is not looked at. */
    public boolean admits(String type, StreamId stream) {
        return isIn(types, type) && isIn(categories, stream.category()) && isIn(streams, stream);
    }

    private static <X> boolean isIn(Set<X> some, X one) {
        return some.isEmpty() || some.contains(one);
    }

    /** The same, of a part of all streams. */
    public EventFilter slice(Slice part) {
        return new EventFilter(types, categories, streams, part);
    }
}
