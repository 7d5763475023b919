package dev.mink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.mink.fixture.ObservedStorage;
import dev.mink.fixture.Order;
import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@link Repository#update}: load, act, save, and again when someone else was faster. */
class UpdateTest {

    private static final StreamId STREAM = StreamId.of("Order", "1");
    private static final ConflictRetry EAGER = new ConflictRetry(4, Duration.ZERO, Duration.ZERO);
    private static final ConflictRetry PATIENT = new ConflictRetry(4, Duration.ofDays(1), Duration.ofDays(1));

    private final ObservedStorage<MemoryTransaction> storage = new ObservedStorage<>(new InMemoryStorage());
    private final EventStore<MemoryTransaction> store = EventStore.of(storage, Order.TYPE.events());
    private final Repository<Order> orders = store.repository(Order.TYPE).retrying(EAGER);
    private final AtomicInteger runs = new AtomicInteger();

    @BeforeEach
    void place() {
        orders.create("1", order -> order.place("c"));
        storage.appends = 0;
    }

    private void overtake() {
        Order rival = orders.load("1");
        rival.addLine("rival-" + rival.version());
        orders.save(rival);
    }

    @Test
    void an_update_acts_on_the_loaded_aggregate_and_gives_it_back_saved() {
        Order updated = orders.update("1", order -> order.addLine("a"));

        assertThat(updated.version()).isEqualTo(2);
        assertThat(updated.uncommitted()).isEmpty();
        assertThat(orders.load("1").skus()).containsExactly("a");
        assertThat(storage.appends).isEqualTo(1);
    }

    @Test
    void an_update_without_events_writes_nothing() {
        assertThat(orders.update("1", order -> {}).version()).isEqualTo(1);
        assertThat(storage.appends).isZero();
    }

    @Test
    void an_update_needs_an_aggregate() {
        assertThatExceptionOfType(AggregateNotFoundException.class)
                .isThrownBy(() -> orders.update("2", order -> runs.incrementAndGet()));
        assertThat(runs).hasValue(0);
    }

    @Test
    void an_update_that_was_overtaken_acts_again_on_a_fresh_aggregate() {
        List<Order> seen = new ArrayList<>();
        Order updated = orders.update("1", order -> {
            seen.add(order);
            order.addLine("mine");
            if (seen.size() <= 2) {
                overtake();
            }
        });

        assertThat(seen).hasSize(3).doesNotHaveDuplicates();
        assertThat(seen).extracting(Order::version).containsExactly(1L, 2L, 4L);
        assertThat(updated).isSameAs(seen.get(2));
        assertThat(orders.load("1").skus()).containsExactly("rival-1", "rival-2", "mine");
    }

    @Test
    void an_update_gives_up_after_its_attempts() {
        assertThatExceptionOfType(ConcurrencyException.class)
                .isThrownBy(() -> orders.update("1", order -> {
                    runs.incrementAndGet();
                    order.addLine("mine");
                    overtake();
                }))
                .satisfies(e -> {
                    assertThat(e.expected()).isEqualTo(ExpectedVersion.exactly(4));
                    assertThat(e.actual()).isEqualTo(5);
                });
        assertThat(runs).hasValue(4);
        assertThat(orders.load("1").skus()).containsExactly("rival-1", "rival-2", "rival-3", "rival-4");
    }

    @Test
    void without_retries_an_update_is_tried_once() {
        assertThatExceptionOfType(ConcurrencyException.class)
                .isThrownBy(() -> orders.retrying(ConflictRetry.none()).update("1", order -> {
                    runs.incrementAndGet();
                    order.addLine("mine");
                    overtake();
                }));
        assertThat(runs).hasValue(1);
    }

    @Test
    void the_policy_of_one_repository_does_not_change_another() {
        Repository<Order> once = orders.retrying(ConflictRetry.none());
        orders.update("1", order -> {
            order.addLine("mine");
            if (runs.incrementAndGet() == 1) {
                overtake();
            }
        });

        assertThat(once).isNotSameAs(orders);
        assertThat(runs).hasValue(2);
    }

    @Test
    void a_rejection_of_the_domain_passes_through_as_it_is() {
        orders.update("1", order -> order.ship("T"));
        storage.appends = 0;

        assertThatExceptionOfType(Order.AlreadyShipped.class)
                .isThrownBy(() -> orders.update("1", order -> {
                    runs.incrementAndGet();
                    order.cancel();
                    order.addLine("late");
                }))
                .withNoCause();
        assertThat(runs).hasValue(1);
        assertThat(storage.appends).isZero();
        assertThat(orders.load("1").version()).isEqualTo(2);
    }

    @Test
    void an_error_of_the_action_passes_through_as_it_is() {
        AssertionError error = new AssertionError("broken");

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> orders.update("1", order -> {
                    throw error;
                }))
                .isSameAs(error);
        assertThat(storage.appends).isZero();
    }

    @Test
    void a_failure_of_the_storage_is_not_repeated() {
        storage.beforeAppend(() -> {
            throw new StorageException("down", StorageException.Outcome.UNKNOWN, null);
        });

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> orders.update("1", order -> {
                    runs.incrementAndGet();
                    order.addLine("a");
                }));
        assertThat(runs).hasValue(1);
    }

    @Test
    void an_interrupted_thread_does_not_wait_and_stays_interrupted() {
        for (ConflictRetry policy : List.of(EAGER, PATIENT)) {
            runs.set(0);
            assertThatExceptionOfType(ConcurrencyException.class)
                    .isThrownBy(() -> orders.retrying(policy).update("1", order -> {
                        runs.incrementAndGet();
                        order.addLine("mine");
                        overtake();
                        Thread.currentThread().interrupt();
                    }));
            assertThat(Thread.interrupted()).isTrue();
            assertThat(runs).hasValue(1);
        }
    }

    @Test
    @Timeout(60)
    void an_interrupt_ends_the_wait() throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicReference<Boolean> interrupted = new AtomicReference<>();
        Thread updater = new Thread(() -> {
            try {
                orders.retrying(PATIENT).update("1", order -> {
                    runs.incrementAndGet();
                    order.addLine("mine");
                    overtake();
                });
            } catch (ConcurrencyException e) {
                thrown.set(e);
                interrupted.set(Thread.currentThread().isInterrupted());
            }
        });
        updater.start();
        while (updater.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        updater.interrupt();
        updater.join();

        assertThat(thrown.get()).isInstanceOf(ConcurrencyException.class);
        assertThat(interrupted.get()).isTrue();
        assertThat(runs).hasValue(1);
    }

    @Test
    void within_a_transaction_there_is_one_attempt() {
        assertThatExceptionOfType(ConcurrencyException.class)
                .isThrownBy(() -> store.transact(transaction -> {
                    EventStore<MemoryTransaction> inside = store.within(transaction);
                    return inside.repository(Order.TYPE).retrying(EAGER).update("1", order -> {
                        runs.incrementAndGet();
                        order.addLine("mine");
                        inside.append(
                                STREAM, ExpectedVersion.any(), List.of(new dev.mink.fixture.OrderEvent.Cancelled()));
                    });
                }));
        assertThat(runs).hasValue(1);
        assertThat(orders.load("1").version()).isEqualTo(1);
    }

    @Test
    void two_aggregates_change_together_or_not_at_all() {
        orders.create("2", order -> order.place("d"));
        store.transact(transaction -> {
            Repository<Order> inside = store.within(transaction).repository(Order.TYPE);
            inside.update("1", order -> order.addLine("a"));
            return inside.update("2", order -> order.addLine("b"));
        });
        assertThat(orders.load("1").skus()).containsExactly("a");
        assertThat(orders.load("2").skus()).containsExactly("b");

        assertThatIllegalStateException()
                .isThrownBy(() -> store.transact(transaction -> {
                    Repository<Order> inside = store.within(transaction).repository(Order.TYPE);
                    inside.update("1", order -> order.addLine("x"));
                    assertThat(inside.load("1").skus()).containsExactly("a", "x");
                    throw new IllegalStateException("no");
                }));
        assertThat(orders.load("1").skus()).containsExactly("a");
    }

    @Test
    @Timeout(60)
    void updates_of_several_threads_all_happen() throws Exception {
        Repository<Order> shared =
                EventStore.of(new InMemoryStorage(), Order.TYPE.events()).repository(Order.TYPE);
        shared.create("1", order -> order.place("c"));
        int threads = 4;
        int each = 50;
        ConflictRetry stubborn = new ConflictRetry(10_000, Duration.ZERO, Duration.ZERO);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                String name = "t" + t + "-";
                all.add(pool.submit(() -> {
                    for (int i = 0; i < each; i++) {
                        String sku = name + i;
                        shared.retrying(stubborn).update("1", order -> order.addLine(sku));
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(shared.load("1").skus()).hasSize(threads * each).doesNotHaveDuplicates();
        assertThat(shared.load("1").version()).isEqualTo(1 + (long) threads * each);
    }
}
