package dev.mink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.mink.fixture.ObservedStorage;
import dev.mink.fixture.OrderEvent;
import dev.mink.fixture.OrderEvent.Placed;
import dev.mink.fixture.OrderEvent.Shipped;
import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import dev.mink.schema.EventTypes;
import dev.mink.spi.EventStorage;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SubscriptionTest {

    private static final StreamId ORDER = StreamId.of("Order", "1");
    private static final StreamId OTHER = StreamId.of("Other", "1");
    private static final Duration LONG = Duration.ofHours(1);

    private final EventStorage<MemoryTransaction> storage = new InMemoryStorage();
    private final EventStore<MemoryTransaction> store = store(storage, LONG);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private static EventStore<MemoryTransaction> store(EventStorage<MemoryTransaction> storage, Duration poll) {
        return EventStore.builder(storage)
                .events(EventTypes.of(OrderEvent.class))
                .pageSize(3)
                .pollInterval(poll)
                .build();
    }

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    @Test
    void what_is_there_comes_in_pages_and_what_is_appended_comes_next() throws Exception {
        append(ORDER, 4);
        try (Subscription all = store.subscribe(FeedQuery.all())) {
            assertThat(positions(all.next())).containsExactly(1L, 2L, 3L);
            assertThat(positions(all.next())).containsExactly(4L);
            assertThat(all.position()).isEqualTo(4);

            append(ORDER, 1);
            assertThat(positions(all.next())).containsExactly(5L);
        }
    }

    @Test
    void it_begins_behind_a_position() throws Exception {
        append(ORDER, 3);
        try (Subscription rest = store.subscribe(FeedQuery.all().after(2));
                Subscription fromNowOn = store.subscribe(FeedQuery.all().after(store.safePosition()))) {
            append(ORDER, 1);

            assertThat(positions(rest.next())).containsExactly(3L, 4L);
            assertThat(positions(fromNowOn.next())).containsExactly(4L);
        }
    }

    @Test
    void an_append_wakes_one_that_waits() throws Exception {
        try (Subscription all = store.subscribe(FeedQuery.all())) {
            Future<FeedPage> next = waiting(all);

            append(ORDER, 1);

            assertThat(positions(next.get())).containsExactly(1L);
        }
    }

    @Test
    void a_transaction_wakes_one_that_waits_when_it_is_committed() throws Exception {
        try (Subscription all = store.subscribe(FeedQuery.all())) {
            Future<FeedPage> next = waiting(all);

            var unused = store.transact(transaction -> {
                store.within(transaction).append(ORDER, ExpectedVersion.any(), events(1));
                return store.within(transaction).append(ORDER, ExpectedVersion.any(), events(1));
            });

            assertThat(positions(next.get())).containsExactly(1L, 2L);
        }
    }

    @Test
    void a_storage_that_does_not_tell_is_looked_at() throws Exception {
        EventStorage<MemoryTransaction> silent = new ObservedStorage<>(new InMemoryStorage());
        EventStore<MemoryTransaction> polled = store(silent, Duration.ofMillis(1));
        try (Subscription all = polled.subscribe(FeedQuery.all())) {
            Future<FeedPage> next = waiting(all);

            polled.append(ORDER, ExpectedVersion.any(), events(1));

            assertThat(positions(next.get())).containsExactly(1L);
        }
    }

    @Test
    void the_position_moves_past_events_that_nobody_asked_for() throws Exception {
        append(OTHER, 5);
        try (Subscription orders = store.subscribe(FeedQuery.all().categories("Order"))) {
            FeedPage page = orders.next(Duration.ZERO);

            assertThat(page.events()).isEmpty();
            assertThat(page.position()).isEqualTo(5).isEqualTo(orders.position());
        }
    }

    @Test
    void filters_hold_for_what_comes_later() throws Exception {
        try (Subscription shipped = store.subscribe(FeedQuery.all().types(Shipped.class))) {
            append(ORDER, 3);
            store.append(ORDER, ExpectedVersion.any(), List.of(new Shipped("T")));
            append(ORDER, 3);

            assertThat(positions(shipped.next())).containsExactly(4L);
            assertThat(shipped.next(Duration.ofMillis(1)).position()).isEqualTo(7);
        }
    }

    @Test
    void the_limit_of_the_query_bounds_each_page() throws Exception {
        append(ORDER, 3);
        try (Subscription all = store.subscribe(FeedQuery.all().limit(2))) {
            assertThat(positions(all.next())).containsExactly(1L, 2L);
            assertThat(positions(all.next())).containsExactly(3L);
        }
    }

    @Test
    void it_waits_no_longer_than_it_is_told_to() throws Exception {
        try (Subscription all = store.subscribe(FeedQuery.all())) {
            assertThat(all.next(Duration.ofMillis(1)).events()).isEmpty();
            assertThat(all.next(Duration.ofMillis(-1)).events()).isEmpty();
        }
    }

    @Test
    void it_can_wait_for_ever() throws Exception {
        append(ORDER, 1);
        try (Subscription all = store.subscribe(FeedQuery.all())) {
            assertThat(all.next(ChronoUnit.FOREVER.getDuration()).events()).hasSize(1);
        }
    }

    @Test
    void closing_ends_a_wait() throws Exception {
        Subscription all = store.subscribe(FeedQuery.all());
        Future<FeedPage> next = waiting(all);

        all.close();
        all.close();

        assertThat(next.get().events()).isEmpty();
        append(ORDER, 1);
        assertThat(all.next().events()).isEmpty();
        assertThat(all.position()).isZero();
    }

    @Test
    void an_interrupt_ends_a_wait() throws Exception {
        try (Subscription all = store.subscribe(FeedQuery.all())) {
            Thread.currentThread().interrupt();

            assertThatExceptionOfType(InterruptedException.class).isThrownBy(all::next);
        }
    }

    @Test
    void events_are_a_stream_without_end_until_it_is_closed() throws Exception {
        append(ORDER, 4);
        Subscription all = store.subscribe(FeedQuery.all());
        CountDownLatch five = new CountDownLatch(5);
        List<Long> seen = new ArrayList<>();
        Future<?> reading = threads.submit(() -> all.events().forEach(event -> {
            seen.add(event.position());
            five.countDown();
        }));

        append(ORDER, 1);
        assertThat(five.await(30, TimeUnit.SECONDS)).isTrue();
        all.close();

        reading.get();
        assertThat(seen).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void a_stream_of_events_ends_with_an_interrupt_which_stays() {
        append(ORDER, 1);
        try (Subscription all = store.subscribe(FeedQuery.all())) {
            List<RecordedEvent> read = all.events()
                    .peek(event -> Thread.currentThread().interrupt())
                    .toList();

            assertThat(read).hasSize(1);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void a_transaction_cannot_be_followed() {
        var unused = store.transact(transaction -> {
            assertThatIllegalStateException()
                    .isThrownBy(() -> store.within(transaction).subscribe(FeedQuery.all()))
                    .withMessageContaining("subscribe to the store itself");
            return true;
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT1H0.001S"})
    void a_poll_interval_out_of_range_is_refused(Duration interval) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventStore.builder(storage).pollInterval(interval))
                .withMessageContaining(interval.toString());
    }

    /** The next page of one that has begun to wait. */
    private Future<FeedPage> waiting(Subscription subscription) throws InterruptedException {
        Thread[] reader = new Thread[1];
        CountDownLatch started = new CountDownLatch(1);
        Future<FeedPage> next = threads.submit(() -> {
            reader[0] = Thread.currentThread();
            started.countDown();
            return subscription.next();
        });
        assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
        while (reader[0].getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        return next;
    }

    private void append(StreamId stream, int count) {
        store.append(stream, ExpectedVersion.any(), events(count));
    }

    private static List<Placed> events(int count) {
        List<Placed> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(new Placed("c"));
        }
        return events;
    }

    private static List<Long> positions(FeedPage page) {
        return page.events().stream().map(RecordedEvent::position).toList();
    }
}
