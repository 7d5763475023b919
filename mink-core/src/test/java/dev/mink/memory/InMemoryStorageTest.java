package dev.mink.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.mink.AppendResult;
import dev.mink.ConcurrencyException;
import dev.mink.EventData;
import dev.mink.EventStore;
import dev.mink.ExpectedVersion;
import dev.mink.FeedPage;
import dev.mink.FeedQuery;
import dev.mink.MinkException;
import dev.mink.RecordedEvent;
import dev.mink.StorageException;
import dev.mink.StreamId;
import dev.mink.fixture.OrderEvent;
import dev.mink.fixture.OrderEvent.Cancelled;
import dev.mink.fixture.OrderEvent.Placed;
import dev.mink.fixture.SettableClock;
import dev.mink.schema.EventTypes;
import dev.mink.spi.EventLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is special about this storage; what all storages share is in their contract. */
@Timeout(60)
class InMemoryStorageTest {

    private static final StreamId A = StreamId.of("Order", "a");
    private static final StreamId B = StreamId.of("Order", "b");
    private static final ExpectedVersion ANY = ExpectedVersion.any();

    private final InMemoryStorage storage = new InMemoryStorage();
    private final EventStore<MemoryTransaction> store = EventStore.of(storage, EventTypes.of(OrderEvent.class));

    private static List<Object> event(String text) {
        return List.of(new Placed(text));
    }

    private List<String> customers(StreamId stream) {
        return store.read(stream)
                .map(recorded -> ((Placed) recorded.event()).customerId())
                .toList();
    }

    private void inTransaction(Consumer<EventStore<MemoryTransaction>> work) {
        storage.transact(transaction -> {
            work.accept(store.within(transaction));
            return transaction;
        });
    }

    private static final class Rollback extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void a_rollback_undoes_streams_ids_and_positions() {
        EventData kept = EventData.of(new Placed("kept"));
        EventData undone = EventData.of(new Placed("undone"));
        store.append(A, ANY, List.of(kept));

        assertThatExceptionOfType(Rollback.class)
                .isThrownBy(() -> inTransaction(inside -> {
                    inside.append(A, ExpectedVersion.exactly(1), List.of(undone));
                    inside.append(B, ExpectedVersion.noStream(), event("undone, too"));
                    inside.append(A, ExpectedVersion.exactly(2), event("undone as well"));
                    throw new Rollback();
                }));

        assertThat(customers(A)).containsExactly("kept");
        assertThat(store.info(B)).isEmpty();
        assertThat(store.streams("")).hasSize(1);
        assertThat(store.lastPosition()).isEqualTo(1);
        assertThat(store.append(A, ExpectedVersion.exactly(1), List.of(undone)))
                .isEqualTo(new AppendResult(A, 2, 2, false));
        assertThat(store.append(A, ANY, List.of(kept)).repeated()).isTrue();
    }

    @Test
    void a_transaction_within_another_is_undone_alone_or_with_it() {
        inTransaction(outer -> {
            outer.append(A, ANY, event("outer"));
            assertThatExceptionOfType(Rollback.class)
                    .isThrownBy(() -> inTransaction(inner -> {
                        inner.append(A, ANY, event("inner"));
                        throw new Rollback();
                    }));
            inTransaction(inner -> inner.append(B, ANY, event("inner")));
            assertThat(outer.safePosition()).isZero();
        });
        assertThat(customers(A)).containsExactly("outer");
        assertThat(customers(B)).containsExactly("inner");
        assertThat(store.safePosition()).isEqualTo(2);

        assertThatExceptionOfType(Rollback.class)
                .isThrownBy(() -> inTransaction(outer -> {
                    inTransaction(inner -> inner.append(B, ANY, event("second")));
                    throw new Rollback();
                }));
        assertThat(customers(B)).containsExactly("inner");
    }

    @Test
    void what_the_same_thread_does_outside_its_transaction_takes_part_in_it() {
        assertThatExceptionOfType(Rollback.class)
                .isThrownBy(() -> inTransaction(inside -> {
                    store.append(A, ANY, event("beside"));
                    assertThat(inside.read(A)).hasSize(1);
                    throw new Rollback();
                }));

        assertThat(customers(A)).isEmpty();
    }

    @Test
    void a_transaction_of_another_storage_is_refused() {
        InMemoryStorage other = new InMemoryStorage();

        other.transact(transaction -> {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> store.within(transaction))
                    .withMessage("this transaction belongs to another storage");
            return transaction;
        });
    }

    @Test
    void a_transaction_that_has_ended_is_refused() {
        AtomicReference<MemoryTransaction> transaction = new AtomicReference<>();
        EventLog log = storage.transact(current -> {
            transaction.set(current);
            return storage.within(current);
        });

        assertThatIllegalStateException()
                .isThrownBy(() -> store.within(transaction.get()))
                .withMessage("this transaction has ended: use it within transact(...) only");
        assertThatIllegalStateException().isThrownBy(log::lastPosition);
        assertThatIllegalStateException().isThrownBy(log::safePosition);
        assertThatIllegalStateException().isThrownBy(() -> log.streamInfo(A));
        assertThatIllegalStateException().isThrownBy(() -> log.streams("", "", 1));
    }

    @Test
    void a_transaction_is_of_no_use_to_another_thread() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            storage.transact(transaction -> {
                EventStore<MemoryTransaction> inside = store.within(transaction);
                Future<?> append = other.submit(() -> {
                    assertThatIllegalStateException()
                            .isThrownBy(() -> inside.append(A, ANY, event("x")))
                            .withMessageStartingWith("this transaction belongs to thread ")
                            .withMessageEndingWith(": use it on the thread that runs transact(...) only");
                });
                append.get();
                return inside;
            });
        } finally {
            other.shutdownNow();
        }
        assertThat(customers(A)).isEmpty();
    }

    @Test
    void a_transaction_with_a_failed_append_can_only_roll_back() {
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> inTransaction(inside -> {
                    inside.append(A, ANY, event("a"));
                    assertThatExceptionOfType(ConcurrencyException.class)
                            .isThrownBy(() -> inside.append(A, ExpectedVersion.exactly(7), event("b")));
                    assertThatIllegalStateException()
                            .isThrownBy(() -> inside.append(A, ANY, event("c")))
                            .withMessage("an append in this transaction failed: let it roll back by throwing");
                    assertThatIllegalStateException()
                            .isThrownBy(() -> inside.read(A).count());
                }))
                .withMessage("an append in this transaction failed, so it was rolled back: let the failure pass"
                        + " through")
                .satisfies(e -> assertThat(e.outcome()).isEqualTo(StorageException.Outcome.NOTHING_WRITTEN))
                .isInstanceOf(MinkException.class);

        assertThat(customers(A)).isEmpty();
    }

    @Test
    void after_close_every_operation_is_refused() {
        store.append(A, ANY, event("a"));
        storage.close();

        for (Callable<?> operation : List.<Callable<?>>of(
                () -> store.append(A, ANY, event("b")),
                () -> store.read(A).count(),
                () -> store.read(FeedQuery.all()).count(),
                () -> store.page(FeedQuery.all()),
                () -> store.info(A),
                () -> store.streams("").count(),
                store::lastPosition,
                store::safePosition,
                () -> store.transact(transaction -> "never"))) {
            assertThatIllegalStateException()
                    .isThrownBy(operation::call)
                    .withMessage("the in-memory storage is closed");
        }
        storage.close();
    }

    @Test
    void events_are_recorded_at_the_time_of_the_clock_in_microseconds() {
        SettableClock clock = new SettableClock("2011-12-09T12:50:01.000000999Z");
        EventStore<?> timed = EventStore.of(new InMemoryStorage(clock), EventTypes.of(OrderEvent.class));
        timed.append(A, ANY, event("a"));
        clock.set("1969-12-31T23:59:59.999999999Z");
        timed.append(A, ANY, event("b"));

        assertThat(timed.read(A).map(event -> event.recordedAt().toString()))
                .containsExactly("2011-12-09T12:50:01Z", "1969-12-31T23:59:59.999999Z");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> new InMemoryStorage(null))
                .withMessage("clock");
    }

    @Test
    void a_missing_work_is_refused() {
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> storage.transact(null))
                .withMessage("work");
        assertThat(store.append(A, ANY, event("still open")).version()).isEqualTo(1);
    }

    @Test
    void of_many_writers_with_one_expectation_one_wins_each_round() throws Exception {
        int threads = 4;
        int rounds = 50;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            for (int round = 0; round < rounds; round++) {
                ExpectedVersion expected = ExpectedVersion.exactly(round);
                CountDownLatch start = new CountDownLatch(1);
                List<Future<Boolean>> writers = new ArrayList<>();
                for (int t = 0; t < threads; t++) {
                    String name = "t" + t;
                    writers.add(pool.submit(() -> {
                        start.await();
                        try {
                            store.append(A, expected, event(name));
                            return true;
                        } catch (ConcurrencyException lost) {
                            return false;
                        }
                    }));
                }
                start.countDown();
                int wins = 0;
                for (Future<Boolean> writer : writers) {
                    wins += writer.get() ? 1 : 0;
                }
                assertThat(wins).isEqualTo(1);
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(store.read(A).map(RecordedEvent::version)).hasSize(rounds).isSorted();
    }

    @Test
    void a_follower_of_the_feed_misses_nothing_while_others_write_and_roll_back() throws Exception {
        int threads = 3;
        int each = 200;
        ExecutorService pool = Executors.newFixedThreadPool(threads + 1);
        try {
            AtomicBoolean writing = new AtomicBoolean(true);
            Future<List<Object>> follower = pool.submit(() -> {
                List<Object> seen = new ArrayList<>();
                long position = 0;
                boolean last = false;
                while (!last) {
                    last = !writing.get();
                    FeedPage page = store.page(FeedQuery.all().after(position));
                    page.events().forEach(event -> seen.add(event.event()));
                    position = page.position();
                    last &= page.atEnd();
                }
                return seen;
            });
            List<Future<List<Object>>> writers = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int thread = t;
                writers.add(pool.submit(() -> write(thread, each)));
            }
            List<Object> written = new ArrayList<>();
            for (Future<List<Object>> writer : writers) {
                written.addAll(writer.get());
            }
            writing.set(false);
            assertThat(follower.get()).containsExactlyInAnyOrderElementsOf(written);
        } finally {
            pool.shutdownNow();
        }
    }

    private List<Object> write(int thread, int count) {
        Random random = new Random(thread);
        List<Object> written = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StreamId stream = StreamId.of("Order", String.valueOf(random.nextInt(5)));
            List<Object> events = List.of(new Placed(thread + "-" + i), new Cancelled());
            boolean commits = random.nextInt(3) > 0;
            try {
                inTransaction(inside -> {
                    inside.append(stream, ANY, events);
                    if (!commits) {
                        throw new Rollback();
                    }
                });
                written.addAll(events);
            } catch (Rollback expected) {
                assertThat(commits).isFalse();
            }
        }
        return written;
    }
}
