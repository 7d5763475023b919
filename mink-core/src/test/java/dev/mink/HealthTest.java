package dev.mink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mink.fixture.OrderEvent;
import dev.mink.fixture.OrderEvent.Placed;
import dev.mink.fixture.SettableClock;
import dev.mink.health.Health;
import dev.mink.health.Health.Status;
import dev.mink.health.HealthOptions;
import dev.mink.health.ProjectionHealth;
import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import dev.mink.projection.AsyncOptions;
import dev.mink.projection.OnPoison;
import dev.mink.projection.Projection;
import dev.mink.projection.ProjectionState;
import dev.mink.schema.EventTypes;
import dev.mink.spi.ForwardingStorage;
import dev.mink.spi.StorageInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
class HealthTest {

    private final SettableClock clock = new SettableClock("2026-11-20T10:00:00Z");
    private final Moody storage = new Moody();
    private HealthOptions options = HealthOptions.defaults();
    private AsyncOptions async =
            AsyncOptions.defaults().retries(1, Duration.ofMillis(1)).restarts(1);
    private RuntimeException poison;
    private Mink<MemoryTransaction> mink;

    /** A storage whose answer to the ping a test decides. */
    private final class Moody extends ForwardingStorage<MemoryTransaction> {

        final AtomicInteger asked = new AtomicInteger();
        volatile Supplier<StorageInfo> answer = () -> new StorageInfo("Memory 1", 7, 0, 0);

        Moody() {
            super(new InMemoryStorage(clock));
        }

        @Override
        public StorageInfo info() {
            asked.incrementAndGet();
            return answer.get();
        }
    }

    private Mink<MemoryTransaction> mink() {
        mink = Mink.builder(storage)
                .events(EventTypes.of(OrderEvent.class))
                .clock(clock)
                .health(options)
                .projections(settings -> settings.node("a").byHand())
                .async(
                        Projection.named("orders")
                                .on(Placed.class, (placed, delivery) -> {
                                    if (poison != null) {
                                        throw poison;
                                    }
                                })
                                .build(),
                        async)
                .build();
        return mink;
    }

    @AfterEach
    void close() {
        storage.answer = () -> new StorageInfo("Memory 1", 7, 0, 0);
        if (mink != null) {
            mink.close();
        }
    }

    private void place(int orders) {
        for (int i = 0; i < orders; i++) {
            mink.store().append(StreamId.of("Order", "1"), ExpectedVersion.any(), List.of(new Placed("anna")));
        }
    }

    private void run() {
        for (int quiet = 0; quiet < 3; ) {
            quiet = mink.projections().runOnce() == 0 ? quiet + 1 : 0;
        }
    }

    private ProjectionHealth orders() {
        return mink.health().projections().get(0);
    }

    @Test
    void what_works_is_healthy_live_and_ready() {
        mink().start();
        place(2);
        run();

        Health health = mink.health();

        assertThat(health.status()).isEqualTo(Status.HEALTHY);
        assertThat(health.live()).isTrue();
        assertThat(health.ready()).isTrue();
        assertThat(health.reasons()).isEmpty();
        assertThat(health.storage().product()).isEqualTo("Memory 1");
        assertThat(health.storage().schemaVersion()).isEqualTo(7);
        assertThat(health.storage().latencyMicros()).isPositive();
        assertThat(health.projections())
                .containsExactly(
                        new ProjectionHealth("orders", Status.HEALTHY, ProjectionState.RUNNING, 2, 0, 0, 0, null));
    }

    @Test
    void plain_jackson_writes_all_of_it() {
        mink().start();
        place(1);
        run();

        assertThat(JsonMapper.builder().build().writeValueAsString(mink.health()))
                .matches("\\{\"status\":\"HEALTHY\",\"live\":true,\"ready\":true,\"reasons\":\\[],"
                        + "\"storage\":\\{\"status\":\"HEALTHY\",\"product\":\"Memory 1\",\"schemaVersion\":7,"
                        + "\"latencyMicros\":[0-9]+,\"error\":null},"
                        + "\"projections\":\\[\\{\"name\":\"orders\",\"status\":\"HEALTHY\",\"state\":\"RUNNING\","
                        + "\"position\":1,\"lagEvents\":0,\"lagMillis\":0,\"parked\":0,\"error\":null}]}");
    }

    @Test
    void what_was_not_started_is_not_ready() {
        Health health = mink().health();

        assertThat(health.status()).isEqualTo(Status.UNHEALTHY);
        assertThat(health.live()).isTrue();
        assertThat(health.ready()).isFalse();
        assertThat(health.reasons()).contains("this mink was not started");
    }

    @Test
    void what_is_closed_is_not_live_and_the_storage_is_left_alone() {
        mink().start().close();
        Health health = mink.health();

        assertThat(health.status()).isEqualTo(Status.UNHEALTHY);
        assertThat(health.live()).isFalse();
        assertThat(health.ready()).isFalse();
        assertThat(health.reasons()).containsExactly("this mink is closed");
        assertThat(storage.asked).hasValue(0);
    }

    @Test
    void a_storage_that_fails_is_unhealthy_with_the_reason_until_it_answers_again() {
        mink().start();
        run();
        List<Supplier<StorageInfo>> broken = List.of(
                () -> {
                    throw new StorageException("nobody home", StorageException.Outcome.NOTHING_WRITTEN, null);
                },
                () -> {
                    throw new IllegalStateException("nobody home");
                },
                () -> {
                    throw new NoClassDefFoundError("nobody home");
                });
        for (Supplier<StorageInfo> each : broken) {
            storage.answer = each;
            Health health = mink.health();

            assertThat(health.status()).isEqualTo(Status.UNHEALTHY);
            assertThat(health.live()).isTrue();
            assertThat(health.ready()).isFalse();
            assertThat(health.reasons()).singleElement().asString().startsWith("the storage failed: ");
            assertThat(health.storage().error())
                    .contains("nobody home")
                    .isEqualTo(health.reasons().get(0));
            assertThat(health.projections()).isEmpty();
        }
        storage.answer = () -> new StorageInfo("Memory 1", 7, 0, 0);
        assertThat(mink.health().status()).isEqualTo(Status.HEALTHY);
    }

    /** Hangs until it is let go. */
    private static Supplier<StorageInfo> hanging(CountDownLatch until) {
        return () -> {
            while (true) {
                try {
                    until.await();
                    return new StorageInfo("Memory 2", 7, 0, 0);
                } catch (InterruptedException e) {
                    // as JDBC does
                }
            }
        };
    }

    @Test
    void a_storage_that_hangs_is_asked_once_however_many_ask_and_all_are_answered() throws Exception {
        options = options.timeout(Duration.ofMillis(50));
        CountDownLatch release = new CountDownLatch(1);
        storage.answer = hanging(release);
        mink().start();
        run();
        ExecutorService probes = Executors.newFixedThreadPool(20);
        try {
            List<Future<Health>> answers = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                answers.add(probes.submit(() -> mink.health()));
            }
            for (Future<Health> each : answers) {
                assertThat(each.get().reasons()).containsExactly("the storage did not answer within PT0.05S");
                assertThat(each.get().live()).isTrue();
                assertThat(each.get().ready()).isFalse();
            }
            assertThat(storage.asked).hasValue(1);
        } finally {
            release.countDown();
            probes.shutdown();
        }
        while (mink.health().status() != Status.HEALTHY) {
            Thread.onSpinWait();
        }
        assertThat(mink.health().storage().product()).isEqualTo("Memory 2");
    }

    @Test
    void an_answer_that_hangs_for_long_is_given_up_but_not_without_end() {
        options = options.timeout(Duration.ofMillis(10));
        CountDownLatch release = new CountDownLatch(1);
        storage.answer = hanging(release);
        AtomicLong nanos = new AtomicLong();
        mink().start();
        run();
        try (HealthCheck<MemoryTransaction> check =
                new HealthCheck<>(storage, mink.projections(), () -> true, options, nanos::get)) {
            for (int i = 0; i < 10; i++) {
                assertThat(check.check().ready()).isFalse();
                assertThat(check.check().ready()).isFalse();
                nanos.addAndGet(Duration.ofSeconds(11).toNanos());
            }
            assertThat(storage.asked).hasValue(3);
        } finally {
            release.countDown();
        }
    }

    @Test
    void a_connection_that_hangs_for_ever_does_not_keep_the_next_from_answering() {
        options = options.timeout(Duration.ofMillis(500));
        CountDownLatch never = new CountDownLatch(1);
        storage.answer = hanging(never);
        AtomicLong nanos = new AtomicLong();
        mink().start();
        run();
        try (HealthCheck<MemoryTransaction> check =
                new HealthCheck<>(storage, mink.projections(), () -> true, options, nanos::get)) {
            assertThat(check.check().ready()).isFalse();
            storage.answer = () -> new StorageInfo("Memory 3", 7, 0, 0);
            nanos.addAndGet(Duration.ofSeconds(11).toNanos());

            assertThat(check.check().storage().product()).isEqualTo("Memory 3");
        } finally {
            never.countDown();
        }
    }

    @Test
    void who_is_interrupted_gets_an_answer_and_stays_interrupted() {
        CountDownLatch release = new CountDownLatch(1);
        storage.answer = hanging(release);
        mink().start();
        Thread.currentThread().interrupt();

        Health health = mink.health();

        assertThat(Thread.interrupted()).isTrue();
        release.countDown();
        assertThat(health.reasons()).containsExactly("the thread was interrupted while it waited for the storage");
    }

    @Test
    void closing_while_a_probe_waits_is_an_answer_too() {
        options = options.timeout(Duration.ofMillis(200));
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        Supplier<StorageInfo> hanging = hanging(release);
        storage.answer = () -> {
            asked.countDown();
            return hanging.get();
        };
        mink().start();
        CompletableFuture<Health> probe = CompletableFuture.supplyAsync(mink::health);
        try {
            asked.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        mink.close();

        assertThat(probe.join().live()).isFalse();
        release.countDown();
    }

    @Test
    void a_lag_over_the_threshold_is_degraded_and_still_ready() {
        options = options.lagTime(Duration.ofSeconds(30));
        mink().start();
        run();
        place(1);
        clock.advance(Duration.ofSeconds(29));
        assertThat(mink.health().status()).isEqualTo(Status.HEALTHY);
        assertThat(orders().lagMillis()).isEqualTo(29_000);

        clock.advance(Duration.ofSeconds(1));
        Health health = mink.health();
        assertThat(health.status()).isEqualTo(Status.DEGRADED);
        assertThat(health.ready()).isTrue();
        assertThat(health.reasons()).containsExactly("projection orders is 30 s behind");

        run();
        assertThat(mink.health().status()).isEqualTo(Status.HEALTHY);
    }

    @Test
    void so_is_a_lag_in_events() {
        options = options.lagEvents(3);
        mink().start();
        run();
        place(2);
        assertThat(mink.health().status()).isEqualTo(Status.HEALTHY);
        place(1);
        assertThat(mink.health().reasons()).containsExactly("projection orders is 3 events behind");
        assertThat(mink.health().status()).isEqualTo(Status.DEGRADED);
    }

    @Test
    void a_projection_that_tries_again_is_degraded() {
        async = AsyncOptions.defaults().transientFailures(failure -> true);
        mink().start();
        poison = new IllegalStateException("no disk");
        place(1);
        run();

        assertThat(mink.health().status()).isEqualTo(Status.DEGRADED);
        assertThat(mink.health().reasons())
                .containsExactly(
                        "projection orders failed and will try again: java.lang.IllegalStateException: no disk");
    }

    @Test
    void a_faulted_projection_is_unhealthy_but_takes_no_node_out() {
        async = async.onPoison(OnPoison.STOP).restarts(0);
        mink().start();
        poison = new IllegalStateException("no such order");
        place(1);
        for (int i = 0; i < 10; i++) {
            run();
            clock.advance(Duration.ofSeconds(5));
        }
        Health health = mink.health();

        assertThat(health.status()).isEqualTo(Status.UNHEALTHY);
        assertThat(health.live()).isTrue();
        assertThat(health.ready()).isTrue();
        assertThat(health.reasons())
                .containsExactly("projection orders is faulted: java.lang.IllegalStateException: no such order");
        assertThat(orders().status()).isEqualTo(Status.UNHEALTHY);
        assertThat(orders().state()).isEqualTo(ProjectionState.FAULTED);
    }

    @Test
    void parked_events_are_degraded_until_somebody_has_looked_after_them() {
        mink().start();
        poison = new IllegalStateException("no such order");
        place(2);
        for (int i = 0; i < 10; i++) {
            run();
            clock.advance(Duration.ofSeconds(5));
        }
        assertThat(mink.health().reasons()).containsExactly("projection orders has parked 2 events");
        assertThat(mink.health().status()).isEqualTo(Status.DEGRADED);
        assertThat(orders().parked()).isEqualTo(2);

        poison = null;
        assertThat(mink.projections().deadLetters("orders").retryAll()).isEqualTo(2);
        assertThat(mink.health().status()).isEqualTo(Status.HEALTHY);
    }

    @Test
    void a_projection_that_no_node_runs_is_degraded() {
        mink().start();

        assertThat(mink.health().reasons()).containsExactly("projection orders is run by no node");
    }

    @Test
    void options_that_make_no_sense_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.timeout(Duration.ofMillis(9)))
                .withMessage("timeout PT0.009S is not between 10 ms and 10 s");
        assertThatIllegalArgumentException().isThrownBy(() -> options.timeout(Duration.ofSeconds(11)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.lagTime(Duration.ZERO))
                .withMessage("lag time PT0S is not positive");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.lagEvents(0))
                .withMessage("lag of 0 events is less than 1");
    }
}
