package dev.mink.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mink.Append;
import dev.mink.AppendResult;
import dev.mink.ConcurrencyException;
import dev.mink.DuplicateEventIdException;
import dev.mink.EventData;
import dev.mink.EventStore;
import dev.mink.ExpectedVersion;
import dev.mink.FeedPage;
import dev.mink.FeedQuery;
import dev.mink.Metadata;
import dev.mink.RecordedEvent;
import dev.mink.Repository;
import dev.mink.StorageException;
import dev.mink.StreamId;
import dev.mink.StreamInfo;
import dev.mink.StreamQuery;
import dev.mink.Subscription;
import dev.mink.examples.quickstart.Order;
import dev.mink.examples.quickstart.OrderEvent;
import dev.mink.examples.quickstart.OrderEvent.LineAdded;
import dev.mink.examples.quickstart.OrderEvent.Placed;
import dev.mink.examples.quickstart.OrderEvent.Shipped;
import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import dev.mink.schema.EventTypes;
import dev.mink.spi.EventStorage;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/event-store.md shows and says. */
final class EventStoreDocsTest {
    private static final StreamId O_1 = StreamId.of("Order", "o-1");
    private static final LineAdded MUG = new LineAdded("mug", 2, new BigDecimal("4.50"));
    private static final LineAdded TEA = new LineAdded("tea", 1, new BigDecimal("7.20"));

    // region: open
    private final EventStore<MemoryTransaction> store = EventStore.builder(new InMemoryStorage())
            .events(EventTypes.of(OrderEvent.class))
            .build();
    // endregion

    @Test
    void an_append_tells_the_version_and_position_of_its_last_event() {
        // region: append
        StreamId stream = StreamId.of("Order", "o-1"); // the same as StreamId.parse("Order-o-1")

        AppendResult placed = store.append(stream, ExpectedVersion.noStream(), List.of(new Placed("c-1")));
        AppendResult filled = store.append(stream, ExpectedVersion.exactly(placed.version()), List.of(MUG, TEA));
        // endregion

        assertThat(stream).isEqualTo(StreamId.parse("Order-o-1"));
        assertThat(placed).isEqualTo(new AppendResult(stream, 1, 1, false));
        assertThat(filled).isEqualTo(new AppendResult(stream, 3, 3, false));
    }

    @Test
    void the_category_ends_at_the_first_dash() {
        assertThat(StreamId.parse("Order-2026-07")).isEqualTo(StreamId.of("Order", "2026-07"));
        assertThatThrownBy(() -> StreamId.of("Big-Order", "1")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> StreamId.of("Order", " 1")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> StreamId.of("Order", "x".repeat(250))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void an_append_that_meets_another_version_writes_nothing() {
        store.append(O_1, ExpectedVersion.noStream(), List.of(new Placed("c-1"), MUG));

        assertConflict(ExpectedVersion.noStream());
        assertConflict(ExpectedVersion.exactly(1));
        assertThatThrownBy(() -> store.append(StreamId.of("Order", "o-2"), ExpectedVersion.exists(), List.of(MUG)))
                .isInstanceOf(ConcurrencyException.class);
        assertThat(store.append(O_1, ExpectedVersion.any(), List.of(TEA)).version())
                .isEqualTo(3);
        assertThat(store.append(O_1, ExpectedVersion.exists(), List.of(TEA)).version())
                .isEqualTo(4);
        assertThat(ExpectedVersion.exactly(0)).isEqualTo(ExpectedVersion.noStream());
    }

    private void assertConflict(ExpectedVersion expected) {
        ConcurrencyException conflict =
                catchThrowableOfType(ConcurrencyException.class, () -> store.append(O_1, expected, List.of(TEA)));
        assertThat(conflict.stream()).isEqualTo(O_1);
        assertThat(conflict.expected()).isEqualTo(expected);
        assertThat(conflict.actual()).isEqualTo(2);
        assertThat(store.lastPosition()).isEqualTo(2);
    }

    @Test
    void an_append_without_events_is_refused() {
        assertThatThrownBy(() -> store.append(O_1, ExpectedVersion.any(), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void several_streams_are_appended_to_together_or_not_at_all() {
        StreamId first = StreamId.of("Order", "o-1");
        StreamId second = StreamId.of("Order", "o-2");
        store.append(first, ExpectedVersion.noStream(), List.of(new Placed("c-1"), MUG, TEA));

        // region: several
        List<AppendResult> results = store.append(
                Append.of(first, ExpectedVersion.exactly(3), List.of(new Shipped("T-1"))),
                Append.of(second, ExpectedVersion.noStream(), List.of(new Placed("c-1"), TEA)));
        // endregion

        assertThat(results)
                .containsExactly(new AppendResult(first, 4, 4, false), new AppendResult(second, 2, 6, false));
        assertThatThrownBy(() -> store.append(
                        Append.of(first, ExpectedVersion.any(), List.of(MUG)),
                        Append.of(second, ExpectedVersion.noStream(), List.of(MUG))))
                .isInstanceOf(ConcurrencyException.class);
        assertThatThrownBy(() -> store.append(
                        Append.of(second, ExpectedVersion.noStream(), List.of(MUG)),
                        Append.of(first, ExpectedVersion.exactly(1), List.of(MUG))))
                .isInstanceOfSatisfying(
                        ConcurrencyException.class, e -> assertThat(e.stream()).isEqualTo(second));
        assertThatThrownBy(() -> store.append(
                        Append.of(first, ExpectedVersion.any(), List.of(MUG)),
                        Append.of(first, ExpectedVersion.any(), List.of(MUG))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(store.lastPosition()).isEqualTo(6);
    }

    @Test
    void a_repeated_append_gives_the_first_result_whatever_it_expects() {
        StreamId stream = O_1;

        // region: repeat
        List<EventData> events = List.of(EventData.of(new Placed("c-1")), EventData.of(MUG)); // ids are given here

        AppendResult first = store.append(stream, ExpectedVersion.noStream(), events);
        AppendResult again = store.append(stream, ExpectedVersion.noStream(), events); // repeated() is true
        // endregion

        assertThat(first).isEqualTo(new AppendResult(stream, 2, 2, false));
        assertThat(again).isEqualTo(new AppendResult(stream, 2, 2, true));
        assertThat(store.append(stream, ExpectedVersion.exactly(7), events).repeated())
                .isTrue();
        assertThat(store.lastPosition()).isEqualTo(2);
    }

    @Test
    void an_id_of_your_own_makes_a_message_count_once() {
        UUID messageId = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");

        // region: own-id
        EventData placed = EventData.of(new Placed("c-1")).withId(messageId);
        store.append(StreamId.of("Order", "o-1"), ExpectedVersion.any(), List.of(placed));
        // endregion
        store.append(O_1, ExpectedVersion.any(), List.of(placed));

        assertThat(store.read(O_1).map(RecordedEvent::id)).containsExactly(messageId);
    }

    @Test
    void an_append_whose_outcome_is_unknown_is_repeated_with_the_same_ids() {
        EventStore<MemoryTransaction> unlucky = EventStore.of(losingTheFirstAnswer(), EventTypes.of(OrderEvent.class));

        AppendResult result = appendOnce(unlucky, O_1, List.of(EventData.of(new Placed("c-1")), EventData.of(MUG)));

        assertThat(result).isEqualTo(new AppendResult(O_1, 2, 2, true));
        assertThat(unlucky.lastPosition()).isEqualTo(2);
    }

    // region: unknown
    static AppendResult appendOnce(EventStore<?> store, StreamId stream, List<EventData> events) {
        try {
            return store.append(stream, ExpectedVersion.any(), events);
        } catch (StorageException e) {
            if (e.outcome() == StorageException.Outcome.UNKNOWN) {
                return store.append(stream, ExpectedVersion.any(), events); // the same ids: it happens once
            }
            throw e;
        }
    }
    // endregion

    /** A storage whose first append happens, and then looks as if the connection was lost. */
    @SuppressWarnings("unchecked")
    private static EventStorage<MemoryTransaction> losingTheFirstAnswer() {
        EventStorage<MemoryTransaction> storage = new InMemoryStorage();
        AtomicBoolean lost = new AtomicBoolean();
        return (EventStorage<MemoryTransaction>) Proxy.newProxyInstance(
                EventStorage.class.getClassLoader(),
                new Class<?>[] {EventStorage.class},
                (proxy, method, arguments) -> {
                    Object result = method.invoke(storage, arguments);
                    if (method.getName().equals("append") && lost.compareAndSet(false, true)) {
                        throw new StorageException("the connection was lost", StorageException.Outcome.UNKNOWN, null);
                    }
                    return result;
                });
    }

    @Test
    void ids_that_are_only_partly_known_or_elsewhere_are_refused() {
        EventData placed = EventData.of(new Placed("c-1"));
        store.append(O_1, ExpectedVersion.noStream(), List.of(placed));

        assertThatThrownBy(() -> store.append(O_1, ExpectedVersion.any(), List.of(placed, MUG)))
                .isInstanceOf(DuplicateEventIdException.class);
        assertThatThrownBy(() -> store.append(StreamId.of("Order", "o-2"), ExpectedVersion.any(), List.of(placed)))
                .isInstanceOfSatisfying(
                        DuplicateEventIdException.class,
                        e -> assertThat(e.eventId()).isEqualTo(placed.id()));
        assertThat(store.lastPosition()).isEqualTo(1);
    }

    @Test
    void the_content_of_a_repetition_is_not_compared() {
        EventData mug = EventData.of(MUG);
        store.append(O_1, ExpectedVersion.any(), List.of(mug));

        EventData tea = EventData.of(TEA).withId(mug.id());

        assertThat(store.append(O_1, ExpectedVersion.any(), List.of(tea)).repeated())
                .isTrue();
        assertThat(store.read(O_1).map(RecordedEvent::event)).containsExactly(MUG);
    }

    @Test
    void metadata_comes_from_the_store_and_from_the_event() {
        StreamId stream = O_1;

        // region: metadata
        EventStore<MemoryTransaction> asAnna =
                store.with(Metadata.empty().withCorrelationId("req-7").withUserId("anna"));

        Metadata fromTheTill = Metadata.empty().withAttribute("till", "3");
        asAnna.append(
                stream,
                ExpectedVersion.any(),
                List.of(EventData.of(new Placed("c-1")).withMetadata(fromTheTill)));
        // endregion

        asAnna.repository(Order.TYPE).create("o-2", order -> order.place("c-2"));

        RecordedEvent byRepository =
                store.read(Order.TYPE.stream("o-2")).findFirst().orElseThrow();
        assertThat(byRepository.metadata().userId()).isEqualTo("anna");
        Metadata stored = store.read(stream).findFirst().orElseThrow().metadata();
        assertThat(stored.correlationId()).isEqualTo("req-7");
        assertThat(stored.userId()).isEqualTo("anna");
        assertThat(stored.attributes()).containsEntry("till", "3");
        assertThat(stored.toJson())
                .isEqualTo("{\"correlationId\":\"req-7\",\"userId\":\"anna\",\"attributes\":{\"till\":\"3\"}}");
    }

    @Test
    void a_stream_is_read_forwards_backwards_and_in_part() {
        StreamId stream = O_1;
        store.append(stream, ExpectedVersion.any(), List.of(new Placed("c-1"), MUG, TEA, new Shipped("T-1")));

        // region: read
        Stream<RecordedEvent> all = store.read(stream);
        Stream<RecordedEvent> some = store.read(StreamQuery.of(stream).from(2).through(3));
        Optional<RecordedEvent> last =
                store.read(StreamQuery.of(stream).backwards().limit(1)).findFirst();
        // endregion

        assertThat(all.map(RecordedEvent::version)).containsExactly(1L, 2L, 3L, 4L);
        assertThat(some.map(RecordedEvent::event)).containsExactly(MUG, TEA);
        assertThat(last.orElseThrow().event()).isEqualTo(new Shipped("T-1"));
        assertThat(store.read(StreamId.of("Order", "nobody"))).isEmpty();
    }

    @Test
    void streams_are_listed_by_prefix() {
        store.append(O_1, ExpectedVersion.any(), List.of(new Placed("c-1"), MUG));
        store.append(StreamId.of("Order", "o-2"), ExpectedVersion.any(), List.of(new Placed("c-2")));
        store.append(StreamId.of("Return", "o-1"), ExpectedVersion.any(), List.of(MUG));

        // region: list
        Stream<StreamInfo> orders = store.streams("Order-");
        Optional<StreamInfo> one = store.info(StreamId.of("Order", "o-1"));
        // endregion

        assertThat(orders.map(info -> info.stream().id())).containsExactly("o-1", "o-2");
        assertThat(one.orElseThrow().version()).isEqualTo(2);
        assertThat(store.info(StreamId.of("Order", "o-3"))).isEmpty();
    }

    @Test
    void the_feed_is_followed_with_a_cursor() {
        store.append(O_1, ExpectedVersion.any(), List.of(new Placed("c-1"), MUG, new Shipped("T-1")));
        store.append(StreamId.of("Order", "o-2"), ExpectedVersion.any(), List.of(new Placed("c-2")));
        List<String> shipped = new ArrayList<>();
        long cursor = 0;

        // region: follow
        FeedPage page;
        do {
            page = store.page(FeedQuery.all().types(Shipped.class).after(cursor).limit(100));
            page.events().forEach(event -> shipped.add(event.stream().id()));
            cursor = page.position(); // keep it where the effects are kept, in the same transaction if you can
        } while (!page.atEnd());
        // endregion

        assertThat(shipped).containsExactly("o-1");
        assertThat(cursor).isEqualTo(4).isEqualTo(store.safePosition());
    }

    @Test
    void a_subscription_gives_what_is_there_and_waits_for_more() throws InterruptedException {
        store.append(O_1, ExpectedVersion.any(), List.of(new Placed("c-1"), MUG, new Shipped("T-1")));
        List<String> shipped = new ArrayList<>();
        long cursor = 0;

        // region: subscribe
        try (Subscription shipments =
                store.subscribe(FeedQuery.all().types(Shipped.class).after(cursor))) {
            for (FeedPage page = shipments.next(); !page.events().isEmpty(); page = shipments.next()) {
                page.events().forEach(event -> handle(event, shipped, shipments));
                cursor = page.position();
            }
        }
        // endregion

        assertThat(shipped).containsExactly("o-1", "o-2");
        assertThat(cursor).isEqualTo(4);
    }

    private void handle(RecordedEvent event, List<String> shipped, Subscription shipments) {
        shipped.add(event.stream().id());
        if (shipped.size() == 1) {
            store.append(StreamId.of("Order", "o-2"), ExpectedVersion.any(), List.of(new Shipped("T-2")));
        } else {
            shipments.close();
        }
    }

    @Test
    void a_feed_query_restricts_by_type_and_category_and_stream() {
        store.append(O_1, ExpectedVersion.any(), List.of(new Placed("c-1"), MUG));
        store.append(StreamId.of("Return", "r-1"), ExpectedVersion.any(), List.of(MUG));

        // region: filter
        FeedQuery lines = FeedQuery.all().types(LineAdded.class).categories("Order");
        Stream<RecordedEvent> soFar = store.read(lines);
        // endregion

        assertThat(soFar.map(RecordedEvent::position)).containsExactly(2L);
        assertThat(store.read(FeedQuery.all().streams(O_1))).hasSize(2);
        assertThat(store.read(FeedQuery.all().types(OrderEvent.class))).hasSize(3);
    }

    @Test
    void an_open_transaction_that_has_appended_holds_the_feed_back() {
        // region: transact
        AppendResult placed = store.transact(transaction -> {
            EventStore<MemoryTransaction> within = store.within(transaction);
            Repository<Order> orders = within.repository(Order.TYPE);
            orders.create("o-1", order -> order.place("c-1"));
            return within.append(StreamId.of("Order", "o-2"), ExpectedVersion.noStream(), List.of(new Placed("c-1")));
        });
        // endregion

        assertThat(placed.position()).isEqualTo(2);
        store.transact(transaction -> {
            EventStore<MemoryTransaction> within = store.within(transaction);
            within.append(O_1, ExpectedVersion.exactly(1), List.of(MUG));
            assertThat(within.read(O_1)).hasSize(2);
            assertThat(within.lastPosition()).isEqualTo(3);
            assertThat(within.safePosition()).isEqualTo(2);
            return within.read(FeedQuery.all()).count();
        });
        assertThat(store.safePosition()).isEqualTo(3);
    }

    @Test
    void a_transaction_that_throws_leaves_nothing() {
        assertThatThrownBy(() -> store.transact(transaction -> {
                    store.within(transaction).append(O_1, ExpectedVersion.any(), List.of(new Placed("c-1")));
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");

        assertThat(store.read(O_1)).isEmpty();
        assertThat(store.lastPosition()).isZero();
    }
}
