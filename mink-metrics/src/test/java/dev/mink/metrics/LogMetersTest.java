package dev.mink.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mink.Append;
import dev.mink.AppendResult;
import dev.mink.ConcurrencyException;
import dev.mink.EventData;
import dev.mink.EventStore;
import dev.mink.ExpectedVersion;
import dev.mink.Repository;
import dev.mink.StorageException;
import dev.mink.StorageException.Outcome;
import dev.mink.StreamId;
import dev.mink.StreamQuery;
import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import dev.mink.metrics.Shop.Order;
import dev.mink.metrics.Shop.OrderEvent;
import dev.mink.schema.EventTypes;
import dev.mink.spi.AppendRequest;
import dev.mink.spi.EventLog;
import dev.mink.spi.EventStorage;
import dev.mink.spi.ForwardingLog;
import dev.mink.spi.ForwardingStorage;
import dev.mink.spi.StoredEvent;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each meter of appends and loads moves when it should, and only then. */
final class LogMetersTest {

    private static final StreamId ORDER = StreamId.of("Order", "1");
    private static final StreamId BILL = StreamId.of("Bill", "1");

    private final Probe probe = new Probe();
    private final MinkMetrics metrics = MinkMetrics.of(probe.registry);
    private final EventStore<MemoryTransaction> store = EventStore.builder(metrics.storage(slow()))
            .events(EventTypes.of(OrderEvent.class))
            .pageSize(2)
            .build();

    private @Nullable RuntimeException failure;

    @Test
    void an_append_is_timed_and_its_events_are_counted() {
        append(ORDER, new OrderEvent.Placed("anna"), new OrderEvent.LineAdded("mug"), new OrderEvent.LineAdded("tea"));
        append(ORDER, new OrderEvent.LineAdded("jar"));

        assertThat(probe.count("mink.append", "category", "Order", "outcome", "success"))
                .isEqualTo(2);
        assertThat(probe.total("mink.append", "category", "Order", "outcome", "success"))
                .isEqualTo(2);
        assertThat(probe.count("mink.append.events", "category", "Order")).isEqualTo(2);
        assertThat(probe.total("mink.append.events", "category", "Order")).isEqualTo(4);
        assertThat(probe.count("mink.events.appended", "type", "Placed", "category", "Order"))
                .isEqualTo(1);
        assertThat(probe.count("mink.events.appended", "type", "LineAdded", "category", "Order"))
                .isEqualTo(3);
        assertThat(probe.total("mink.stream.version", "category", "Order")).isEqualTo(3 + 4);
        assertThat(probe.count("mink.append", "outcome", "error")).isZero();
    }

    @Test
    void a_repeated_append_brings_no_events() {
        Append append =
                Append.of(ORDER, ExpectedVersion.noStream(), List.of(EventData.of(new OrderEvent.Placed("anna"))));
        var unused = store.append(append);
        assertThat(store.append(append)).allMatch(AppendResult::repeated);

        assertThat(probe.count("mink.append", "outcome", "success")).isEqualTo(2);
        assertThat(probe.count("mink.events.appended")).isEqualTo(1);
        assertThat(probe.count("mink.append.events")).isEqualTo(1);
        assertThat(probe.count("mink.stream.version")).isEqualTo(1);
    }

    @Test
    void an_append_to_streams_of_several_categories_is_one_of_several() {
        List<OrderEvent> one = List.of(new OrderEvent.Placed("anna"));
        var unused =
                store.append(Append.of(ORDER, ExpectedVersion.any(), one), Append.of(BILL, ExpectedVersion.any(), one));

        assertThat(probe.count("mink.append", "category", "several", "outcome", "success"))
                .isEqualTo(1);
        assertThat(probe.count("mink.append")).isEqualTo(1);
        assertThat(probe.total("mink.append.events", "category", "several")).isEqualTo(2);
        assertThat(probe.count("mink.events.appended", "category", "Order")).isEqualTo(1);
        assertThat(probe.count("mink.events.appended", "category", "Bill")).isEqualTo(1);
        assertThat(probe.count("mink.stream.version", "category", "Bill")).isEqualTo(1);
    }

    @Test
    void a_conflict_is_neither_success_nor_error() {
        assertThatThrownBy(
                        () -> store.append(ORDER, ExpectedVersion.exactly(7), List.of(new OrderEvent.Placed("anna"))))
                .isInstanceOf(ConcurrencyException.class);

        assertThat(probe.count("mink.append", "category", "Order", "outcome", "conflict"))
                .isEqualTo(1);
        assertThat(probe.count("mink.append")).isEqualTo(1);
        assertThat(probe.count("mink.events.appended")).isZero();
    }

    @Test
    void a_failure_of_the_storage_is_counted_and_thrown_as_it_was() {
        StorageException broken = new StorageException("the disk is full", Outcome.NOTHING_WRITTEN, null);
        failure = broken;

        assertThatThrownBy(() -> append(ORDER, new OrderEvent.Placed("anna"))).isSameAs(broken);
        assertThatThrownBy(() -> store.read(ORDER).toList()).isSameAs(broken);
        assertThatThrownBy(() -> store.transact(transaction -> store.within(transaction)
                        .append(ORDER, ExpectedVersion.any(), List.of(new OrderEvent.Placed("anna")))))
                .isSameAs(broken);

        assertThat(probe.count("mink.append", "category", "Order", "outcome", "error"))
                .isEqualTo(2);
        assertThat(probe.count("mink.append", "outcome", "success")).isZero();
        assertThat(probe.count("mink.load", "category", "Order", "outcome", "error"))
                .isEqualTo(1);
        assertThat(probe.count("mink.load", "outcome", "success")).isZero();
        assertThat(probe.count("mink.events.appended")).isZero();
        assertThat(probe.count("mink.load.events")).isZero();
    }

    @Test
    void a_load_is_timed_page_by_page_and_its_events_are_counted() {
        append(
                ORDER,
                new OrderEvent.LineAdded("mug"),
                new OrderEvent.LineAdded("tea"),
                new OrderEvent.LineAdded("jar"));
        assertThat(store.read(StreamQuery.of(ORDER))).hasSize(3);

        assertThat(probe.count("mink.load", "category", "Order", "outcome", "success"))
                .isEqualTo(2);
        assertThat(probe.total("mink.load", "category", "Order", "outcome", "success"))
                .isEqualTo(2);
        assertThat(probe.count("mink.load.events", "category", "Order")).isEqualTo(2);
        assertThat(probe.count("mink.events.loaded", "category", "Order"))
                .as("a page has one event more, to know whether there is another")
                .isEqualTo(4);
    }

    @Test
    void events_of_a_transaction_count_when_it_commits() {
        List<OrderEvent> one = List.of(new OrderEvent.Placed("anna"));
        long inside = store.transact(transaction -> {
            var unused = store.within(transaction).append(ORDER, ExpectedVersion.any(), one);
            return probe.count("mink.events.appended");
        });

        assertThat(inside).isZero();
        assertThat(probe.count("mink.events.appended")).isEqualTo(1);
        assertThat(probe.count("mink.append", "outcome", "success")).isEqualTo(1);
    }

    @Test
    void events_of_a_transaction_that_is_undone_do_not_count() {
        List<OrderEvent> one = List.of(new OrderEvent.Placed("anna"));
        assertThatThrownBy(() -> store.transact(transaction -> {
                    var unused = store.within(transaction).append(ORDER, ExpectedVersion.any(), one);
                    throw new IllegalStateException("changed its mind");
                }))
                .hasMessage("changed its mind");

        assertThat(probe.count("mink.events.appended")).isZero();
        assertThat(probe.count("mink.append.events")).isZero();
        assertThat(probe.count("mink.stream.version")).isZero();
    }

    @Test
    void an_update_that_lost_a_race_is_counted_by_category() {
        EventStore<MemoryTransaction> racing = EventStore.builder(slow())
                .events(EventTypes.of(OrderEvent.class))
                .instrument(metrics)
                .build();
        Repository<Order> orders = racing.repository(Order.TYPE);
        orders.create("1", order -> order.place("anna"));
        int[] attempts = {0};
        orders.update("1", order -> {
            if (attempts[0]++ == 0) {
                var unused = racing.append(ORDER, ExpectedVersion.any(), List.of(new OrderEvent.LineAdded("tea")));
            }
            order.add("mug");
        });

        assertThat(probe.count("mink.append.retries", "category", "Order")).isEqualTo(1);
        assertThat(probe.count("mink.append", "outcome", "conflict")).isEqualTo(1);
    }

    private void append(StreamId stream, OrderEvent... events) {
        var unused = store.append(stream, ExpectedVersion.any(), List.of(events));
    }

    /** Every append and every load takes a second, or fails. */
    private EventStorage<MemoryTransaction> slow() {
        return new ForwardingStorage<>(new InMemoryStorage(), SlowLog::new) {};
    }

    private final class SlowLog extends ForwardingLog {

        SlowLog(EventLog to) {
            super(to);
        }

        @Override
        public List<AppendResult> append(AppendRequest request) {
            return slowly(() -> super.append(request));
        }

        @Override
        public List<StoredEvent> readStream(StreamQuery query) {
            return slowly(() -> super.readStream(query));
        }
    }

    private <R> R slowly(Supplier<R> what) {
        probe.clock.add(Duration.ofSeconds(1));
        if (failure != null) {
            throw failure;
        }
        return what.get();
    }
}
