package dev.mink.projection;

import static dev.mink.projection.Shop.place;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mink.AppendResult;
import dev.mink.EventData;
import dev.mink.EventStore;
import dev.mink.ExpectedVersion;
import dev.mink.FeedQuery;
import dev.mink.Metadata;
import dev.mink.Mink;
import dev.mink.StreamId;
import dev.mink.fixture.Order;
import dev.mink.fixture.OrderEvent;
import dev.mink.fixture.OrderEvent.Placed;
import dev.mink.memory.MemoryTransaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InlineProjectionTest {

    private static final StreamId ORDER = StreamId.of("Order", "1");

    private final Shop shop = new Shop();

    private Mink<MemoryTransaction> node() {
        return shop.node("a", mink -> mink.inline(shop.projection()));
    }

    @Test
    void an_event_is_processed_when_the_append_returns() {
        try (Mink<MemoryTransaction> mink = node()) {
            place(mink, "1", "anna");
            assertThat(shop.seen).containsExactly("anna");
            assertThat(mink.projections().status("orders").state()).isEqualTo(ProjectionState.RUNNING);
            assertThat(mink.projections().status("orders").lag().events()).isZero();
            mink.projections().awaitCaughtUp("orders", 1, Duration.ZERO);
        }
    }

    @Test
    void what_it_throws_rolls_the_append_back() {
        shop.poison.add("anna");
        try (Mink<MemoryTransaction> mink = node()) {
            assertThatExceptionOfType(ProjectionFailedException.class)
                    .isThrownBy(() -> place(mink, "1", "anna"))
                    .withMessageContaining("inline projection orders failed at the Placed at version 1 of Order-1, so"
                            + " nothing was appended")
                    .havingCause()
                    .withMessage("cannot take anna");
            assertThat(mink.store().read(ORDER)).isEmpty();
            assertThat(mink.store().lastPosition()).isZero();
        }
    }

    @Test
    void aggregates_commands_and_transactions_go_through_it_too() {
        try (Mink<MemoryTransaction> mink =
                shop.node("a", builder -> builder.aggregate(Order.TYPE).inline(shop.projection()))) {
            mink.repository(Order.TYPE).create("1", order -> order.place("anna"));
            mink.store().transact(transaction -> {
                EventStore<MemoryTransaction> within = mink.store().within(transaction);
                AppendResult result = within.append(
                        StreamId.of("Order", "2"), ExpectedVersion.noStream(), List.of(new Placed("berta")));
                assertThat(shop.seen).containsExactly("anna", "berta");
                return result;
            });
            assertThat(shop.seen).containsExactly("anna", "berta");
        }
    }

    @Test
    void an_append_that_is_repeated_is_not_processed_again() {
        EventData event = new EventData(UUID.randomUUID(), new Placed("anna"), Metadata.empty());
        try (Mink<MemoryTransaction> mink = node()) {
            mink.store().append(ORDER, ExpectedVersion.any(), List.of(event));
            mink.store().append(ORDER, ExpectedVersion.any(), List.of(event));
            assertThat(shop.seen).containsExactly("anna");
        }
    }

    @Test
    void what_was_there_before_is_processed_when_mink_starts() {
        try (Mink<MemoryTransaction> before = shop.node("before", mink -> {})) {
            place(before, "1", "anna");
            place(before, "2", "berta");
            Mink<MemoryTransaction> mink = node();
            assertThat(shop.seen).containsExactly("anna", "berta");
            place(mink, "3", "clara");
            assertThat(shop.seen).containsExactly("anna", "berta", "clara");
        }
    }

    @Test
    void what_was_there_and_cannot_be_processed_is_said_by_the_start_or_parked() {
        shop.poison.add("anna");
        try (Mink<MemoryTransaction> before = shop.node("before", mink -> {})) {
            place(before, "1", "anna");
            assertThatExceptionOfType(ProjectionFailedException.class)
                    .isThrownBy(this::node)
                    .withMessageContaining("inline projection orders could not be filled");
        }
    }

    @Test
    void a_node_whose_version_was_replaced_can_not_append() {
        try (Mink<MemoryTransaction> one = node()) {
            place(one, "1", "anna");
            List<String> now = new ArrayList<>();
            Projection<Object> second = Projection.named("orders")
                    .version(2)
                    .on(Placed.class, (placed, delivery) -> now.add(placed.customerId()))
                    .build();
            Mink<MemoryTransaction> two = shop.node("two", mink -> mink.inline(second));
            assertThat(now).containsExactly("anna");

            assertThatExceptionOfType(ProjectionReplacedException.class)
                    .isThrownBy(() -> place(one, "2", "berta"))
                    .withMessageContaining("version 1 of inline projection orders");
            place(two, "2", "clara");

            assertThat(now).containsExactly("anna", "clara");
            assertThat(two.store().read(FeedQuery.all())).hasSize(2);
        }
    }

    @Test
    void it_can_be_rebuilt_while_events_are_appended() {
        Tables tables = new Tables();
        try (Mink<MemoryTransaction> mink = shop.node("a", builder -> builder.inline(tables.projection(1)))) {
            place(mink, "1", "anna");
            tables.lists.get(tables.served).clear();

            var unused = mink.projections().rebuild("customers");
            place(mink, "2", "berta");
            Shop.run(mink);
            place(mink, "3", "clara");

            assertThat(tables.read()).containsExactly("v1 anna", "v1 berta", "v1 clara");
            assertThat(tables.lists).hasSize(1);
        }
    }

    @Test
    void an_inline_projection_that_becomes_asynchronous_neither_skips_nor_doubles() {
        Tables tables = new Tables();
        try (Mink<MemoryTransaction> mink = shop.node("a", builder -> builder.inline(tables.projection(1)))) {
            place(mink, "1", "anna");
            place(mink, "2", "berta");
            Mink<MemoryTransaction> later = shop.node("b", builder -> builder.async(tables.projection(1)));
            Shop.run(later);
            place(later, "3", "clara");
            Shop.run(later);
            assertThat(tables.read()).containsExactly("v1 anna", "v1 berta", "v1 clara");

            Mink<MemoryTransaction> again = shop.node("c", builder -> builder.inline(tables.projection(1)));
            place(again, "4", "dora");
            assertThat(tables.read()).containsExactly("v1 anna", "v1 berta", "v1 clara", "v1 dora");
        }
    }

    @Test
    void events_that_it_does_not_want_cost_no_transaction() {
        try (Mink<MemoryTransaction> mink = node()) {
            mink.store().append(ORDER, ExpectedVersion.any(), List.of(new OrderEvent.Cancelled()));
            assertThat(shop.seen).isEmpty();
        }
    }

    @Test
    void only_asynchronous_ones_can_be_paused() {
        try (Mink<MemoryTransaction> mink = node()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> mink.projections().pause("orders"))
                    .withMessageContaining("in the transactions of appends");
        }
    }
}
