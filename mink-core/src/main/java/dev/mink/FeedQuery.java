package dev.mink;

import dev.mink.schema.RawEvent;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;

/**
 * Which events of the whole store to read, in the order of their global positions.
 *
 * <p>An event is read if it is of one of the types, <em>and</em> of one of the categories, <em>and</em>
 * of one of the streams; where one of these is empty, it does not restrict. The filter is applied by
 * the storage.
 *
 * @param after only events behind this position; 0 for all
 * @param types event types: records, or sealed roots that stand for all records under them
 * @param categories categories of streams
 * @param streams exact streams
 * @param limit at most so many stored events, from 1; upcasters can make more or fewer of them
 */
public record FeedQuery(long after, Set<Class<?>> types, Set<String> categories, Set<StreamId> streams, long limit) {

    private static final FeedQuery ALL = new FeedQuery(0, Set.of(), Set.of(), Set.of(), Long.MAX_VALUE);

    /**
     * @throws IllegalArgumentException if the position is negative, the limit less than 1, or a
     *     category is not valid
     */
    public FeedQuery {
        if (after < 0) {
            throw new IllegalArgumentException(
                    "position " + after + " is negative: positions start at 1, 0 is before all");
        }
        if (limit < 1) {
            throw new IllegalArgumentException("limit " + limit + " of a feed query is less than 1");
        }
        types = Set.copyOf(types);
        categories = Set.copyOf(categories);
        streams = Set.copyOf(streams);
        categories.forEach(StreamId::checkCategory);
    }

    /** Every event. */
    public static FeedQuery all() {
        return ALL;
    }

    /** Only events behind this position. */
    public FeedQuery after(long position) {
        return new FeedQuery(position, types, categories, streams, limit);
    }

    /** Only events of these types, each a record or a sealed root. */
    public FeedQuery types(Class<?>... events) {
        return new FeedQuery(after, some("types", events), categories, streams, limit);
    }

    /** Only events of streams in these categories. */
    public FeedQuery categories(String... names) {
        return new FeedQuery(after, types, some("categories", names), streams, limit);
    }

    /** Only events of exactly these streams. */
    public FeedQuery streams(StreamId... ids) {
        return new FeedQuery(after, types, categories, some("streams", ids), limit);
    }

    /** At most so many events. */
    public FeedQuery limit(long events) {
        return new FeedQuery(after, types, categories, streams, events);
    }

    /** Whether an event is of one of the types, or may be: one that is not known is raw. */
    boolean asksFor(RecordedEvent recorded) {
        Object event = recorded.event();
        for (Class<?> type : types) {
            if (type.isInstance(event)) {
                return true;
            }
        }
        return types.isEmpty() || event instanceof RawEvent;
    }

    private static <X> Set<X> some(String what, X[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException(
                    "no " + what + " given: name at least one, or leave the restriction out");
        }
        for (X value : values) {
            Objects.requireNonNull(value, () -> "one of the " + what);
        }
        return new LinkedHashSet<>(Arrays.asList(values));
    }
}
