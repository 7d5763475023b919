package dev.mink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.mink.fixture.Account;
import dev.mink.fixture.Account.Deposit;
import dev.mink.fixture.ObservedStorage;
import dev.mink.fixture.Order;
import dev.mink.fixture.OrderEvent;
import dev.mink.fixture.OrderEvent.Placed;
import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import dev.mink.schema.Codec;
import dev.mink.schema.EventTypes;
import dev.mink.schema.UnknownEventException;
import dev.mink.spi.EventLog;
import dev.mink.spi.EventStorage;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.Test;

class MinkTest {

    private final ObservedStorage<MemoryTransaction> storage = new ObservedStorage<>(new InMemoryStorage());

    @Test
    void it_starts_stores_loads_and_closes() {
        try (Mink<MemoryTransaction> mink = Mink.builder(storage)
                .aggregate(Order.TYPE)
                .decider(Account.TYPE)
                .build()
                .start()) {
            Repository<Order> orders = mink.repository(Order.TYPE);
            orders.create("1", order -> order.place("c"));
            orders.update("1", order -> order.addLine("a"));
            mink.repository(Account.TYPE).decide("1", new Deposit(5));

            assertThat(orders.load("1").skus()).containsExactly("a");
            assertThat(mink.repository(Account.TYPE).load("1").state().amount()).isEqualTo(5);
            assertThat(mink.store().read(FeedQuery.all())).hasSize(3);
            assertThat(storage.starts).isEqualTo(1);
            assertThat(storage.closes).isZero();
        }

        assertThat(storage.closes).isEqualTo(1);
    }

    @Test
    void building_alone_touches_nothing() {
        Mink<MemoryTransaction> mink =
                Mink.builder(storage).aggregate(Order.TYPE).build();

        assertThat(storage.starts).isZero();
        assertThat(mink.store()).isNotNull();
    }

    @Test
    void a_category_belongs_to_one_aggregate_or_decider() {
        Mink.Builder<?> builder = Mink.builder(storage).aggregate(Order.TYPE);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.aggregate(AggregateType.of("Order", Order::new, OrderEvent.class)))
                .withMessage("category Order is taken: give each aggregate and decider a category of its own");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.decider(DeciderType.of("Order", Account.DECIDER, Account.Event.class)))
                .withMessageStartingWith("category Order is taken");
        builder.decider(Account.TYPE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.decider(DeciderType.of("Account", Account.DECIDER, Account.Event.class)));
    }

    @Test
    void the_same_aggregate_or_decider_may_be_added_again() {
        Mink<MemoryTransaction> mink = Mink.builder(storage)
                .aggregate(Order.TYPE)
                .decider(Account.TYPE)
                .aggregate(Order.TYPE)
                .decider(Account.TYPE)
                .build();

        assertThat(mink.repository(Order.TYPE).find("1")).isEmpty();
    }

    record Ship(String orderId) {}

    @Test
    void a_handler_brings_its_aggregate_or_decider_along() {
        try (Mink<MemoryTransaction> mink = Mink.builder(storage)
                .handle(Ship.class, Order.TYPE, Ship::orderId, (order, ship) -> order.ship("T-1"))
                .handle(Account.Command.class, Account.TYPE, command -> "1")
                .build()
                .start()) {
            mink.dispatch(new Ship("1")).orElseThrow();

            assertThat(mink.repository(Order.TYPE).load("1").version()).isEqualTo(1);
            assertThat(mink.repository(Account.TYPE).load("1").version()).isZero();
        }
    }

    sealed interface InvoiceEvent {}

    record Invoiced() implements InvoiceEvent {}

    sealed interface Shadow extends InvoiceEvent {
        record Placed() implements Shadow {}
    }

    private static final class Invoice extends Aggregate<InvoiceEvent> {
        Invoice(String id) {
            super(id);
        }

        @Override
        protected void apply(InvoiceEvent event) {}
    }

    @Test
    void event_names_that_collide_are_refused_with_a_way_out_that_works() {
        Mink.Builder<?> builder = Mink.builder(storage).aggregate(Order.TYPE);
        AggregateType<Invoice, InvoiceEvent> colliding = AggregateType.of("Invoice", Invoice::new, InvoiceEvent.class);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.aggregate(colliding))
                .withMessageContaining("two event types have the name \"Placed\"")
                .withMessageContaining("name(Placed.class, \"…\")");

        AggregateType<Invoice, InvoiceEvent> named = AggregateType.of(
                "Invoice",
                Invoice::new,
                InvoiceEvent.class,
                EventTypes.builder()
                        .add(InvoiceEvent.class)
                        .name(Shadow.Placed.class, "InvoicePlaced")
                        .build());
        Mink<?> mink = builder.aggregate(named).build();
        assertThat(mink.repository(named).find("1")).isEmpty();
    }

    @Test
    void what_was_not_registered_has_no_repository() {
        Mink<?> mink = Mink.builder(storage).aggregate(Order.TYPE).build();

        assertThatExceptionOfType(UnknownEventException.class)
                .isThrownBy(() -> mink.repository(Account.TYPE))
                .withMessageContaining("dev.mink.fixture.Account$")
                .withMessageContaining("or register its aggregate type");
        assertThatExceptionOfType(UnknownEventException.class)
                .isThrownBy(() -> Mink.builder(storage).build().repository(Order.TYPE));
    }

    @Test
    void events_without_an_aggregate_can_be_stored_too() {
        Mink<?> mink =
                Mink.builder(storage).events(EventTypes.of(OrderEvent.class)).build();
        mink.store().append(StreamId.of("Log", "1"), ExpectedVersion.any(), List.of(new Placed("c")));

        assertThat(mink.store().read(StreamId.of("Log", "1"))).hasSize(1);
        assertThat(mink.repository(Order.TYPE).find("1")).isEmpty();
    }

    @Test
    void settings_reach_the_store() {
        Mink<?> mink = Mink.builder(storage)
                .aggregate(Order.TYPE)
                .codec(Codec.json())
                .maxEventBytes(30)
                .pageSize(1)
                .build();
        Repository<Order> orders = mink.repository(Order.TYPE);
        orders.create("1", order -> {
            order.place("c");
            order.place("d");
        });

        assertThatExceptionOfType(EventTooLargeException.class)
                .isThrownBy(() -> orders.update("1", order -> order.place("x".repeat(20))));
        storage.streamReads.clear();
        assertThat(orders.load("1").version()).isEqualTo(2);
        assertThat(storage.streamReads).hasSize(2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Mink.builder(storage).maxEventBytes(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Mink.builder(storage).pageSize(0));
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> Mink.builder(storage).codec(null))
                .withMessage("codec");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> Mink.builder(null))
                .withMessage("storage");
    }

    @Test
    void after_close_nothing_works_and_closing_again_does_no_harm() {
        Mink<?> mink = Mink.builder(storage).aggregate(Order.TYPE).build().start();
        mink.close();
        mink.close();

        assertThatIllegalStateException()
                .isThrownBy(() -> mink.repository(Order.TYPE).find("1"))
                .withMessage("the in-memory storage is closed");
    }

    /** A storage that can only be started and closed, and fails at both if told so. */
    @SuppressWarnings("unchecked")
    private static EventStorage<Object> failing(Throwable start, RuntimeException close, int[] closes) {
        return (EventStorage<Object>) Proxy.newProxyInstance(
                EventLog.class.getClassLoader(), new Class<?>[] {EventStorage.class}, (proxy, method, arguments) -> {
                    if (method.isDefault()) {
                        return InvocationHandler.invokeDefault(proxy, method, arguments);
                    }
                    if (method.getName().equals("start")) {
                        throw start;
                    }
                    closes[0]++;
                    if (close != null) {
                        throw close;
                    }
                    return null;
                });
    }

    @Test
    void a_failed_start_closes_the_storage_and_is_what_is_thrown() {
        StorageException unreachable =
                new StorageException("unreachable", StorageException.Outcome.NOTHING_WRITTEN, null);
        IllegalStateException alsoBroken = new IllegalStateException("also broken");
        for (Throwable failure : List.of(unreachable, new AssertionError("bug"))) {
            int[] closes = {0};
            assertThatExceptionOfType(failure.getClass())
                    .isThrownBy(() ->
                            Mink.builder(failing(failure, null, closes)).build().start())
                    .isSameAs(failure);
            assertThat(closes[0]).isEqualTo(1);
        }
        int[] closes = {0};
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> Mink.builder(failing(unreachable, alsoBroken, closes))
                        .build()
                        .start())
                .satisfies(e -> assertThat(e.getSuppressed()).containsExactly(alsoBroken));
        assertThat(closes[0]).isEqualTo(1);
    }
}
