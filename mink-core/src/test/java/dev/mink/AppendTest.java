package dev.mink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mink.fixture.ObservedStorage;
import dev.mink.fixture.OrderEvent;
import dev.mink.fixture.OrderEvent.Cancelled;
import dev.mink.fixture.OrderEvent.LineAdded;
import dev.mink.fixture.OrderEvent.Placed;
import dev.mink.fixture.OrderEvent.Shipped;
import dev.mink.fixture.SettableClock;
import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import dev.mink.schema.Codec;
import dev.mink.schema.CodecException;
import dev.mink.schema.EventTypes;
import dev.mink.schema.Payload;
import dev.mink.schema.UnknownEventException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link EventStore#append}. */
class AppendTest {

    private static final StreamId A = StreamId.of("Order", "a");
    private static final StreamId B = StreamId.of("Order", "b");
    private static final ExpectedVersion ANY = ExpectedVersion.any();

    private final SettableClock clock = new SettableClock("2011-12-09T12:50:01.123456789Z");
    private final ObservedStorage<MemoryTransaction> storage = new ObservedStorage<>(new InMemoryStorage(clock));
    private final EventStore<MemoryTransaction> store = EventStore.of(storage, EventTypes.of(OrderEvent.class));

    /** What every refusal must leave behind. */
    private boolean nothingMayBeWritten;

    private void assertNothingWritten() {
        nothingMayBeWritten = true;
    }

    @AfterEach
    void check() {
        if (nothingMayBeWritten) {
            assertThat(store.read(FeedQuery.all())).isEmpty();
            assertThat(store.streams("")).isEmpty();
            assertThat(store.lastPosition()).isZero();
        }
    }

    private List<Object> events(StreamId stream) {
        return store.read(stream).map(RecordedEvent::event).toList();
    }

    @Test
    void plain_events_are_stored_in_their_order() {
        AppendResult first = store.append(A, ExpectedVersion.noStream(), List.of(new Placed("c"), new Shipped("T")));
        AppendResult second = store.append(A, ExpectedVersion.exactly(2), List.of(new Cancelled()));

        assertThat(first).isEqualTo(new AppendResult(A, 2, 2, false));
        assertThat(second).isEqualTo(new AppendResult(A, 3, 3, false));
        assertThat(events(A)).containsExactly(new Placed("c"), new Shipped("T"), new Cancelled());
    }

    @Test
    void a_recorded_event_tells_all_that_is_known() {
        UUID id = UUID.fromString("018f3a1e-7c3b-7000-8000-000000000001");
        Metadata metadata = Metadata.empty().withTenantId("t");
        store.append(B, ANY, List.of(new Cancelled()));
        store.append(A, ANY, List.of(new EventData(id, new Placed("c"), metadata)));

        assertThat(store.read(A))
                .containsExactly(new RecordedEvent(
                        2,
                        A,
                        1,
                        id,
                        "Placed",
                        1,
                        new Placed("c"),
                        metadata,
                        Instant.parse("2011-12-09T12:50:01.123456Z")));
    }

    @Test
    void plain_events_and_those_with_ids_can_be_mixed() {
        UUID id = new UUID(1, 2);
        store.append(
                A, ANY, List.of(new Placed("c"), EventData.of(new Cancelled()).withId(id)));

        List<RecordedEvent> read = store.read(A).toList();
        assertThat(read).extracting(RecordedEvent::event).containsExactly(new Placed("c"), new Cancelled());
        assertThat(read.get(0).id().version()).isEqualTo(7);
        assertThat(read.get(1).id()).isEqualTo(id);
    }

    @Test
    void any_collection_will_do_and_may_be_changed_afterwards() {
        List<Object> events = new ArrayList<>(List.of(new Placed("c")));
        Append append = Append.of(A, ANY, events);
        events.clear();
        store.append(append);
        store.append(B, ANY, new LinkedHashSet<>(List.of(new Placed("d"), new Cancelled())));

        assertThat(events(A)).containsExactly(new Placed("c"));
        assertThat(events(B)).containsExactly(new Placed("d"), new Cancelled());
    }

    @Test
    void several_streams_are_appended_to_in_the_given_order() {
        List<AppendResult> results = store.append(
                Append.of(B, ExpectedVersion.noStream(), List.of(new Placed("b"))),
                Append.of(A, ANY, List.of(new Placed("a"), new Cancelled())));

        assertThat(results).containsExactly(new AppendResult(B, 1, 1, false), new AppendResult(A, 2, 3, false));
        assertThat(store.read(FeedQuery.all()).map(RecordedEvent::event))
                .containsExactly(new Placed("b"), new Placed("a"), new Cancelled());
    }

    @Test
    void a_conflict_in_one_stream_keeps_all_of_them_as_they_were() {
        assertNothingWritten();
        assertThatExceptionOfType(ConcurrencyException.class)
                .isThrownBy(() -> store.append(
                        Append.of(A, ANY, List.of(new Placed("a"))),
                        Append.of(B, ExpectedVersion.exists(), List.of(new Placed("b")))))
                .satisfies(e -> {
                    assertThat(e.stream()).isEqualTo(B);
                    assertThat(e.expected()).isEqualTo(ExpectedVersion.exists());
                    assertThat(e.actual()).isZero();
                });
    }

    @Test
    void a_stream_that_is_given_twice_is_refused() {
        assertNothingWritten();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.append(
                        Append.of(A, ANY, List.of(new Placed("a"))),
                        Append.of(B, ANY, List.of(new Placed("b"))),
                        Append.of(A, ANY, List.of(new Cancelled()))))
                .withMessage("stream Order-a is given twice in one append: put all of its events into one list");
    }

    @Test
    void an_event_id_that_is_given_twice_is_refused() {
        assertNothingWritten();
        UUID id = new UUID(1, 2);
        EventData event = EventData.of(new Cancelled()).withId(id);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.append(A, ANY, List.of(event, event)))
                .withMessage("event id " + id + " for Order-a is given twice in one append:"
                        + " give every event an id of its own");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.append(Append.of(A, ANY, List.of(event)), Append.of(B, ANY, List.of(event))))
                .withMessageStartingWith("event id " + id + " for Order-b is given twice");
    }

    @Test
    void nothing_to_append_is_refused() {
        assertNothingWritten();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.append(A, ANY, List.of()))
                .withMessage("no events to append to Order-a: give at least one");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.append())
                .withMessage("nothing to append: give events for at least one stream");
    }

    @Test
    void nulls_are_refused_by_name() {
        assertNothingWritten();
        assertNull("the list of events for Order-a", () -> store.append(A, ANY, null));
        assertNull("an event for Order-a", () -> store.append(A, ANY, Arrays.asList(new Placed("a"), null)));
        assertNull("stream", () -> store.append(null, ANY, List.of(new Cancelled())));
        assertNull("expected version", () -> store.append(A, null, List.of(new Cancelled())));
        assertNull("appends", () -> store.append((Append[]) null));
        assertNull("one of the appends", () -> store.append(Append.of(A, ANY, List.of(new Cancelled())), null));
        assertNull("metadata", () -> store.with(null));
        assertNull("transaction", () -> store.within(null));
        assertNull("storage", () -> EventStore.builder(null));
        assertNull("codec", () -> EventStore.builder(storage).codec(null));
    }

    private static void assertNull(String name, ThrowingCallable call) {
        assertThatExceptionOfType(NullPointerException.class).isThrownBy(call).withMessage(name);
    }

    record Stranger(int n) {}

    @Test
    void an_unregistered_event_is_refused_with_the_way_out() {
        assertNothingWritten();
        assertThatExceptionOfType(UnknownEventException.class)
                .isThrownBy(() -> store.append(A, ANY, List.of(new Placed("a"), new Stranger(1))))
                .withMessage("event type " + Stranger.class.getName() + " is not registered: add it or its sealed root"
                        + " to EventTypes, or register its aggregate type; registered are [Cancelled, LineAdded,"
                        + " Placed, Returned, Shipped]");
        assertThatExceptionOfType(UnknownEventException.class)
                .isThrownBy(() -> store.append(A, ANY, List.of(EventData.of(new Stranger(1)))));
        assertThatExceptionOfType(UnknownEventException.class)
                .isThrownBy(() -> store.append(A, ANY, List.of(List.of(new Placed("a")))));
        assertThatExceptionOfType(UnknownEventException.class)
                .isThrownBy(() -> EventStore.builder(storage).build().append(A, ANY, List.of(new Placed("a"))))
                .withMessageEndingWith("; none is registered");
    }

    @Test
    void what_cannot_be_encoded_is_refused_whole() {
        assertNothingWritten();
        for (String bad : List.of("\0", "\ud800", "x\udc00")) {
            assertThatExceptionOfType(CodecException.class)
                    .isThrownBy(() -> store.append(
                            Append.of(A, ANY, List.of(new Placed("fine"))),
                            Append.of(B, ANY, List.of(new Cancelled(), new Placed(bad)))))
                    .satisfies(e -> assertThat(e.type()).isEqualTo(Placed.class.getName()));
        }
        assertThat(storage.appends).isZero();
    }

    @Test
    void an_event_over_the_limit_is_refused_whole() {
        assertNothingWritten();
        EventStore<MemoryTransaction> small = EventStore.builder(storage)
                .events(EventTypes.of(OrderEvent.class))
                .maxEventBytes(100)
                .build();

        assertThatExceptionOfType(EventTooLargeException.class)
                .isThrownBy(() -> small.append(A, ANY, List.of(new Cancelled(), new Placed("x".repeat(100)))))
                .withMessage(
                        "event Placed for Order-a is 117 bytes with its metadata: at most 100 are allowed; store large content"
                                + " elsewhere and a reference to it in the event, or raise maxEventBytes")
                .satisfies(e -> {
                    assertThat(e.stream()).isEqualTo(A);
                    assertThat(e.type()).isEqualTo("Placed");
                    assertThat(e.size()).isEqualTo(117);
                    assertThat(e.limit()).isEqualTo(100);
                })
                .isInstanceOf(MinkException.class);
        assertThat(storage.appends).isZero();
    }

    @Test
    void the_limit_counts_bytes_and_is_inclusive() {
        EventStore<MemoryTransaction> small = EventStore.builder(storage)
                .events(EventTypes.of(OrderEvent.class))
                .maxEventBytes(21)
                .build();

        small.append(A, ANY, List.of(new Placed("éé")));
        assertThatExceptionOfType(EventTooLargeException.class)
                .isThrownBy(() -> small.append(A, ANY, List.of(new Placed("ééé"))))
                .satisfies(e -> assertThat(e.size()).isEqualTo(23));
        small.append(A, ANY, List.of(new Placed("aaaa")));
        assertThat(events(A)).hasSize(2);
    }

    @Test
    void metadata_counts_towards_the_limit() {
        assertNothingWritten();
        EventStore<MemoryTransaction> small = EventStore.builder(storage)
                .events(EventTypes.of(OrderEvent.class))
                .maxEventBytes(100)
                .build();
        Metadata large = Metadata.empty()
                .withCorrelationId("a".repeat(20))
                .withCausationId("é".repeat(10))
                .withUserId("€".repeat(5))
                .withTenantId("😀".repeat(5))
                .withAttribute("four", "x".repeat(20));

        assertThatExceptionOfType(EventTooLargeException.class)
                .isThrownBy(() -> small.with(large).append(A, ANY, List.of(new Cancelled())))
                .satisfies(e -> assertThat(e.size()).isEqualTo(2 + 20 + 20 + 15 + 20 + 4 + 20));
        assertThatExceptionOfType(EventTooLargeException.class)
                .isThrownBy(() -> small.append(
                        A, ANY, List.of(EventData.of(new Cancelled()).withMetadata(large.withUserId("u".repeat(15))))));
    }

    @Test
    void the_limit_is_one_mebibyte_unless_set() {
        store.append(A, ANY, List.of(new Placed("x".repeat((1 << 20) - 17))));

        assertThatExceptionOfType(EventTooLargeException.class)
                .isThrownBy(() -> store.append(A, ANY, List.of(new Placed("x".repeat((1 << 20) - 16)))))
                .satisfies(e -> assertThat(e.limit()).isEqualTo(1_048_576));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void a_limit_below_one_is_refused(int bytes) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventStore.builder(storage).maxEventBytes(bytes))
                .withMessage("maximum event size " + bytes + " is less than 1 byte");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 100_001, Integer.MAX_VALUE})
    void a_page_size_out_of_range_is_refused(int size) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventStore.builder(storage).pageSize(size))
                .withMessage("page size " + size + " is not between 1 and 100,000");
    }

    @Test
    void a_repeated_append_gives_its_first_result_whatever_was_expected() {
        List<EventData> events = List.of(EventData.of(new Placed("c")), EventData.of(new Cancelled()));
        AppendResult first = store.append(A, ExpectedVersion.noStream(), events);
        store.append(A, ANY, List.of(new Shipped("T")));
        clock.advance(Duration.ofDays(1));

        for (ExpectedVersion expected : List.of(ExpectedVersion.noStream(), ANY, ExpectedVersion.exactly(99))) {
            assertThat(store.append(A, expected, events))
                    .isEqualTo(new AppendResult(A, first.version(), first.position(), true));
        }
        assertThat(events(A)).hasSize(3);
    }

    @Test
    void a_used_id_with_a_new_one_is_refused_whole() {
        EventData used = EventData.of(new Placed("c"));
        store.append(A, ANY, List.of(used));

        assertThatExceptionOfType(DuplicateEventIdException.class)
                .isThrownBy(() -> store.append(A, ANY, List.of(EventData.of(new Cancelled()), used)))
                .satisfies(e -> {
                    assertThat(e.eventId()).isEqualTo(used.id());
                    assertThat(e.stream()).isEqualTo(A);
                })
                .withMessageContaining("it is the Placed at version 1 of Order-a");
        assertThatExceptionOfType(DuplicateEventIdException.class)
                .isThrownBy(() -> store.append(B, ANY, List.of(used)));
        assertThat(store.read(FeedQuery.all())).hasSize(1);
    }

    @Test
    void metadata_of_the_store_fills_what_an_event_leaves_open() {
        Metadata request =
                Metadata.empty().withCorrelationId("corr").withUserId("u").withAttribute("ip", "1");
        Metadata own =
                Metadata.empty().withUserId("me").withAttribute("ip", "2").withAttribute("x", "y");
        store.with(request)
                .append(
                        A,
                        ANY,
                        List.of(new Placed("c"), EventData.of(new Cancelled()).withMetadata(own)));
        store.append(A, ANY, List.of(new Shipped("T")));

        assertThat(store.read(A).map(RecordedEvent::metadata))
                .containsExactly(request, own.orElse(request), Metadata.empty());
    }

    @Test
    void the_innermost_metadata_wins() {
        store.with(Metadata.empty().withUserId("outer").withTenantId("t"))
                .with(Metadata.empty().withUserId("inner").withCorrelationId("c"))
                .append(A, ANY, List.of(new Cancelled()));

        assertThat(store.read(A).map(RecordedEvent::metadata))
                .containsExactly(
                        Metadata.empty().withUserId("inner").withTenantId("t").withCorrelationId("c"));
    }

    @Test
    void a_transaction_keeps_the_metadata_of_the_store() {
        EventStore<MemoryTransaction> marked = store.with(Metadata.empty().withUserId("u"));
        marked.transact(transaction -> marked.within(transaction)
                .with(Metadata.empty().withTenantId("t"))
                .append(A, ANY, List.of(new Cancelled())));

        assertThat(store.read(A).map(RecordedEvent::metadata))
                .containsExactly(Metadata.empty().withUserId("u").withTenantId("t"));
    }

    @Test
    void a_transaction_commits_when_its_work_returns() {
        AppendResult result = store.transact(transaction -> {
            EventStore<MemoryTransaction> inside = store.within(transaction);
            inside.append(A, ExpectedVersion.noStream(), List.of(new Placed("a")));
            inside.append(B, ExpectedVersion.noStream(), List.of(new Placed("b")));
            assertThat(inside.read(A)).hasSize(1);
            return inside.append(A, ExpectedVersion.exactly(1), List.of(new Cancelled()));
        });

        assertThat(result.version()).isEqualTo(2);
        assertThat(events(A)).hasSize(2);
        assertThat(events(B)).hasSize(1);
    }

    @Test
    void a_transaction_is_gone_when_its_work_throws() {
        assertNothingWritten();
        Exception checked = new Exception("checked");

        assertThatExceptionOfType(Exception.class)
                .isThrownBy(() -> store.transact(transaction -> {
                    store.within(transaction).append(A, ANY, List.of(new Placed("a")));
                    throw checked;
                }))
                .isSameAs(checked);
    }

    @Test
    void a_view_of_a_transaction_is_of_no_use_afterwards() {
        EventStore<MemoryTransaction> kept = store.transact(store::within);

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> kept.append(A, ANY, List.of(new Cancelled())))
                .withMessageContaining("has ended");
        assertNothingWritten();
    }

    @Test
    void another_codec_writes_and_reads_its_own_format() {
        Codec codec = new Codec() {
            @Override
            public Payload encode(Object event) {
                return Payload.binary(((Placed) event).customerId().getBytes(StandardCharsets.UTF_8));
            }

            @Override
            public <E> E decode(Payload payload, Class<E> type) {
                return type.cast(new Placed(new String(payload.bytes(), StandardCharsets.UTF_8)));
            }
        };
        EventStore<MemoryTransaction> binary = EventStore.builder(storage)
                .events(EventTypes.of(Placed.class))
                .codec(codec)
                .build();
        binary.append(A, ANY, List.of(new Placed("c")));

        assertThat(binary.read(A).map(RecordedEvent::event)).containsExactly(new Placed("c"));
        assertThatExceptionOfType(CodecException.class)
                .isThrownBy(() -> events(A))
                .withMessageContaining("is stored in a binary format but read with the JSON codec");
    }

    @Test
    void money_survives_the_store_to_the_last_digit() {
        LineAdded line = new LineAdded("85123A", 6, new BigDecimal("2.550"));
        store.append(A, ANY, List.of(line, new LineAdded("x", 1, new BigDecimal("1E+3"))));

        assertThat(events(A)).containsExactly(line, new LineAdded("x", 1, new BigDecimal("1E+3")));
    }
}
