package dev.mink.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.AppendResult;
import dev.mink.ExpectedVersion;
import dev.mink.StreamId;
import dev.mink.StreamQuery;
import dev.mink.spi.AppendRequest;
import dev.mink.spi.EventFilter;
import dev.mink.spi.EventLog;
import dev.mink.spi.EventStorage;
import dev.mink.spi.FeedRange;
import dev.mink.spi.NewEvent;
import dev.mink.spi.StoredEvent;
import dev.mink.spi.StreamAppend;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** One part of the contract: a fresh storage for each test, and short ways to use it. */
@Timeout(120)
abstract class Suite<T> {

    static final int ALL = Integer.MAX_VALUE;
    static final long END = Long.MAX_VALUE;

    EventStorage<T> storage;

    @SuppressWarnings("NullAway.Init")
    Suite() {}

    abstract EventStorage<T> newStorage();

    @BeforeEach
    void start() {
        storage = newStorage();
        storage.start();
    }

    @AfterEach
    void close() {
        storage.close();
    }

    final AppendResult append(StreamId stream, ExpectedVersion expected, NewEvent... events) {
        return append(storage, stream, expected, events);
    }

    static AppendResult append(EventLog log, StreamId stream, ExpectedVersion expected, NewEvent... events) {
        List<AppendResult> results = log.append(request(to(stream, expected, events)));
        assertThat(results).as("results of an append to one stream").hasSize(1);
        return results.get(0);
    }

    /** Appends new events, as many as given, whatever the stream's version. */
    final AppendResult append(StreamId stream, int count) {
        return append(stream, ExpectedVersion.any(), Events.many(count));
    }

    static AppendRequest request(StreamAppend... appends) {
        return new AppendRequest(Arrays.asList(appends));
    }

    static StreamAppend to(StreamId stream, ExpectedVersion expected, NewEvent... events) {
        return new StreamAppend(stream, expected, Arrays.asList(events));
    }

    static StreamAppend to(StreamId stream, NewEvent... events) {
        return to(stream, ExpectedVersion.any(), events);
    }

    final List<StoredEvent> read(StreamId stream) {
        return storage.readStream(StreamQuery.of(stream));
    }

    /** Everything that is committed. */
    final List<StoredEvent> feed() {
        return feed(EventFilter.all());
    }

    final List<StoredEvent> feed(EventFilter filter) {
        return storage.readFeed(new FeedRange(0, END, filter, ALL));
    }

    static List<UUID> ids(List<StoredEvent> events) {
        return events.stream().map(StoredEvent::id).toList();
    }

    static List<UUID> ids(NewEvent... events) {
        return Arrays.stream(events).map(NewEvent::id).toList();
    }

    static List<Long> versions(List<StoredEvent> events) {
        return events.stream().map(StoredEvent::version).toList();
    }

    static List<Long> positions(List<StoredEvent> events) {
        return events.stream().map(StoredEvent::position).toList();
    }
}
