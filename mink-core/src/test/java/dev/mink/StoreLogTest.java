package dev.mink;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.mink.fixture.Logged;
import dev.mink.fixture.Order;
import dev.mink.fixture.OrderEvent.Cancelled;
import dev.mink.fixture.OrderEvent.Placed;
import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock("log of the store")
class StoreLogTest {

    private final InMemoryStorage storage = new InMemoryStorage();
    private final EventStore<MemoryTransaction> store = EventStore.of(storage, Order.TYPE.events());

    @Test
    void appended_events_are_counted_by_stream_and_not_quoted() {
        try (Logged log = new Logged("dev.mink.store", Level.DEBUG)) {
            EventData placed = EventData.of(new Placed("very secret"));
            store.append(
                    Append.of(StreamId.of("Order", "1"), ExpectedVersion.any(), List.of(placed, new Cancelled())),
                    Append.of(StreamId.of("Order", "2"), ExpectedVersion.any(), List.of(new Placed("very secret"))));

            assertThat(log.lines())
                    .containsExactly(
                            "DEBUG stream=Order-1 version=2 events=2 position=2 repeated=false events appended",
                            "DEBUG stream=Order-2 version=1 events=1 position=3 repeated=false events appended");
        }
    }

    @Test
    void a_repetition_is_told_as_one() {
        List<EventData> events = List.of(EventData.of(new Placed("anna")));
        store.append(StreamId.of("Order", "1"), ExpectedVersion.any(), events);
        try (Logged log = new Logged("dev.mink.store", Level.DEBUG)) {
            store.append(StreamId.of("Order", "1"), ExpectedVersion.any(), events);

            assertThat(log.lines())
                    .containsExactly(
                            "DEBUG stream=Order-1 version=1 events=1 position=1 repeated=true events appended");
        }
    }

    @Test
    void a_lost_race_that_is_tried_again_is_told() {
        Repository<Order> orders = store.repository(Order.TYPE);
        orders.create("1", order -> order.place("anna"));
        boolean[] raced = {false};
        try (Logged log = new Logged("dev.mink.store", Level.DEBUG)) {
            orders.update("1", order -> {
                if (!raced[0]) {
                    raced[0] = true;
                    store.append(StreamId.of("Order", "1"), ExpectedVersion.any(), List.of(new Placed("berta")));
                }
                order.addLine("a");
            });

            assertThat(log.lines()).contains("DEBUG category=Order conflict retried");
        }
    }

    @Test
    void nothing_is_told_below_the_level() {
        try (Logged log = new Logged("dev.mink.store", Level.INFO)) {
            store.append(StreamId.of("Order", "1"), ExpectedVersion.any(), List.of(new Placed("anna")));

            assertThat(log.lines()).isEmpty();
        }
    }
}
