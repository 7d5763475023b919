package dev.mink.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mink.Aggregate;
import dev.mink.AggregateNotFoundException;
import dev.mink.AggregateType;
import dev.mink.ConcurrencyException;
import dev.mink.ConflictRetry;
import dev.mink.EventStore;
import dev.mink.ExpectedVersion;
import dev.mink.Mink;
import dev.mink.Repository;
import dev.mink.examples.quickstart.Order;
import dev.mink.examples.quickstart.OrderAlreadyShippedException;
import dev.mink.examples.quickstart.OrderEvent;
import dev.mink.examples.quickstart.OrderEvent.LineAdded;
import dev.mink.examples.quickstart.OrderEvent.Placed;
import dev.mink.examples.quickstart.OrderEvent.Shipped;
import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import dev.mink.schema.EventTypes;
import dev.mink.testing.MutableClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What docs/aggregates.md shows and says. */
final class AggregatesDocsTest {
    private static final BigDecimal PRICE = new BigDecimal("4.50");
    private static final Instant MONDAY = Instant.parse("2026-03-02T09:00:00Z");

    private final MutableClock clock = MutableClock.at(MONDAY);
    private final EventStore<MemoryTransaction> store =
            EventStore.of(new InMemoryStorage(clock), EventTypes.of(OrderEvent.class));
    private final Repository<Order> orders = store.repository(Order.TYPE);

    @Test
    void a_repository_comes_from_mink_or_from_a_store() {
        // region: repository
        try (Mink<MemoryTransaction> mink = Mink.builder(new InMemoryStorage())
                .aggregate(Order.TYPE)
                .build()
                .start()) {
            Repository<Order> orders = mink.repository(Order.TYPE);

            orders.create("o-1", order -> order.place("c-1"));
            orders.update("o-1", order -> order.addLine("mug", 2, new BigDecimal("4.50")));

            Order order = orders.load("o-1");
            assertThat(order.total()).isEqualTo("9.00");
            assertThat(order.version()).isEqualTo(2);
        }
        // endregion
    }

    @Test
    void find_says_whether_there_is_one_and_load_insists() {
        // region: find
        Optional<Order> maybe = orders.find("o-9");
        // endregion

        assertThat(maybe).isEmpty();
        assertThatThrownBy(() -> orders.load("o-9")).isInstanceOf(AggregateNotFoundException.class);
        assertThatThrownBy(() -> orders.update("o-9", order -> order.ship("T-1")))
                .isInstanceOf(AggregateNotFoundException.class);
    }

    @Test
    void create_refuses_what_exists() {
        orders.create("o-1", order -> order.place("c-1"));

        assertThatThrownBy(() -> orders.create("o-1", order -> order.place("c-1")))
                .isInstanceOf(ConcurrencyException.class);
    }

    @Test
    void an_action_that_raises_nothing_stores_nothing() {
        orders.create("o-1", order -> order.place("c-1"));

        assertThat(orders.update("o-1", order -> {}).version()).isEqualTo(1);
        assertThat(orders.create("o-1", order -> {}).version()).isZero();
        assertThat(store.lastPosition()).isEqualTo(1);
    }

    @Test
    void save_stores_what_was_raised_since_the_load() {
        orders.create("o-1", order -> order.place("c-1"));

        // region: save
        Order order = orders.load("o-1"); // at version 1
        order.addLine("mug", 2, new BigDecimal("4.50"));
        order.ship("T-1");
        long version = orders.save(order); // 3
        // endregion

        assertThat(version).isEqualTo(3);
        assertThat(order.version()).isEqualTo(3);
        assertThat(order.uncommitted()).isEmpty();
        assertThat(orders.save(order)).isEqualTo(3);
        assertThat(store.lastPosition()).isEqualTo(3);
    }

    @Test
    void the_later_save_of_two_is_a_conflict_and_keeps_its_events() {
        orders.create("o-1", order -> order.place("c-1"));
        Order mine = orders.load("o-1");
        orders.update("o-1", order -> order.ship("T-1"));
        mine.addLine("mug", 1, PRICE);

        assertThatThrownBy(() -> orders.save(mine)).isInstanceOfSatisfying(ConcurrencyException.class, conflict -> {
            assertThat(conflict.stream()).isEqualTo(Order.TYPE.stream("o-1"));
            assertThat(conflict.expected()).isEqualTo(ExpectedVersion.exactly(1));
            assertThat(conflict.actual()).isEqualTo(2);
        });
        assertThat(mine.uncommitted()).hasSize(1);
        assertThat(mine.version()).isEqualTo(1);
    }

    @Test
    void update_acts_again_on_a_fresh_aggregate_when_someone_was_faster() {
        orders.create("o-1", order -> order.place("c-1"));
        AtomicInteger runs = new AtomicInteger();

        orders.update("o-1", order -> {
            if (runs.incrementAndGet() == 1) {
                orders.update("o-1", other -> other.addLine("tea", 1, PRICE));
            }
            order.addLine("mug", 1, PRICE);
        });

        assertThat(runs).hasValue(2);
        assertThat(orders.load("o-1").total()).isEqualTo("9.00");
    }

    @Test
    void the_attempts_are_bounded_and_can_be_chosen() {
        orders.create("o-1", order -> order.place("c-1"));
        AtomicInteger runs = new AtomicInteger();

        // region: retry
        Repository<Order> once = orders.retrying(ConflictRetry.none());
        Repository<Order> patient = orders.retrying(new ConflictRetry(20, Duration.ofMillis(5), Duration.ofSeconds(1)));
        // endregion

        assertThatThrownBy(() -> once.update("o-1", order -> {
                    runs.incrementAndGet();
                    orders.update("o-1", other -> other.addLine("tea", 1, PRICE));
                    order.addLine("mug", 1, PRICE);
                }))
                .isInstanceOf(ConcurrencyException.class);
        assertThat(runs).hasValue(1);
        patient.update("o-1", order -> order.addLine("mug", 1, PRICE));
        assertThat(orders.load("o-1").total()).isEqualTo("9.00");
    }

    @Test
    void within_a_transaction_there_is_one_attempt() {
        orders.create("o-1", order -> order.place("c-1"));
        AtomicInteger runs = new AtomicInteger();

        assertThatThrownBy(() -> store.transact(transaction -> {
                    Repository<Order> within = store.within(transaction).repository(Order.TYPE);
                    return within.update("o-1", order -> {
                        runs.incrementAndGet();
                        store.within(transaction)
                                .append(Order.TYPE.stream("o-1"), ExpectedVersion.any(), List.of(new Placed("c-2")));
                        order.ship("T-1");
                    });
                }))
                .isInstanceOf(ConcurrencyException.class);
        assertThat(runs).hasValue(1);
    }

    @Test
    void a_rejection_is_the_domain_s_own_exception_and_stores_nothing() {
        orders.create("o-1", order -> order.place("c-1"));
        orders.update("o-1", order -> order.ship("T-1"));

        assertThatThrownBy(() -> orders.update("o-1", order -> order.addLine("jar", 1, PRICE)))
                .isInstanceOf(OrderAlreadyShippedException.class)
                .hasNoCause();
        assertThat(store.lastPosition()).isEqualTo(2);
    }

    @Test
    void the_past_is_loaded_by_version_and_by_instant() {
        orders.create("o-1", order -> order.place("c-1"));
        clock.advance(Duration.ofDays(1));
        orders.update("o-1", order -> order.addLine("mug", 2, PRICE));
        clock.advance(Duration.ofDays(1));
        orders.update("o-1", order -> order.addLine("tea", 1, PRICE));
        Instant tuesdayEvening = MONDAY.plus(Duration.ofHours(34));

        // region: time-travel
        Order atFirst = orders.loadAt("o-1", 1);
        Order onTuesday = orders.loadAt("o-1", tuesdayEvening);
        // endregion

        assertThat(atFirst.total()).isZero();
        assertThat(onTuesday.version()).isEqualTo(2);
        assertThat(onTuesday.total()).isEqualTo("9.00");
        assertThat(orders.loadAt("o-1", MONDAY).version()).isEqualTo(1);
        assertThatThrownBy(() -> orders.loadAt("o-1", 4)).isInstanceOf(AggregateNotFoundException.class);
        assertThatThrownBy(() -> orders.loadAt("o-1", MONDAY.minusMillis(1)))
                .isInstanceOf(AggregateNotFoundException.class);
        onTuesday.ship("T-1");
        assertThatThrownBy(() -> orders.save(onTuesday)).isInstanceOf(ConcurrencyException.class);
    }

    @Test
    void rules_can_be_tested_without_a_store() {
        Parcel parcel = new Parcel("p-1");
        parcel.send("T-1");

        assertThat(parcel.uncommitted()).containsExactly(new Sent("T-1"));
        assertThatThrownBy(() -> parcel.send("T-2")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void what_breaks_the_rules_of_aggregates_is_refused() {
        assertThatThrownBy(() -> new Careless("c-1").act()).isInstanceOf(IllegalStateException.class);
        AggregateType<Parcel, Sent> renames = AggregateType.of("Parcel", id -> new Parcel("x" + id), Sent.class);
        EventStore<MemoryTransaction> parcels = EventStore.of(new InMemoryStorage(), renames.events());
        assertThatThrownBy(() -> parcels.repository(renames).create("p-1", parcel -> parcel.send("T-1")))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Mink.builder(new InMemoryStorage())
                        .aggregate(Order.TYPE)
                        .aggregate(AggregateType.of("Order", Parcel::new, Sent.class)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void an_aggregate_can_be_found_through_any_store_that_knows_its_events() {
        store.append(Order.TYPE.stream("o-1"), ExpectedVersion.any(), List.of(new Placed("c-1"), new Shipped("T-1")));
        store.append(Order.TYPE.stream("o-1"), ExpectedVersion.any(), List.of(new LineAdded("mug", 2, PRICE)));

        assertThat(orders.load("o-1").total()).isEqualTo("9.00");
    }

    record Sent(String trackingNumber) {}

    static final class Parcel extends Aggregate<Sent> {
        private boolean sent;

        Parcel(String id) {
            super(id);
        }

        void send(String trackingNumber) {
            if (sent) {
                throw new IllegalArgumentException("parcel " + id() + " is sent");
            }
            raise(new Sent(trackingNumber));
        }

        @Override
        protected void apply(Sent event) {
            sent = true;
        }
    }

    static final class Careless extends Aggregate<Sent> {
        Careless(String id) {
            super(id);
        }

        void act() {
            raise(new Sent("T-1"));
        }

        @Override
        protected void apply(Sent event) {
            raise(event);
        }
    }
}
