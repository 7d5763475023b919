package dev.mink.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.ExpectedVersion;
import dev.mink.StreamId;
import dev.mink.spi.EventFilter;
import dev.mink.spi.EventLog;
import dev.mink.spi.FeedRange;
import dev.mink.spi.NewEvent;
import dev.mink.spi.StoredEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Readers that follow the feed while others write. */
abstract class FollowSuite<T> extends Suite<T> {

    private static final int WRITERS = 6;
    private static final int APPENDS = 60;
    private static final int PAGE = 16;

    private final Threads threads = new Threads();

    @AfterEach
    void endThreads() {
        threads.close();
    }

    @Test
    void a_reader_that_follows_the_feed_gets_every_committed_event_once_and_in_order() throws Exception {
        Future<List<UUID>> writing = threads.start(this::write);
        List<StoredEvent> read = follow(writing);

        assertThat(ids(read)).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(Threads.eventually(writing));
        assertThat(positions(read)).doesNotHaveDuplicates().isSorted();
        assertThat(read).isNotEmpty().isEqualTo(feed());
        assertVersionsAreDense(read);
    }

    /** Pages behind pages, until the writers are done and nothing is left. */
    private List<StoredEvent> follow(Future<?> writing) {
        List<StoredEvent> read = new ArrayList<>();
        long cursor = 0;
        while (true) {
            boolean done = writing.isDone();
            long safe = storage.safePosition();
            assertThat(safe).as("safe position").isGreaterThanOrEqualTo(cursor);
            List<StoredEvent> page = storage.readFeed(new FeedRange(cursor, safe, EventFilter.all(), PAGE));
            assertIsWithin(page, cursor, safe);
            read.addAll(page);
            if (page.size() == PAGE) {
                cursor = page.get(PAGE - 1).position();
            } else {
                cursor = safe;
                if (done) {
                    return read;
                }
            }
        }
    }

    private static void assertIsWithin(List<StoredEvent> page, long after, long through) {
        assertThat(page).hasSizeLessThanOrEqualTo(PAGE);
        assertThat(positions(page))
                .isSorted()
                .allSatisfy(
                        position -> assertThat(position).isGreaterThan(after).isLessThanOrEqualTo(through));
    }

    /** All ids that were committed. */
    private List<UUID> write() throws Exception {
        List<UUID> committed = new ArrayList<>();
        threads.<List<UUID>>together(WRITERS, writer -> () -> write(writer)).forEach(outcome -> {
            assertThat(outcome.failure()).isNull();
            committed.addAll(outcome.result());
        });
        return committed;
    }

    private List<UUID> write(int writer) {
        Random random = new Random(writer);
        List<UUID> committed = new ArrayList<>();
        for (int n = 0; n < APPENDS; n++) {
            StreamId stream = random.nextInt(4) == 0
                    ? StreamId.of("New", writer + "-" + n)
                    : StreamId.of("Shared", "n" + random.nextInt(10));
            NewEvent[] events = Events.many(1 + random.nextInt(5));
            switch (random.nextInt(5)) {
                case 0 -> committed.addAll(inTransaction(stream, events));
                case 1 -> rollBack(stream, events);
                default -> {
                    append(stream, ExpectedVersion.any(), events);
                    committed.addAll(ids(events));
                }
            }
        }
        return committed;
    }

    private List<UUID> inTransaction(StreamId stream, NewEvent... events) {
        NewEvent[] more = Events.many(1);
        storage.transact(transaction -> {
            EventLog log = storage.within(transaction);
            append(log, stream, ExpectedVersion.any(), events);
            assertThat(log.streamInfo(stream)).isPresent();
            return append(log, stream, ExpectedVersion.exists(), more);
        });
        return List.of(Arrays.asList(events), Arrays.asList(more)).stream()
                .flatMap(List::stream)
                .map(NewEvent::id)
                .toList();
    }

    private void rollBack(StreamId stream, NewEvent... events) {
        RolledBack expected = new RolledBack();
        try {
            storage.transact(transaction -> {
                append(storage.within(transaction), stream, ExpectedVersion.any(), events);
                throw expected;
            });
        } catch (RolledBack e) {
            assertThat(e).isSameAs(expected);
        }
    }

    private static void assertVersionsAreDense(List<StoredEvent> read) {
        Map<StreamId, Long> versions = new HashMap<>();
        for (StoredEvent event : read) {
            long before = versions.getOrDefault(event.stream(), 0L);
            assertThat(event.version()).as(event.stream().toString()).isEqualTo(before + 1);
            versions.put(event.stream(), event.version());
        }
    }

    @SuppressWarnings("serial")
    private static final class RolledBack extends RuntimeException {}
}
