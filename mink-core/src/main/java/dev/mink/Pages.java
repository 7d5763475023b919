package dev.mink;

import dev.mink.PagedIterator.Page;
import dev.mink.spi.EventFilter;
import dev.mink.spi.EventLog;
import dev.mink.spi.FeedRange;
import dev.mink.spi.StoredEvent;
import dev.mink.spi.StoredSnapshot;
import dev.mink.spi.StreamTail;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Long reads as a series of short ones. */
final class Pages {

    private Pages() {}

    static Iterator<StoredEvent> ofStream(EventLog log, StreamQuery query, int pageSize) {
        return new PagedIterator<>(query, rest -> page(log, rest, pageSize));
    }

    private static Page<StreamQuery, StoredEvent> page(EventLog log, StreamQuery query, int pageSize) {
        return page(query, log.readStream(bounded(query, pageSize)), pageSize);
    }

    /** A page asks for one event more than it has, so that the last one is known to be. */
    private static StreamQuery bounded(StreamQuery query, int pageSize) {
        return query.limit(Math.min(pageSize + 1L, query.limit()));
    }

    private static Page<StreamQuery, StoredEvent> page(StreamQuery query, List<StoredEvent> page, int pageSize) {
        return page.size() <= pageSize
                ? new Page<>(page, null)
                : new Page<>(
                        page.subList(0, pageSize),
                        behind(query, page.get(pageSize - 1).version(), pageSize));
    }

    /** A stream from its newest snapshot on; only what is behind the first page takes more than one round trip. */
    static Tail ofTail(EventLog log, StreamQuery query, String schema, int pageSize) {
        StreamTail tail = log.readTail(bounded(query, pageSize), schema);
        Page<StreamQuery, StoredEvent> first = page(query, tail.events(), pageSize);
        return new Tail(tail.snapshot(), PagedIterator.from(first, rest -> page(log, rest, pageSize)));
    }

    /** A snapshot, if there is one, and the events behind it. */
    record Tail(@Nullable StoredSnapshot snapshot, Iterator<StoredEvent> events) {}

    private static @Nullable StreamQuery behind(StreamQuery query, long version, int read) {
        long limit = query.limit() - read;
        if (query.newestFirst()) {
            return version <= query.from() ? null : query.through(version - 1).limit(limit);
        }
        return version >= query.through() ? null : query.from(version + 1).limit(limit);
    }

    /**
     * @param readsAhead whether another thread may fetch a page while the one before is consumed
     */
    static Iterator<StoredEvent> ofFeed(
            EventLog log, FeedQuery query, EventFilter filter, int pageSize, boolean readsAhead) {
        long safe = log.safePosition();
        Function<FeedQuery, Page<FeedQuery, StoredEvent>> fetch = rest -> {
            int size = (int) Math.min(pageSize, rest.limit());
            List<StoredEvent> page = log.readFeed(new FeedRange(rest.after(), safe, filter, size));
            boolean last = page.size() < size || rest.limit() == size;
            return new Page<>(
                    page, last ? null : behind(rest, page.get(size - 1).position(), size, safe));
        };
        return new PagedIterator<>(query, readsAhead ? new ReadAhead<>(fetch, ReadAhead.THREADS) : fetch);
    }

    private static @Nullable FeedQuery behind(FeedQuery query, long position, int read, long safe) {
        return position >= safe ? null : query.after(position).limit(query.limit() - read);
    }

    /**
     * One page of the feed. The safe position is asked for before the events are, in a statement of its
     * own; a page that is not full moves the cursor up to it, past whatever the filter left out.
     */
    static FeedPage page(EventLog log, FeedQuery query, EventCoding coding, int pageSize) {
        int size = (int) Math.min(pageSize, query.limit());
        EventFilter filter = coding.filter(query);
        long safe = log.safePosition();
        if (safe <= query.after()) {
            return new FeedPage(List.of(), query.after(), true);
        }
        List<StoredEvent> page = log.readFeed(new FeedRange(query.after(), safe, filter, size));
        boolean full = page.size() == size;
        long position = full ? page.get(size - 1).position() : safe;
        return new FeedPage(
                page.stream()
                        .flatMap(stored -> coding.decode(stored, query).stream())
                        .toList(),
                position,
                !full);
    }

    static Iterator<StreamInfo> ofStreams(EventLog log, String prefix, int pageSize) {
        return new PagedIterator<>("", after -> {
            List<StreamInfo> page = log.streams(prefix, after, pageSize);
            boolean last = page.size() < pageSize;
            return new Page<>(
                    page, last ? null : page.get(pageSize - 1).stream().toString());
        });
    }
}
