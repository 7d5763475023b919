package dev.mink.projection;

import static dev.mink.projection.Shop.place;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.Mink;
import dev.mink.fixture.OrderEvent;
import dev.mink.fixture.OrderEvent.Placed;
import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import dev.mink.schema.EventTypes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LiveProjectionTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final Shop shop = new Shop();
    private final List<String> seen = new CopyOnWriteArrayList<>();

    /** Lets events through one by one. */
    private final Semaphore gate = new Semaphore(0);

    private Mink<MemoryTransaction> started(LiveOptions options) {
        Projection<Object> gated = Projection.named("live")
                .on(Placed.class, (placed, delivery) -> {
                    gate.acquire();
                    seen.add(placed.customerId());
                })
                .build();
        return Mink.builder(new InMemoryStorage())
                .events(EventTypes.of(OrderEvent.class))
                .live(gated, options)
                .build()
                .start();
    }

    @Test
    void it_begins_now_or_at_the_beginning() {
        try (Mink<MemoryTransaction> before = shop.node("before", mink -> {})) {
            place(before, "1", "anna");
            Mink<MemoryTransaction> now = shop.node("now", mink -> mink.live(shop.projection()));
            place(before, "1", "berta");
            Shop.run(now);
            assertThat(shop.seen).containsExactly("berta");

            shop.seen.clear();
            Mink<MemoryTransaction> all = shop.node(
                    "all",
                    mink -> mink.live(shop.projection(), LiveOptions.defaults().start(Start.AT_THE_BEGINNING)));
            Shop.run(all);
            assertThat(shop.seen).containsExactly("anna", "berta");
            assertThat(all.projections().status("orders").mode()).isEqualTo(Mode.LIVE);
            assertThat(all.projections().status("orders").position()).isEqualTo(2);
        }
    }

    @Test
    void a_view_can_be_kept_in_the_memory_of_each_node() {
        record Customer(String name, long orders) {}
        View<Customer> customers = View.of("customers", Customer.class)
                .startWith(name -> new Customer(name, 0))
                .on(
                        Placed.class,
                        Placed::customerId,
                        (customer, placed) -> new Customer(customer.name(), customer.orders() + 1))
                .field("orders")
                .build();
        LiveOptions all = LiveOptions.defaults().start(Start.AT_THE_BEGINNING);
        try (Mink<MemoryTransaction> before = shop.node("before", mink -> {})) {
            place(before, "1", "anna");
            Mink<MemoryTransaction> one = shop.node("one", mink -> mink.live(customers, all));
            Mink<MemoryTransaction> two = shop.node("two", mink -> mink.live(customers, LiveOptions.defaults()));
            place(before, "2", "anna");
            Shop.run(one);
            Shop.run(two);

            assertThat(one.repository(customers).get("anna")).contains(new Customer("anna", 2));
            assertThat(two.repository(customers).find(ViewQuery.all())).containsExactly(new Customer("anna", 1));
            assertThat(before.repository(customers).get("anna")).isEmpty();
        }
    }

    @Test
    void an_event_that_fails_twice_is_left_out_and_told_of() {
        shop.poison.add("anna");
        try (Mink<MemoryTransaction> mink = shop.node("a", builder -> builder.live(shop.projection()))) {
            place(mink, "1", "anna");
            place(mink, "1", "berta");
            Shop.run(mink);

            assertThat(shop.seen).containsExactly("berta");
            assertThat(mink.projections().status("orders").failedPosition()).isEqualTo(1);
            assertThat(mink.projections().status("orders").error())
                    .hasValueSatisfying(error -> assertThat(error).contains("cannot take anna"));
        }
    }

    @Test
    void a_slow_one_that_blocks_loses_nothing() {
        try (Mink<MemoryTransaction> mink = started(LiveOptions.defaults().buffer(2, Overflow.BLOCK))) {
            IntStream.range(0, 50).forEach(i -> place(mink, "1", "c" + i));
            gate.release(1000);
            mink.projections().awaitCaughtUp("live", 50, LONG);

            assertThat(seen).hasSize(50).startsWith("c0", "c1").endsWith("c49");
        }
    }

    @Test
    void a_slow_one_that_drops_the_oldest_sees_the_newest() throws Exception {
        try (Mink<MemoryTransaction> mink = started(LiveOptions.defaults().buffer(2, Overflow.DROP_OLDEST))) {
            IntStream.range(0, 50).forEach(i -> place(mink, "1", "c" + i));
            // The second event goes through only when it is in the buffer, or taken out of it: that all have been read
            // shows when the last one comes.
            while (!seen.contains("c49")) {
                gate.release();
                Thread.onSpinWait();
            }
            assertThat(seen)
                    .endsWith("c49")
                    .isSubsetOf(IntStream.range(0, 50).mapToObj(i -> "c" + i).toList());
        }
    }

    @Test
    void a_slow_one_that_is_to_fail_is_faulted_until_it_is_restarted() {
        try (Mink<MemoryTransaction> mink = started(LiveOptions.defaults().buffer(2, Overflow.FAIL))) {
            IntStream.range(0, 50).forEach(i -> place(mink, "1", "c" + i));
            while (mink.projections().status("live").state() != ProjectionState.FAULTED) {
                Thread.onSpinWait();
            }
            assertThat(mink.projections().status("live").error())
                    .hasValueSatisfying(error -> assertThat(error).contains("2 events in its buffer"));
            gate.release(1000);
            while (!seen.contains("c49")) {
                mink.projections().restart("live");
            }
            assertThat(seen).hasSize(50);
        }
    }

    @Test
    void closing_ends_a_projection_whose_buffer_is_full() {
        Mink<MemoryTransaction> mink = started(LiveOptions.defaults().buffer(1, Overflow.BLOCK));
        IntStream.range(0, 50).forEach(i -> place(mink, "1", "c" + i));
        gate.release(1);
        while (seen.isEmpty()) {
            Thread.onSpinWait();
        }
        gate.release(1000);
        mink.close();
        int then = seen.size();
        assertThat(seen).hasSize(then).contains("c0");
    }
}
