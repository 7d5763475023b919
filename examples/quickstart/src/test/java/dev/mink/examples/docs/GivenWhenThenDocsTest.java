package dev.mink.examples.docs;

import static dev.mink.testing.EventMatcher.any;
import static dev.mink.testing.EventMatcher.equalTo;
import static dev.mink.testing.EventsAssert.assertThatEvents;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mink.Metadata;
import dev.mink.Mink;
import dev.mink.StreamId;
import dev.mink.command.Middleware;
import dev.mink.examples.quickstart.Order;
import dev.mink.examples.quickstart.OrderAlreadyShippedException;
import dev.mink.examples.quickstart.OrderEvent;
import dev.mink.examples.quickstart.OrderEvent.LineAdded;
import dev.mink.examples.quickstart.OrderEvent.Placed;
import dev.mink.examples.quickstart.OrderEvent.Shipped;
import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import dev.mink.spi.EventStorage;
import dev.mink.testing.AggregateSpec;
import dev.mink.testing.CommandSpec;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What docs/given-when-then.md shows and says. */
final class GivenWhenThenDocsTest {
    private static final Path FAILURES =
            Path.of("examples/quickstart/src/test/resources/dev/mink/examples/docs/failures.txt");
    private static final BigDecimal PRICE = new BigDecimal("4.50");
    private static final AggregateSpec<Order, OrderEvent> PLACED =
            AggregateSpec.of(Order.TYPE).given(new Placed("c-1"));

    // region: application
    record AddLine(String orderId, String sku, int quantity, BigDecimal unitPrice) {}

    record Ship(String orderId, String trackingNumber) {}

    static <T> Mink<T> shop(EventStorage<T> storage) {
        return Mink.builder(storage)
                .handle(
                        AddLine.class,
                        Order.TYPE,
                        AddLine::orderId,
                        (order, line) -> order.addLine(line.sku(), line.quantity(), line.unitPrice()))
                .handle(Ship.class, Order.TYPE, Ship::orderId, (order, ship) -> order.ship(ship.trackingNumber()))
                .middleware(Middleware.correlation(), Middleware.causation(), Middleware.validation())
                .build();
    }
    // endregion

    // region: command
    private static final CommandSpec SHOP = CommandSpec.of(() -> shop(new InMemoryStorage()));
    private static final StreamId ORDER = Order.TYPE.stream("o-1");

    @Test
    void a_line_is_added_until_the_order_is_shipped() {
        SHOP.given(ORDER, new Placed("c-1"))
                .when(new AddLine("o-1", "mug", 2, PRICE))
                .thenAppended(ORDER, new LineAdded("mug", 2, PRICE))
                .when(new Ship("o-1", "T-1"))
                .when(new AddLine("o-1", "jar", 1, PRICE))
                .thenRejected(OrderAlreadyShippedException.class)
                .thenNothingAppended();
    }

    @Test
    void events_carry_who_sent_the_command() {
        SHOP.when(new Ship("o-1", "T-1"), Metadata.empty().withUserId("u-1"))
                .thenEvents(events -> events.hasTypes(Shipped.class)
                        .hasUserId("u-1")
                        .hasMetadata(each -> assertThat(each.causationId()).isNotNull()));
    }
    // endregion

    @Test
    void events_of_a_store_are_asserted() {
        try (Mink<MemoryTransaction> mink = shop(new InMemoryStorage())) {
            mink.dispatch(new AddLine("o-1", "mug", 2, PRICE), Metadata.empty().withUserId("u-1"))
                    .orElseThrow();
            mink.dispatch(new Ship("o-1", "T-1"), Metadata.empty().withUserId("u-1"))
                    .orElseThrow();

            // region: events
            assertThatEvents(mink.store().read(ORDER))
                    .containsExactly(new LineAdded("mug", 2, PRICE), new Shipped("T-1"))
                    .hasUserId("u-1")
                    .hasDenseVersions();
            // endregion
        }
    }

    @Test
    void a_matcher_stands_for_an_event() {
        // region: matching
        AggregateSpec.of(Order.TYPE)
                .when(order -> {
                    order.place("c-1");
                    order.addLine("mug", 2, PRICE);
                    order.ship(UUID.randomUUID().toString());
                })
                .thenMatching(
                        equalTo(new Placed("c-1")),
                        any(LineAdded.class, "two pieces", line -> line.quantity() == 2),
                        any(Shipped.class));
        // endregion
    }

    @Test
    void other_events_fail_as_the_page_shows() throws IOException {
        assertFailsAsShown("events", GivenWhenThenDocsTest::expectOtherEvents);
    }

    private static void expectOtherEvents() {
        // region: failing
        PLACED.when(order -> {
                    order.addLine("mug", 3, new BigDecimal("4.5"));
                    order.addLine("tea", 1, PRICE);
                })
                .then(new LineAdded("mug", 2, PRICE), new LineAdded("tea", 1, PRICE), new Shipped("T-1"));
        // endregion
    }

    @Test
    void an_exception_fails_as_the_page_shows() throws IOException {
        assertFailsAsShown(
                        "exception",
                        () -> PLACED.given(new Shipped("T-1"))
                                .when(order -> order.addLine("mug", 2, PRICE))
                                .then(new LineAdded("mug", 2, PRICE)))
                .hasCauseInstanceOf(OrderAlreadyShippedException.class);
    }

    @Test
    void a_rejected_command_fails_as_the_page_shows() throws IOException {
        assertFailsAsShown(
                        "command",
                        () -> SHOP.given(ORDER, new Shipped("T-1"))
                                .when(new AddLine("o-1", "mug", 2, PRICE))
                                .thenAppended(ORDER, new LineAdded("mug", 2, PRICE)))
                .hasCauseInstanceOf(OrderAlreadyShippedException.class);
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertFailsAsShown(
            String region, ThrowingCallable check) throws IOException {
        List<String> shown =
                Region.of(DocumentationTest.root().resolve(FAILURES)).getOrDefault(region, List.of());
        return assertThatThrownBy(check).isInstanceOf(AssertionError.class).hasMessage(String.join("\n", shown));
    }
}
