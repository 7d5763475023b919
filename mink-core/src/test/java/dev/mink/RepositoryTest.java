package dev.mink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mink.fixture.Account;
import dev.mink.fixture.ObservedStorage;
import dev.mink.fixture.Order;
import dev.mink.fixture.OrderEvent;
import dev.mink.fixture.OrderEvent.LineAdded;
import dev.mink.fixture.OrderEvent.Placed;
import dev.mink.fixture.SettableClock;
import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import dev.mink.schema.CodecException;
import dev.mink.schema.EventTypes;
import dev.mink.schema.Payload;
import dev.mink.schema.UnknownEventException;
import dev.mink.spi.StoredEvent;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryTest {

    private static final StreamId STREAM = StreamId.of("Order", "1");

    private final SettableClock clock = new SettableClock("2011-01-01T00:00:00Z");
    private final ObservedStorage<MemoryTransaction> storage = new ObservedStorage<>(new InMemoryStorage(clock));
    private final EventStore<MemoryTransaction> store = EventStore.builder(storage)
            .events(EventTypes.of(OrderEvent.class, Account.Event.class))
            .pageSize(2)
            .build();
    private final Repository<Order> orders = store.repository(Order.TYPE);

    private List<UUID> storedIds() {
        return store.read(STREAM).map(RecordedEvent::id).toList();
    }

    @Test
    void a_saved_aggregate_is_loaded_with_its_state() {
        Order order = new Order("1");
        order.place("c-1");
        order.addLine("a", 2, new BigDecimal("1.50"));
        order.addLine("b", 1, new BigDecimal("0.25"));

        assertThat(orders.save(order)).isEqualTo(3);
        assertThat(order.version()).isEqualTo(3);
        assertThat(order.uncommitted()).isEmpty();

        Order loaded = orders.load("1");
        assertThat(loaded.id()).isEqualTo("1");
        assertThat(loaded.version()).isEqualTo(3);
        assertThat(loaded.total()).isEqualTo("3.25");
        assertThat(loaded.skus()).containsExactly("a", "b");
        assertThat(loaded.uncommitted()).isEmpty();
        assertThat(loaded).isNotSameAs(order);
    }

    @Test
    void a_history_longer_than_a_page_is_replayed_in_order() {
        orders.create("1", order -> {
            for (int i = 0; i < 9; i++) {
                order.addLine("sku-" + i);
            }
        });
        storage.streamReads.clear();

        assertThat(orders.load("1").skus())
                .containsExactly("sku-0", "sku-1", "sku-2", "sku-3", "sku-4", "sku-5", "sku-6", "sku-7", "sku-8");
        assertThat(storage.streamReads).hasSize(5);
    }

    @Test
    void what_was_never_saved_is_not_found() {
        assertThat(orders.find("1")).isEmpty();
        assertThatExceptionOfType(AggregateNotFoundException.class)
                .isThrownBy(() -> orders.load("1"))
                .withMessage("there is no stream Order-1")
                .satisfies(e -> assertThat(e.stream()).isEqualTo(STREAM))
                .isInstanceOf(MinkException.class);
    }

    @Test
    void what_was_saved_is_found() {
        orders.create("1", order -> order.place("c"));

        assertThat(orders.find("1")).map(Order::version).contains(1L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", " 1", "a\u0000"})
    void a_bad_id_is_refused_before_anything_is_read(String id) {
        assertThatIllegalArgumentException().isThrownBy(() -> orders.load(id));
        assertThatIllegalArgumentException().isThrownBy(() -> orders.find(id));
        assertThatIllegalArgumentException().isThrownBy(() -> orders.create(id, order -> {}));
        assertThatIllegalArgumentException().isThrownBy(() -> orders.update(id, order -> {}));
        assertThat(storage.streamReads).isEmpty();
    }

    @Test
    void an_id_that_fits_alone_but_not_with_its_category_is_refused_when_saved() {
        Order order = new Order("x".repeat(255));
        order.place("c");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> orders.save(order))
                .withMessageContaining("is 255 characters long: at most 249 are allowed");
        assertThat(order.uncommitted()).hasSize(1);
    }

    @Test
    void saving_without_events_writes_nothing() {
        Order fresh = new Order("1");
        assertThat(orders.save(fresh)).isZero();

        orders.create("2", order -> order.place("c"));
        int appends = storage.appends;
        assertThat(orders.save(orders.load("2"))).isEqualTo(1);
        assertThat(storage.appends).isEqualTo(appends).isEqualTo(1);
        assertThat(orders.find("1")).isEmpty();
    }

    @Test
    void saves_continue_each_other() {
        Order order = new Order("1");
        order.place("c");
        orders.save(order);
        order.addLine("a");
        order.addLine("b");

        assertThat(orders.save(order)).isEqualTo(3);
        assertThat(orders.save(order)).isEqualTo(3);
        assertThat(storage.appends).isEqualTo(2);
        assertThat(orders.load("1").skus()).containsExactly("a", "b");
    }

    @Test
    void a_stale_aggregate_is_refused_and_keeps_its_events() {
        orders.create("1", order -> order.place("c"));
        Order slow = orders.load("1");
        orders.update("1", order -> order.addLine("fast"));
        slow.addLine("slow");

        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(ConcurrencyException.class)
                    .isThrownBy(() -> orders.save(slow))
                    .satisfies(e -> {
                        assertThat(e.stream()).isEqualTo(STREAM);
                        assertThat(e.expected()).isEqualTo(ExpectedVersion.exactly(1));
                        assertThat(e.actual()).isEqualTo(2);
                    });
            assertThat(slow.uncommitted()).containsExactly(new LineAdded("slow", 1, BigDecimal.ONE));
            assertThat(slow.version()).isEqualTo(1);
        }
        assertThat(orders.load("1").skus()).containsExactly("fast");
    }

    @Test
    void a_new_aggregate_with_the_id_of_an_old_one_is_refused() {
        orders.create("1", order -> order.place("c"));
        Order twin = new Order("1");
        twin.place("d");

        assertThatExceptionOfType(ConcurrencyException.class)
                .isThrownBy(() -> orders.save(twin))
                .withMessageStartingWith("stream Order-1 is at version 1, but no stream was expected");
    }

    @Test
    void after_a_failure_the_same_save_can_be_tried_again() {
        StorageException down = new StorageException("down", StorageException.Outcome.NOTHING_WRITTEN, null);
        storage.beforeAppend(() -> {
            throw down;
        });
        Order order = new Order("1");
        order.place("c");
        order.addLine("a");

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> orders.save(order))
                .isSameAs(down);
        assertThat(order.uncommitted()).hasSize(2);
        assertThat(order.version()).isZero();
        assertThat(orders.save(order)).isEqualTo(2);
        assertThat(order.uncommitted()).isEmpty();
    }

    @Test
    void after_a_lost_answer_the_same_save_stores_its_events_once() {
        storage.loseAnswer(new StorageException("cut", StorageException.Outcome.UNKNOWN, null));
        Order order = new Order("1");
        order.place("c");
        order.addLine("a");

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> orders.save(order))
                .satisfies(e -> assertThat(e.outcome()).isEqualTo(StorageException.Outcome.UNKNOWN));
        List<UUID> stored = storedIds();
        assertThat(orders.save(order)).isEqualTo(2);
        assertThat(order.uncommitted()).isEmpty();
        assertThat(order.version()).isEqualTo(2);
        assertThat(storedIds()).isEqualTo(stored).hasSize(2);
    }

    @Test
    void after_a_lost_answer_a_save_is_no_conflict_though_others_went_on() {
        storage.loseAnswer(new StorageException("cut", StorageException.Outcome.UNKNOWN, null));
        Order order = new Order("1");
        order.place("c");
        assertThatExceptionOfType(StorageException.class).isThrownBy(() -> orders.save(order));
        orders.update("1", other -> other.addLine("other"));

        assertThat(orders.save(order)).isEqualTo(1);
        order.addLine("mine");
        assertThatExceptionOfType(ConcurrencyException.class).isThrownBy(() -> orders.save(order));
        assertThat(orders.load("1").skus()).containsExactly("other");
    }

    @Test
    void after_a_lost_answer_new_events_are_not_smuggled_in_with_the_old_ones() {
        storage.loseAnswer(new StorageException("cut", StorageException.Outcome.UNKNOWN, null));
        Order order = new Order("1");
        order.place("c");
        assertThatExceptionOfType(StorageException.class).isThrownBy(() -> orders.save(order));
        order.addLine("more");

        assertThatExceptionOfType(DuplicateEventIdException.class)
                .isThrownBy(() -> orders.save(order))
                .withMessageContaining("while event id")
                .withMessageContaining("of the same append is new");
        assertThat(order.uncommitted()).hasSize(2);
        assertThat(storedIds()).hasSize(1);
    }

    @Test
    void creating_makes_a_new_one_and_refuses_an_existing_one() {
        Order created = orders.create("1", order -> order.place("c"));
        assertThat(created.version()).isEqualTo(1);
        assertThat(created.uncommitted()).isEmpty();

        int[] runs = {0};
        assertThatExceptionOfType(ConcurrencyException.class)
                .isThrownBy(() -> orders.create("1", order -> {
                    runs[0]++;
                    order.place("d");
                }))
                .satisfies(e -> assertThat(e.expected()).isEqualTo(ExpectedVersion.noStream()));
        assertThat(runs[0]).isEqualTo(1);
        assertThat(store.read(STREAM).map(RecordedEvent::event)).containsExactly(new Placed("c"));
    }

    @Test
    void creating_without_an_event_writes_nothing() {
        assertThat(orders.create("1", order -> {}).version()).isZero();
        assertThat(storage.appends).isZero();
        assertThat(orders.find("1")).isEmpty();
    }

    @Test
    void an_aggregate_is_loaded_as_of_a_version() {
        orders.create("1", order -> {
            order.addLine("a");
            order.addLine("b");
            order.addLine("c");
        });

        for (int version = 1; version <= 3; version++) {
            Order then = orders.loadAt("1", version);
            assertThat(then.version()).isEqualTo(version);
            assertThat(then.skus()).hasSize(version);
        }
        assertThatExceptionOfType(AggregateNotFoundException.class)
                .isThrownBy(() -> orders.loadAt("1", 4))
                .withMessage("stream Order-1 has no version 4: its last is 3");
        assertThatExceptionOfType(AggregateNotFoundException.class)
                .isThrownBy(() -> orders.loadAt("2", 1))
                .withMessage("there is no stream Order-2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> orders.loadAt("1", 0))
                .withMessageContaining("version 0");
        assertThatIllegalArgumentException().isThrownBy(() -> orders.loadAt("1", -1));
    }

    @Test
    void only_the_events_up_to_the_version_are_read() {
        orders.create("1", order -> {
            for (int i = 0; i < 10; i++) {
                order.addLine("sku-" + i);
            }
        });
        storage.streamReads.clear();
        orders.loadAt("1", 3);

        assertThat(storage.streamReads).hasSize(2).allMatch(query -> query.through() == 3);
    }

    @Test
    void an_aggregate_is_loaded_as_of_an_instant() {
        Instant first = clock.instant();
        orders.create("1", order -> order.addLine("a"));
        clock.advance(Duration.ofDays(1));
        orders.update("1", order -> {
            order.addLine("b");
            order.addLine("c");
        });

        assertThat(orders.loadAt("1", first).skus()).containsExactly("a");
        assertThat(orders.loadAt("1", clock.instant().minusNanos(1)).version()).isEqualTo(1);
        assertThat(orders.loadAt("1", clock.instant()).version()).isEqualTo(3);
        assertThat(orders.loadAt("1", Instant.MAX).version()).isEqualTo(3);
        assertThatExceptionOfType(AggregateNotFoundException.class)
                .isThrownBy(() -> orders.loadAt("1", first.minusNanos(1)))
                .withMessage("stream Order-1 did not exist at 2010-12-31T23:59:59.999999999Z");
        assertThatExceptionOfType(AggregateNotFoundException.class).isThrownBy(() -> orders.loadAt("1", Instant.MIN));
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> orders.loadAt("1", (Instant) null))
                .withMessage("instant");
    }

    @Test
    void changing_the_past_is_a_conflict() {
        orders.create("1", order -> {
            order.addLine("a");
            order.addLine("b");
        });
        Order past = orders.loadAt("1", 1);
        past.addLine("x");

        assertThatExceptionOfType(ConcurrencyException.class).isThrownBy(() -> orders.save(past));
    }

    @Test
    void an_event_of_another_kind_in_the_stream_is_named_with_its_place() {
        orders.create("1", order -> order.place("c"));
        store.append(STREAM, ExpectedVersion.any(), List.of(new Account.Opened("me")));

        assertThatExceptionOfType(UnknownEventException.class)
                .isThrownBy(() -> orders.load("1"))
                .withMessage("event Opened at version 2 of Order-1 is a dev.mink.fixture.Account$Opened, which Order"
                        + " cannot apply: it is not a dev.mink.fixture.OrderEvent; append it to a stream of another"
                        + " category, or put it under that root")
                .satisfies(e -> assertThat(e.type()).isEqualTo("Opened"));
        assertThat(orders.loadAt("1", 1).version()).isEqualTo(1);
    }

    @Test
    void an_event_that_nobody_registered_is_named() {
        record Strange() {}
        EventStore.of(storage, EventTypes.of(Strange.class))
                .append(STREAM, ExpectedVersion.any(), List.of(new Strange()));

        assertThatExceptionOfType(UnknownEventException.class)
                .isThrownBy(() -> orders.load("1"))
                .withMessageStartingWith("stored event type \"Strange\" is not registered");
    }

    @Test
    void a_stored_event_that_does_not_fit_is_reported_and_not_skipped() {
        orders.create("1", order -> order.place("c"));
        storage.onRead(stored -> withPayload(stored, Payload.json("{}".getBytes(StandardCharsets.UTF_8))));
        assertThatExceptionOfType(CodecException.class)
                .isThrownBy(() -> orders.load("1"))
                .withMessageContaining("'customerId'");

        storage.onRead(stored -> withPayload(stored, Payload.binary(new byte[] {1, 2})));
        assertThatExceptionOfType(CodecException.class)
                .isThrownBy(() -> orders.load("1"))
                .withMessageContaining("is stored in a binary format");
    }

    private static StoredEvent withPayload(StoredEvent stored, Payload payload) {
        return new StoredEvent(
                stored.position(),
                stored.stream(),
                stored.version(),
                stored.id(),
                stored.type(),
                stored.schemaVersion(),
                payload,
                stored.metadata(),
                stored.recordedAt());
    }

    @Test
    void a_repository_needs_all_event_types_of_its_aggregates() {
        EventStore<?> other = EventStore.of(storage, EventTypes.of(Account.Event.class));

        assertThatExceptionOfType(UnknownEventException.class)
                .isThrownBy(() -> other.repository(Order.TYPE))
                .withMessageContaining("dev.mink.fixture.OrderEvent$");
        EventTypes renamed = EventTypes.builder()
                .add(OrderEvent.class)
                .name(Placed.class, "order.placed")
                .build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventStore.of(storage, renamed).repository(Order.TYPE))
                .withMessageContaining("under two names");
    }

    @Test
    void events_of_an_aggregate_carry_the_metadata_of_its_store() {
        Metadata metadata = Metadata.empty().withUserId("u").withCorrelationId("corr");
        store.with(metadata).repository(Order.TYPE).create("1", order -> order.place("c"));

        assertThat(store.read(STREAM).map(RecordedEvent::metadata)).containsExactly(metadata);
    }

    @Test
    void a_missing_action_is_refused() {
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> orders.update("1", null))
                .withMessage("action");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> orders.create("1", null))
                .withMessage("action");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> orders.retrying(null))
                .withMessage("retry policy");
    }
}
