package dev.mink.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.mink.Instrumentation.Occurrence;
import dev.mink.Mink;
import dev.mink.Repository;
import dev.mink.StorageException;
import dev.mink.StorageException.Outcome;
import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import dev.mink.metrics.MeterInfo.Kind;
import dev.mink.metrics.Shop.AddLine;
import dev.mink.metrics.Shop.Order;
import dev.mink.metrics.Shop.OrderEvent;
import dev.mink.projection.Projection;
import dev.mink.spi.ForwardingStorage;
import dev.mink.spi.StorageInfo;
import io.micrometer.core.instrument.Gauge;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Gauges are there while a mink runs, and ask the storage as seldom as they should. */
final class MinkGaugesTest {

    private static final AddLine MUG = new AddLine("1", "mug");

    private final Probe probe = new Probe();
    private final MinkMetrics metrics = MinkMetrics.of(probe.registry);
    private final Sized storage = new Sized();

    @Test
    void the_size_of_the_storage_is_a_gauge() {
        try (Mink<?> mink = start(metrics)) {
            mink.dispatch(MUG).orElseThrow();
            probe.later();

            assertThat(probe.gauge("mink.store.events")).isEqualTo(1);
            assertThat(probe.gauge("mink.store.bytes")).isEqualTo(4096);
            assertThat(probe.gauge("mink.store.up")).isEqualTo(1);
        }
    }

    @Test
    void events_that_an_open_append_holds_back_are_a_gauge() {
        try (Mink<?> mink = start(metrics)) {
            mink.dispatch(MUG).orElseThrow();
            mink.dispatch(MUG).orElseThrow();
            probe.later();
            assertThat(probe.gauge("mink.store.held.events")).isZero();

            storage.heldAt = 0L;
            probe.later();
            assertThat(probe.gauge("mink.store.held.events")).isEqualTo(2);
        }
    }

    @Test
    void a_size_that_is_not_known_is_not_zero() {
        storage.bytes = 0;
        try (Mink<?> mink = start(metrics)) {
            assertThat(mink.store().info().bytes()).isZero();
            assertThat(probe.gauge("mink.store.bytes")).isNaN();
        }
    }

    @Test
    void all_gauges_share_one_look_in_ten_seconds() {
        try (Mink<?> mink = start(metrics)) {
            int looks = storage.looks;
            readAll();
            readAll();
            assertThat(storage.looks).isEqualTo(looks);

            probe.clock.add(Duration.ofSeconds(10));
            readAll();
            readAll();
            assertThat(storage.looks).isEqualTo(looks + 1);
            assertThat(mink.projections().statuses()).hasSize(1);
        }
    }

    @Test
    void a_storage_that_fails_makes_gauges_nothing_and_throws_at_nobody() {
        try (Mink<?> mink = start(metrics)) {
            storage.isBroken = true;
            probe.later();

            assertThat(probe.gauge("mink.store.up")).isZero();
            assertThat(probe.gauge("mink.store.events")).isNaN();
            assertThat(probe.gauge("mink.projection.lag.events", "name", "all")).isNaN();
            assertThat(probe.gauge("mink.projection.state", "state", "running")).isNaN();

            storage.isBroken = false;
            probe.later();
            assertThat(probe.gauge("mink.store.up")).isEqualTo(1);
            assertThat(probe.gauge("mink.projection.lag.events", "name", "all")).isZero();
            assertThat(mink.dispatch(MUG).outcome()).isEqualTo("accepted");
        }
    }

    @Test
    void a_storage_that_does_not_answer_is_down_and_keeps_nobody_from_closing() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        Mink<?> mink = start(metrics);
        mink.repository(Order.SHORTENED).create("1", order -> order.add("mug")); // a cache, which this look finds
        probe.later();
        storage.onLook = () -> {
            asked.countDown();
            await(answer);
        };
        Gauge up = probe.registry.get("mink.store.up").gauge();
        CompletableFuture<Double> first = CompletableFuture.supplyAsync(up::value);
        await(asked);

        assertThat(up.value()).as("what was found last").isEqualTo(1);
        probe.later();
        assertThat(up.value()).isZero();
        assertThat(probe.gauge("mink.store.events")).isNaN();

        mink.close();
        answer.countDown();
        assertThat(first.get(30, TimeUnit.SECONDS)).isNotNull();
        assertThat(probe.gauges("mink.store.up")).isEmpty();
        assertThat(probe.gauges("mink.projection.state")).isEmpty();
        assertThat(probe.gauges("mink.cache.size")).isEmpty();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void closing_removes_the_gauges_and_keeps_what_was_counted() {
        try (Mink<?> mink = start(metrics)) {
            mink.dispatch(MUG).orElseThrow();
            assertThat(probe.names()).contains("mink.store.up", "mink.projection.state", "mink.commands.active");
        }

        for (MeterInfo meter : MinkMetrics.meters()) {
            if (meter.kind() == Kind.GAUGE) {
                assertThat(probe.gauges(meter.name())).as(meter.name()).isEmpty();
            }
        }
        assertThat(probe.count("mink.commands", "outcome", "success")).isEqualTo(1);
        int looks = storage.looks;
        probe.later();
        readAll();
        assertThat(storage.looks).isEqualTo(looks);
    }

    @Test
    void caches_are_counted_from_the_look_that_finds_them() {
        try (Mink<MemoryTransaction> mink = Shop.mink(storage, metrics).build().start()) {
            Repository<Order> orders = mink.repository(Order.SHORTENED);
            orders.create("1", order -> order.place("anna"));
            orders.create("2", order -> order.place("berta"));
            probe.later();
            assertThat(probe.gauge("mink.store.up")).isEqualTo(1);
            assertThat(orders.load("2").version()).isEqualTo(1);
            long hits = probe.count("mink.cache.loads", "category", "Order", "result", "hit");
            long misses = probe.count("mink.cache.loads", "category", "Order", "result", "miss");
            long evictions = probe.count("mink.cache.evictions", "category", "Order");

            assertThat(orders.load("2").version()).isEqualTo(1);
            assertThat(orders.load("1").version()).isEqualTo(1);

            assertThat(probe.count("mink.cache.loads", "category", "Order", "result", "hit"))
                    .isEqualTo(hits + 1);
            assertThat(probe.count("mink.cache.loads", "category", "Order", "result", "miss"))
                    .isEqualTo(misses + 1);
            assertThat(probe.count("mink.cache.evictions", "category", "Order")).isEqualTo(evictions + 1);
            assertThat(probe.gauge("mink.cache.size", "category", "Order")).isEqualTo(1);
        }
    }

    @Test
    void snapshots_taken_and_used_are_counted() {
        try (Mink<MemoryTransaction> mink = Shop.mink(storage, metrics).build().start()) {
            Repository<Order> orders = mink.repository(Order.WITH_SNAPSHOTS);
            orders.create("1", order -> {
                order.add("mug");
                order.add("tea");
                order.add("jar");
            });
            assertThat(probe.count("mink.snapshots", "category", "Order", "outcome", "taken"))
                    .isEqualTo(1);
            assertThat(probe.count("mink.snapshots", "outcome", "used")).isZero();

            var unused = orders.load("1");
            assertThat(probe.count("mink.snapshots", "category", "Order", "outcome", "used"))
                    .isEqualTo(1);
            assertThat(probe.count("mink.snapshots", "outcome", "ignored")).isZero();
            metrics.occurred(Occurrence.SNAPSHOT_IGNORED, "Order");
            assertThat(probe.count("mink.snapshots", "category", "Order", "outcome", "ignored"))
                    .isEqualTo(1);
        }
    }

    @Test
    void two_minks_with_the_same_gauges_are_refused() {
        try (Mink<?> first = start(metrics, new Sized())) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> start(metrics, new Sized()))
                    .withMessageContaining("mink.store.up")
                    .withMessageContaining(".tags(");
            assertThatIllegalStateException().isThrownBy(() -> start(MinkMetrics.of(probe.registry), new Sized()));

            assertThat(probe.gauge("mink.store.up")).isEqualTo(1);
            assertThat(first.dispatch(MUG).outcome()).isEqualTo("accepted");
        }
    }

    @Test
    void one_after_the_other_is_fine() {
        start(metrics, new Sized()).close();
        start(metrics, new Sized()).close();
        try (Mink<?> third = start(MinkMetrics.of(probe.registry), new Sized())) {
            assertThat(probe.gauge("mink.store.up")).isEqualTo(1);
            assertThat(third.dispatch(MUG).outcome()).isEqualTo("accepted");
        }
    }

    @Test
    void two_minks_with_tags_of_their_own_share_a_registry() {
        MinkMetrics shop =
                MinkMetrics.builder(probe.registry).tags("app", "shop").build();
        MinkMetrics stock =
                MinkMetrics.builder(probe.registry).tags("app", "stock").build();
        try (Mink<?> first = start(shop, new Sized());
                Mink<?> second = start(stock, new Sized())) {
            first.dispatch(MUG).orElseThrow();
            second.dispatch(MUG).orElseThrow();
            second.dispatch(MUG).orElseThrow();

            assertThat(probe.count("mink.commands", "app", "shop")).isEqualTo(1);
            assertThat(probe.count("mink.commands", "app", "stock")).isEqualTo(2);
            assertThat(probe.gauges("mink.store.up")).hasSize(2);
        }
        assertThat(probe.gauges("mink.store.up")).isEmpty();
    }

    @Test
    void the_prefix_stands_before_every_name() {
        MinkMetrics own =
                MinkMetrics.builder(probe.registry).prefix("shop.events").build();
        try (Mink<?> mink = start(own)) {
            mink.dispatch(MUG).orElseThrow();
            assertThat(probe.names()).allMatch(name -> name.startsWith("shop.events."));
        }
        for (String wrong : List.of("", "Shop", "shop.", "a b", "1")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> MinkMetrics.builder(probe.registry).prefix(wrong))
                    .withMessageContaining("\"" + wrong + "\"");
        }
    }

    @Test
    void tags_that_meters_have_themselves_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MinkMetrics.builder(probe.registry).tags("type", "a"))
                .withMessageContaining("tag type");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MinkMetrics.builder(probe.registry).tags("app"));
    }

    private Mink<MemoryTransaction> start(MinkMetrics by) {
        return start(by, storage);
    }

    private static Mink<MemoryTransaction> start(MinkMetrics by, Sized storage) {
        return Shop.mink(storage, by)
                .async(Projection.named("all")
                        .on(OrderEvent.Placed.class, (event, transaction) -> {})
                        .build())
                .build()
                .start();
    }

    private void readAll() {
        probe.registry
                .getMeters()
                .forEach(meter -> meter.measure().forEach(each -> {
                    double unused = each.getValue();
                }));
    }

    /** Knows its size, counts who asks for it, and may be broken. */
    private static final class Sized extends ForwardingStorage<MemoryTransaction> {

        private int looks;
        private long bytes = 4096;
        private boolean isBroken;
        private @Nullable Long heldAt;
        private volatile Runnable onLook = () -> {};

        Sized() {
            super(new InMemoryStorage());
        }

        @Override
        public StorageInfo info() {
            looks++;
            onLook.run();
            if (isBroken) {
                throw new StorageException("the database is down", Outcome.NOTHING_WRITTEN, null);
            }
            return new StorageInfo("test", 0, lastPosition(), bytes);
        }

        @Override
        public long safePosition() {
            return heldAt == null ? super.safePosition() : heldAt;
        }
    }
}
