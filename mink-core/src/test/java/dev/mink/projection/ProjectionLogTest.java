package dev.mink.projection;

import static dev.mink.projection.Shop.place;
import static dev.mink.projection.Shop.run;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.mink.Mink;
import dev.mink.fixture.Logged;
import dev.mink.fixture.OrderEvent.Placed;
import dev.mink.memory.MemoryTransaction;
import dev.mink.spi.LeaseLostException;
import dev.mink.spi.PartitionId;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.slf4j.LoggerFactory;

/** What operators see of projections in the log. */
@ResourceLock("log of projections")
class ProjectionLogTest {

    private static final AsyncOptions OPTIONS = AsyncOptions.defaults().retries(2, Duration.ofMillis(10));
    private static final String ORDERS = "projection=orders partition=0 ";

    private final Shop shop = new Shop();
    private final Logged log = new Logged("dev.mink.projection", Level.DEBUG);

    @AfterEach
    void close() {
        log.close();
    }

    private void exhaust(Mink<?> mink) {
        for (int i = 0; i < 10; i++) {
            run(mink);
            shop.later(Duration.ofSeconds(1));
        }
    }

    @Test
    void taking_a_partition_working_and_giving_it_back_is_told() {
        try (Mink<MemoryTransaction> mink = shop.node("a", builder -> {});
                Projections<MemoryTransaction> projections = Projections.builder(shop.storage)
                        .async(shop.projection(), OPTIONS)
                        .node("b")
                        .build(mink.store(), shop.clock, Duration.ofMillis(10))) {
            place(mink, "1", "anna");
            projections.start();
            projections.awaitCaughtUp("orders", 1, Duration.ofSeconds(30));
        }
        assertThat(log.lines())
                .containsSubsequence(
                        "INFO " + ORDERS + "generation=1 lease=1 node=b position=0 partition taken",
                        "DEBUG " + ORDERS + "events=1 position=1 checkpoint",
                        "INFO " + ORDERS + "generation=1 lease=1 node=b partition given back");
    }

    record Customer(String id) {}

    @Test
    void a_switch_to_a_filled_generation_is_told() {
        View<Customer> customers = View.of("customers", Customer.class)
                .startWith(Customer::new)
                .on(Placed.class, Placed::customerId, (customer, placed) -> customer)
                .build();
        try (Mink<MemoryTransaction> mink = shop.node("a", builder -> builder.async(customers))) {
            run(mink);
            place(mink, "1", "anna");
            var unused = mink.projections().rebuild("customers");
            run(mink);
        }
        assertThat(log.lines()).contains("INFO projection=customers generation=2 readers see another generation");
    }

    @Test
    void the_loss_of_a_lease_is_told_with_its_reason() {
        new ProjectionLog()
                .stateChanged(
                        "orders",
                        0,
                        ProjectionState.RUNNING,
                        ProjectionState.STOPPED,
                        new LeaseLostException(new PartitionId("orders", 1, 0), 7));

        assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith("INFO " + ORDERS + "from=RUNNING to=STOPPED error=dev.mink.spi.LeaseLostException: ")
                .endsWith(" projection changed");
    }

    @Test
    void a_partition_that_moves_to_another_node_is_told() {
        try (Mink<MemoryTransaction> a = shop.node("a", mink -> mink.async(shop.projection(), OPTIONS))) {
            place(a, "1", "anna");
            run(a);
            a.projections().close();
            run(shop.node("b", mink -> mink.async(shop.projection(), OPTIONS)));
        }
        assertThat(log.lines())
                .anyMatch(line ->
                        line.startsWith("INFO " + ORDERS) && line.endsWith("node=b position=1 partition taken"));
    }

    @Test
    void of_failures_in_a_row_the_first_is_a_warning_with_its_cause_and_the_parking_an_error() {
        shop.poison.add("anna");
        try (Mink<MemoryTransaction> mink = shop.node(OPTIONS)) {
            place(mink, "1", "anna");
            exhaust(mink);
        }
        assertThat(log.lines().stream().filter(line -> line.contains("processing failed")))
                .hasSize(3)
                .startsWith("WARN " + ORDERS + "position=1 processing failed !java.lang.IllegalStateException")
                .endsWith("DEBUG " + ORDERS
                        + "position=1 error=java.lang.IllegalStateException: cannot take anna processing failed");
        assertThat(log.lines())
                .contains("ERROR " + ORDERS
                        + "position=1 error=java.lang.IllegalStateException: cannot take anna event parked")
                .anyMatch(line -> line.startsWith("INFO " + ORDERS) && line.contains("to=RESTARTING"));
    }

    @Test
    void a_failure_after_a_success_is_a_warning_again() {
        shop.poison.add("anna");
        try (Mink<MemoryTransaction> mink = shop.node(OPTIONS)) {
            place(mink, "1", "anna");
            run(mink);
            shop.poison.clear();
            exhaust(mink);
            shop.poison.add("berta");
            place(mink, "2", "berta");
            run(mink);
        }
        assertThat(log.lines().stream().filter(line -> line.startsWith("WARN")))
                .hasSize(2)
                .allMatch(line -> line.contains("processing failed"));
    }

    @Test
    void a_fault_is_an_error_with_its_cause() {
        shop.poison.add("anna");
        try (Mink<MemoryTransaction> mink =
                shop.node(OPTIONS.onPoison(OnPoison.STOP).restarts(0))) {
            place(mink, "1", "anna");
            exhaust(mink);
        }
        assertThat(log.lines())
                .anyMatch(line -> line.startsWith("ERROR " + ORDERS)
                        && line.endsWith("to=FAULTED projection changed !java.lang.IllegalStateException"));
    }

    @Test
    void pausing_and_resuming_is_told_and_the_ordinary_only_at_debug() {
        try (Mink<MemoryTransaction> mink = shop.node(OPTIONS)) {
            run(mink);
            mink.projections().pause("orders");
            place(mink, "1", "anna");
            run(mink);
            mink.projections().resume("orders");
            run(mink);
        }
        assertThat(log.lines())
                .contains(
                        "INFO " + ORDERS + "from=RUNNING to=PAUSED projection changed",
                        "INFO " + ORDERS + "from=PAUSED to=RUNNING projection changed");
        assertThat(log.lines())
                .noneMatch(line -> line.startsWith("INFO") && line.contains("from=CATCHING_UP to=RUNNING"));
    }

    @Test
    void of_checkpoints_there_is_one_line_in_ten_seconds() {
        AtomicLong nanos = new AtomicLong();
        ProjectionLog told = new ProjectionLog(LoggerFactory.getLogger("dev.mink.projection"), nanos::get);
        for (int i = 1; i <= 100; i++) {
            told.processed("sales", 2, 10, i * 10L, Duration.ofMillis(1));
            told.processed("other", 0, 1, i, Duration.ofMillis(1));
            nanos.addAndGet(Duration.ofMillis(500).toNanos());
        }
        assertThat(log.lines().stream().filter(line -> line.contains("projection=sales")))
                .containsExactly(
                        "DEBUG projection=sales partition=2 events=10 position=10 checkpoint",
                        "DEBUG projection=sales partition=2 events=200 position=210 checkpoint",
                        "DEBUG projection=sales partition=2 events=200 position=410 checkpoint",
                        "DEBUG projection=sales partition=2 events=200 position=610 checkpoint",
                        "DEBUG projection=sales partition=2 events=200 position=810 checkpoint");
    }

    @Test
    void nothing_is_told_below_the_level() {
        try (Logged quiet = new Logged("dev.mink.projection", Level.OFF);
                Mink<MemoryTransaction> mink = shop.node(OPTIONS)) {
            shop.poison.add("anna");
            place(mink, "1", "anna");
            exhaust(mink);
            assertThat(quiet.lines()).isEmpty();
        }
    }
}
