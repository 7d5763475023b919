package dev.mink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.mink.fixture.Account;
import dev.mink.fixture.Order;
import dev.mink.fixture.OrderEvent;
import dev.mink.fixture.OrderEvent.Placed;
import dev.mink.memory.InMemoryStorage;
import dev.mink.schema.EventTypes;
import dev.mink.schema.UnknownEventException;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AggregateTypeTest {

    @Test
    void a_type_knows_its_category_streams_and_events() {
        assertThat(Order.TYPE.category()).isEqualTo("Order");
        assertThat(Order.TYPE).hasToString("Order");
        assertThat(Order.TYPE.stream("a-1")).isEqualTo(StreamId.of("Order", "a-1"));
        assertThat(Order.TYPE.events().names()).contains("Placed", "Shipped").hasSize(5);
        assertThat(Account.TYPE.category()).isEqualTo("Account");
        assertThat(Account.TYPE).hasToString("Account");
        assertThat(Account.TYPE.stream("1")).isEqualTo(StreamId.of("Account", "1"));
        assertThat(Account.TYPE.events().names()).containsExactlyInAnyOrder("Opened", "Deposited", "Withdrawn");
        assertThat(Account.TYPE.decider()).isSameAs(Account.DECIDER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "Credit-Note", " Order", "Or\nder", "\ud800"})
    void a_bad_category_is_refused(String category) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AggregateType.of(category, Order::new, OrderEvent.class))
                .withMessageStartingWith("category ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DeciderType.of(category, Account.DECIDER, Account.Event.class))
                .withMessageStartingWith("category ");
    }

    @Test
    void a_hierarchy_of_events_that_is_open_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AggregateType.of("Any", Anything::new, Object.class))
                .withMessageContaining("java.lang.Object is neither a record nor sealed");
    }

    @Test
    void events_can_have_other_names() {
        EventTypes renamed = EventTypes.builder()
                .add(OrderEvent.class)
                .name(Placed.class, "order.placed")
                .build();
        AggregateType<Order, OrderEvent> type = AggregateType.of("Order", Order::new, OrderEvent.class, renamed);
        EventStore<?> store = EventStore.of(new InMemoryStorage(), type.events());
        store.repository(type).create("1", order -> order.place("c-1"));

        assertThat(store.read(type.stream("1")).map(RecordedEvent::type)).containsExactly("order.placed");
        assertThat(store.repository(type).load("1").version()).isEqualTo(1);
    }

    @Test
    void a_root_with_two_records_of_one_name_works_with_names() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AggregateType.of("Clash", Clashing::new, Clash.class))
                .withMessageContaining("two event types have the name \"Done\"");

        EventTypes named = EventTypes.builder()
                .add(Clash.class)
                .name(B.Done.class, "BDone")
                .build();
        assertThat(AggregateType.of("Clash", Clashing::new, Clash.class, named)
                        .events()
                        .names())
                .containsExactlyInAnyOrder("Done", "BDone");
    }

    sealed interface Clash {}

    sealed interface A extends Clash {
        record Done() implements A {}
    }

    sealed interface B extends Clash {
        record Done() implements B {}
    }

    private static final class Clashing extends Aggregate<Clash> {
        Clashing(String id) {
            super(id);
        }

        @Override
        protected void apply(Clash event) {}
    }

    @Test
    void an_event_that_was_left_out_is_named() {
        EventTypes some = EventTypes.of(Placed.class);

        assertThatExceptionOfType(UnknownEventException.class)
                .isThrownBy(() -> AggregateType.of("Order", Order::new, OrderEvent.class, some))
                .withMessageContaining("is not registered")
                .withMessageEndingWith("registered are [Placed]");
        assertThatExceptionOfType(UnknownEventException.class)
                .isThrownBy(() -> DeciderType.of("Account", Account.DECIDER, Account.Event.class, some));
    }

    @Test
    void events_of_others_may_be_among_the_event_types() {
        EventTypes all = EventTypes.of(OrderEvent.class, Account.Event.class);

        assertThat(AggregateType.of("Order", Order::new, OrderEvent.class, all).events())
                .isSameAs(all);
        assertThat(DeciderType.of("Account", Account.DECIDER, Account.Event.class, all)
                        .events())
                .isSameAs(all);
    }

    private static final class Anything extends Aggregate<Object> {
        Anything(String id) {
            super(id);
        }

        @Override
        protected void apply(Object event) {}
    }

    private static Repository<Order> made(Function<String, Order> factory) {
        AggregateType<Order, OrderEvent> type = AggregateType.of("Order", factory, OrderEvent.class);
        return EventStore.of(new InMemoryStorage(), type.events()).repository(type);
    }

    @Test
    void a_factory_must_hand_the_id_on() {
        assertThatIllegalStateException()
                .isThrownBy(() -> made(id -> new Order("fixed")).find("1"))
                .withMessage("the factory of Order was asked for the id \"1\" and made an aggregate with the id"
                        + " \"fixed\": hand the id on unchanged");
    }

    @Test
    void a_factory_must_make_an_aggregate() {
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> made(id -> null).find("1"))
                .withMessage("the factory of Order made null");
    }

    @Test
    void a_factory_must_not_raise_events() {
        assertThatIllegalStateException()
                .isThrownBy(() -> made(id -> {
                            Order order = new Order(id);
                            order.place("c-1");
                            return order;
                        })
                        .create("1", order -> {}))
                .withMessageStartingWith("the factory of Order made an aggregate that has events");
    }

    @Test
    void a_factory_must_make_a_new_aggregate_each_time() {
        Order shared = new Order("1");
        Repository<Order> orders = made(id -> shared);
        orders.create("1", order -> order.place("c-1"));

        assertThatIllegalStateException()
                .isThrownBy(() -> orders.load("1"))
                .withMessageContaining("make a new one each time");
    }

    @Test
    void nulls_are_refused_by_name() {
        for (var wrong : List.<org.assertj.core.api.ThrowableAssert.ThrowingCallable>of(
                () -> AggregateType.of(null, Order::new, OrderEvent.class),
                () -> AggregateType.of("Order", null, OrderEvent.class),
                () -> AggregateType.of("Order", Order::new, null),
                () -> AggregateType.of("Order", Order::new, OrderEvent.class, null),
                () -> AggregateType.of("Order", Order::new, null, Order.TYPE.events()),
                () -> DeciderType.of("Account", null, Account.Event.class),
                () -> DeciderType.of("Account", Account.DECIDER, null),
                () -> Order.TYPE.stream(null))) {
            assertThatExceptionOfType(NullPointerException.class)
                    .isThrownBy(wrong)
                    .satisfies(e -> assertThat(e.getMessage())
                            .isIn("category", "factory", "event type", "event types", "root", "decider", "stream id"));
        }
    }
}
