package dev.mink.memory;

import dev.mink.AppendResult;
import dev.mink.ConcurrencyException;
import dev.mink.StreamId;
import dev.mink.StreamInfo;
import dev.mink.StreamQuery;
import dev.mink.spi.AppendRequest;
import dev.mink.spi.EventFilter;
import dev.mink.spi.FeedRange;
import dev.mink.spi.NewEvent;
import dev.mink.spi.Repetition;
import dev.mink.spi.Slice;
import dev.mink.spi.StoredEvent;
import dev.mink.spi.StreamAppend;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The events in memory. Not thread-safe: the storage around it lets in one at a time. */
final class MemoryLog {

    /** As PostgreSQL orders texts of UTF-8 under the collation "C". */
    static final Comparator<String> BY_CODE_POINTS =
            (a, b) -> Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());

    private final Clock clock;
    private final List<StoredEvent> feed = new ArrayList<>();
    private final Map<StreamId, List<StoredEvent>> streams = new HashMap<>();
    private final EventIds ids = new EventIds(feed);

    /** The streams by their ids in order, as long as there is no new one; null if it has to be made. */
    private @Nullable NavigableMap<String, List<StoredEvent>> inOrder;

    MemoryLog(Clock clock) {
        this.clock = clock;
    }

    List<AppendResult> append(AppendRequest request) {
        for (StreamAppend append : request.streams()) {
            long actual = stream(append.stream()).size();
            if (!append.expected().isMetBy(actual)) {
                return repeated(request)
                        .orElseThrow(() -> new ConcurrencyException(append.stream(), append.expected(), actual));
            }
        }
        long before = feed.size();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        List<AppendResult> results = new ArrayList<>(request.streams().size());
        for (StreamAppend append : request.streams()) {
            long version = stream(append.stream()).size();
            for (NewEvent event : append.events()) {
                if (!add(stored(event, append.stream(), ++version, now))) {
                    undoAfter(before);
                    return repeated(request).orElseThrow();
                }
            }
            results.add(new AppendResult(append.stream(), version, feed.size(), false));
        }
        return results;
    }

    private Optional<List<AppendResult>> repeated(AppendRequest request) {
        List<StoredEvent> found = new ArrayList<>();
        for (StreamAppend append : request.streams()) {
            for (NewEvent event : append.events()) {
                StoredEvent stored = ids.find(event.id());
                if (stored != null) {
                    found.add(stored);
                }
            }
        }
        return Repetition.firstResult(request, found);
    }

    /** Adds an event, unless there is one with its id. */
    private boolean add(StoredEvent event) {
        feed.add(event);
        if (!ids.addLast()) {
            feed.remove(feed.size() - 1);
            return false;
        }
        streams.computeIfAbsent(event.stream(), this::newStream).add(event);
        return true;
    }

    private StoredEvent stored(NewEvent event, StreamId stream, long version, Instant now) {
        return new StoredEvent(
                feed.size() + 1L,
                stream,
                version,
                event.id(),
                event.type(),
                event.schemaVersion(),
                event.payload(),
                event.metadata(),
                event.recordedAt() == null ? now : event.recordedAt());
    }

    /** Removes every event behind a position. */
    void undoAfter(long position) {
        for (int last = feed.size(); last > position; last--) {
            ids.removeLast();
            StoredEvent event = feed.remove(last - 1);
            List<StoredEvent> stream = stream(event.stream());
            stream.remove(stream.size() - 1);
            if (stream.isEmpty()) {
                streams.remove(event.stream());
                inOrder = null;
            }
        }
    }

    List<StoredEvent> readStream(StreamQuery query) {
        List<StoredEvent> stream = stream(query.stream());
        int from = (int) Math.min(query.from(), stream.size() + 1L);
        int through = (int) Math.min(query.through(), stream.size());
        if (from > through) {
            return List.of();
        }
        int count = (int) Math.min(query.limit(), through - from + 1L);
        List<StoredEvent> events = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            events.add(stream.get(query.newestFirst() ? through - 1 - i : from - 1 + i));
        }
        return events;
    }

    /** Whether a stream has this event at this version. */
    boolean has(StreamId id, long version, UUID event) {
        List<StoredEvent> stream = stream(id);
        return version <= stream.size() && stream.get((int) version - 1).id().equals(event);
    }

    List<StoredEvent> readFeed(FeedRange range) {
        List<StoredEvent> events = new ArrayList<>();
        long through = Math.min(range.through(), feed.size());
        for (long i = range.after(); i < through && events.size() < range.limit(); i++) {
            StoredEvent event = feed.get((int) i);
            if (matches(event, range.filter())) {
                events.add(event);
            }
        }
        return events;
    }

    private static boolean matches(StoredEvent event, EventFilter filter) {
        return filter.admits(event.type(), event.stream()) && isIn(event.stream(), filter.slice());
    }

    /** Mixes the hash, whose lower bits are those of the last character. */
    private static boolean isIn(StreamId stream, Slice slice) {
        int hash = stream.toString().hashCode() * 0x9E3779B9;
        return slice.count() == 1 || Math.floorMod(hash ^ (hash >>> 16), slice.count()) == slice.index();
    }

    Optional<StreamInfo> streamInfo(StreamId id) {
        List<StoredEvent> stream = stream(id);
        return stream.isEmpty() ? Optional.empty() : Optional.of(info(stream));
    }

    List<StreamInfo> streams(String prefix, String after, int limit) {
        boolean begins = BY_CODE_POINTS.compare(after, prefix) < 0;
        return inOrder().tailMap(begins ? prefix : after, begins).entrySet().stream()
                .takeWhile(stream -> stream.getKey().startsWith(prefix))
                .limit(limit)
                .map(stream -> info(stream.getValue()))
                .toList();
    }

    private List<StoredEvent> newStream(StreamId id) {
        inOrder = null;
        return new ArrayList<>();
    }

    private NavigableMap<String, List<StoredEvent>> inOrder() {
        NavigableMap<String, List<StoredEvent>> sorted = inOrder;
        if (sorted == null) {
            sorted = new TreeMap<>(BY_CODE_POINTS);
            for (Map.Entry<StreamId, List<StoredEvent>> stream : streams.entrySet()) {
                sorted.put(stream.getKey().toString(), stream.getValue());
            }
            inOrder = sorted;
        }
        return sorted;
    }

    private static StreamInfo info(List<StoredEvent> stream) {
        StoredEvent last = stream.get(stream.size() - 1);
        return new StreamInfo(last.stream(), last.version(), stream.get(0).recordedAt(), last.recordedAt());
    }

    long lastPosition() {
        return feed.size();
    }

    private List<StoredEvent> stream(StreamId id) {
        return streams.getOrDefault(id, List.of());
    }
}
