package dev.mink.testing.contract;

import dev.mink.Append;
import dev.mink.AppendResult;
import dev.mink.EventData;
import dev.mink.FeedQuery;
import dev.mink.RecordedEvent;
import dev.mink.StreamId;
import dev.mink.StreamInfo;
import dev.mink.StreamQuery;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** What an event store is, said as simply as possible: one list of events. */
final class Model {

    private static final Comparator<StreamInfo> BY_CODE_POINTS = (a, b) -> Arrays.compare(
            a.stream().toString().codePoints().toArray(),
            b.stream().toString().codePoints().toArray());

    /** All events in the order of their positions, each as it was first read. */
    private final List<RecordedEvent> feed = new ArrayList<>();

    private final long start;

    /** An empty model, of a store whose last position is this. */
    Model(long start) {
        this.start = start;
    }

    Model copy() {
        Model copy = new Model(start);
        copy.feed.addAll(feed);
        return copy;
    }

    /** What becomes of an append. */
    sealed interface Outcome {}

    /** It adds its events. */
    record Added() implements Outcome {}

    /** It was done before. */
    record Repeated(List<AppendResult> results) implements Outcome {}

    /** It fails: with this type of exception, for one of these streams if any are given. */
    record Refused(Class<? extends RuntimeException> as, Set<StreamId> streams) implements Outcome {}

    Outcome outcomeOf(List<Append> appends) {
        List<UUID> ids = appends.stream().flatMap(Model::ids).toList();
        List<StreamId> streams = appends.stream().map(Append::stream).toList();
        if (new HashSet<>(ids).size() < ids.size() || new HashSet<>(streams).size() < streams.size()) {
            return new Refused(IllegalArgumentException.class, Set.of());
        }
        if (feed.stream().anyMatch(event -> ids.contains(event.id()))) {
            return appends.stream().allMatch(this::isInPlace)
                    ? new Repeated(appends.stream().map(this::firstResult).toList())
                    : new Refused(dev.mink.DuplicateEventIdException.class, new HashSet<>(streams));
        }
        Set<StreamId> conflicts = new HashSet<>();
        for (Append append : appends) {
            if (!append.expected().isMetBy(version(append.stream()))) {
                conflicts.add(append.stream());
            }
        }
        return conflicts.isEmpty() ? new Added() : new Refused(dev.mink.ConcurrencyException.class, conflicts);
    }

    private static Stream<UUID> ids(Append append) {
        return append.events().stream().map(event -> ((EventData) event).id());
    }

    /** Whether the events are stored in the stream one behind the other, each as the same type. */
    private boolean isInPlace(Append append) {
        List<RecordedEvent> stream = stream(append.stream());
        List<RecordedEvent> stored = stream.stream()
                .filter(event -> ids(append).anyMatch(event.id()::equals))
                .toList();
        if (!stored.stream().map(RecordedEvent::id).toList().equals(ids(append).toList())) {
            return false;
        }
        for (int i = 0; i < stored.size(); i++) {
            Object given = ((EventData) append.events().get(i)).event();
            if (stored.get(i).version() != stored.get(0).version() + i
                    || stored.get(i).event().getClass() != given.getClass()) {
                return false;
            }
        }
        return true;
    }

    private AppendResult firstResult(Append append) {
        UUID lastId = ids(append).reduce((a, b) -> b).orElseThrow();
        RecordedEvent last = feed.stream()
                .filter(event -> event.id().equals(lastId))
                .findFirst()
                .orElseThrow();
        return new AppendResult(append.stream(), last.version(), last.position(), true);
    }

    int size() {
        return feed.size();
    }

    void add(RecordedEvent event) {
        feed.add(event);
    }

    List<RecordedEvent> stream(StreamId stream) {
        return feed.stream().filter(event -> event.stream().equals(stream)).toList();
    }

    long version(StreamId stream) {
        return stream(stream).size();
    }

    long lastPosition() {
        return feed.isEmpty() ? start : feed.get(feed.size() - 1).position();
    }

    /** The position of some event, or the one before all. */
    long position(int index) {
        return index < 0 || feed.isEmpty()
                ? start
                : feed.get(index % feed.size()).position();
    }

    List<RecordedEvent> read(StreamQuery query) {
        Comparator<RecordedEvent> ascending = Comparator.comparing(RecordedEvent::version);
        return stream(query.stream()).stream()
                .filter(event -> event.version() >= query.from() && event.version() <= query.through())
                .sorted(query.newestFirst() ? ascending.reversed() : ascending)
                .limit(query.limit())
                .toList();
    }

    List<RecordedEvent> read(FeedQuery query) {
        return feed.stream()
                .filter(event -> event.position() > query.after())
                .filter(event -> query.types().isEmpty()
                        || query.types().stream().anyMatch(type -> type.isInstance(event.event())))
                .filter(event -> query.categories().isEmpty()
                        || query.categories().contains(event.stream().category()))
                .filter(event -> query.streams().isEmpty() || query.streams().contains(event.stream()))
                .limit(query.limit())
                .toList();
    }

    List<StreamInfo> streams(String prefix) {
        return feed.stream()
                .map(RecordedEvent::stream)
                .distinct()
                .filter(stream -> stream.toString().startsWith(prefix))
                .map(this::info)
                .sorted(BY_CODE_POINTS)
                .toList();
    }

    private StreamInfo info(StreamId id) {
        List<RecordedEvent> stream = stream(id);
        RecordedEvent last = stream.get(stream.size() - 1);
        return new StreamInfo(id, last.version(), stream.get(0).recordedAt(), last.recordedAt());
    }
}
