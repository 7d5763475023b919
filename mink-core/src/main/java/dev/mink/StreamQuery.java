package dev.mink;

import java.util.Objects;

/**
 * Which events of one stream to read, and in which direction.
 *
 * @param stream the stream
 * @param from the first version of the range, from 1
 * @param through the last version of the range, inclusive
 * @param newestFirst whether to read from {@code through} down to {@code from}
 * @param limit at most so many stored events, from 1; upcasters can make more or fewer of them
 */
public record StreamQuery(StreamId stream, long from, long through, boolean newestFirst, long limit) {

    /**
     * @throws IllegalArgumentException if a version or the limit is less than 1
     */
    public StreamQuery {
        Objects.requireNonNull(stream, "stream");
        checkPositive("from version", from);
        checkPositive("through version", through);
        checkPositive("limit", limit);
    }

    /** All events of the stream, oldest first. */
    public static StreamQuery of(StreamId stream) {
        return new StreamQuery(stream, 1, Long.MAX_VALUE, false, Long.MAX_VALUE);
    }

    /** Only events of this version and later. */
    public StreamQuery from(long version) {
        return new StreamQuery(stream, version, through, newestFirst, limit);
    }

    /** Only events of this version and earlier. */
    public StreamQuery through(long version) {
        return new StreamQuery(stream, from, version, newestFirst, limit);
    }

    /** Newest first. */
    public StreamQuery backwards() {
        return new StreamQuery(stream, from, through, true, limit);
    }

    /** At most so many events. */
    public StreamQuery limit(long events) {
        return new StreamQuery(stream, from, through, newestFirst, events);
    }

    private static void checkPositive(String what, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(what + " " + value + " of a stream query is less than 1");
        }
    }
}
