package dev.mink;

import dev.mink.schema.Codec;
import dev.mink.schema.EventTypes;
import dev.mink.schema.Payload;
import dev.mink.spi.AppendRequest;
import dev.mink.spi.EventFilter;
import dev.mink.spi.NewEvent;
import dev.mink.spi.StoredEvent;
import dev.mink.spi.StreamAppend;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** Between what a user appends and reads and what a storage keeps. */
final class EventCoding {

    private final EventTypes types;
    private final Codec codec;
    private final int maxEventBytes;

    EventCoding(EventTypes types, Codec codec, int maxEventBytes) {
        this.types = types;
        this.codec = codec;
        this.maxEventBytes = maxEventBytes;
    }

    AppendRequest encode(List<Append> appends, Metadata defaults) {
        if (appends.isEmpty()) {
            throw new IllegalArgumentException("nothing to append: give events for at least one stream");
        }
        List<StreamAppend> encoded = new ArrayList<>(appends.size());
        for (Append append : appends) {
            Objects.requireNonNull(append, "one of the appends");
            List<NewEvent> events = new ArrayList<>(append.events().size());
            for (Object event : append.events()) {
                EventData data = event instanceof EventData given ? given : EventData.of(event);
                events.add(encode(append.stream(), data, defaults));
            }
            encoded.add(new StreamAppend(append.stream(), append.expected(), events));
        }
        refuseRepetitions(encoded);
        return new AppendRequest(encoded);
    }

    private NewEvent encode(StreamId stream, EventData data, Metadata defaults) {
        String type = types.nameOf(data.event().getClass());
        Payload payload = codec.encode(data.event());
        Metadata metadata = data.metadata().orElse(defaults);
        long size = (long) payload.size() + metadata.size();
        if (size > maxEventBytes) {
            throw new EventTooLargeException(stream, type, size, maxEventBytes);
        }
        return new NewEvent(data.id(), type, types.versionOf(type), payload, metadata);
    }

    private static void refuseRepetitions(List<StreamAppend> appends) {
        if (appends.size() == 1 && appends.get(0).events().size() == 1) {
            return;
        }
        Set<StreamId> streams = new HashSet<>();
        Set<UUID> ids = new HashSet<>();
        for (StreamAppend append : appends) {
            if (!streams.add(append.stream())) {
                throw new IllegalArgumentException("stream " + append.stream()
                        + " is given twice in one append: put all of its events into one list");
            }
            for (NewEvent event : append.events()) {
                if (!ids.add(event.id())) {
                    throw new IllegalArgumentException("event id " + event.id() + " for " + append.stream()
                            + " is given twice in one append: give every event an id of its own");
                }
            }
        }
    }

    /** What a stored event is today: usually itself, but it may be several events, or none. */
    List<RecordedEvent> decode(StoredEvent stored) {
        List<Object> events = types.read(stored, codec);
        return events.size() == 1
                ? List.of(recorded(stored, events.get(0)))
                : events.stream().map(event -> recorded(stored, event)).toList();
    }

    /** The same, but only what a query asks for: an event of one type can become one of another. */
    List<RecordedEvent> decode(StoredEvent stored, FeedQuery query) {
        List<RecordedEvent> events = decode(stored);
        return events.size() == 1 && query.asksFor(events.get(0))
                ? events
                : events.stream().filter(query::asksFor).toList();
    }

    private static RecordedEvent recorded(StoredEvent stored, Object event) {
        return new RecordedEvent(
                stored.position(),
                stored.stream(),
                stored.version(),
                stored.id(),
                stored.type(),
                stored.schemaVersion(),
                event,
                stored.metadata(),
                stored.recordedAt());
    }

    /** Only what happened, for a state, which must not lack an event that this code does not know. */
    List<Object> events(StoredEvent stored) {
        return types.readStrictly(stored, codec);
    }

    EventFilter filter(FeedQuery query) {
        Set<String> names = new LinkedHashSet<>();
        query.types().forEach(type -> names.addAll(types.namesUnder(type)));
        return new EventFilter(names, query.categories(), query.streams());
    }

    /** Refuses event types of which this store does not know all, under the same names. */
    void requireAll(EventTypes needed) {
        types.requireAll(needed);
    }
}
