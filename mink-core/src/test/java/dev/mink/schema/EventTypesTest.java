package dev.mink.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mink.MinkException;
import dev.mink.fixture.OrderEvent;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventTypesTest {

    private static final EventTypes ORDERS = EventTypes.of(OrderEvent.class);

    @Test
    void every_record_under_a_sealed_root_is_registered_by_its_simple_name() {
        assertThat(ORDERS.names()).containsExactlyInAnyOrder("Placed", "LineAdded", "Cancelled", "Shipped", "Returned");
        assertThat(ORDERS.nameOf(OrderEvent.Shipped.class)).isEqualTo("Shipped");
        assertThat(ORDERS.classOf("Shipped")).isEqualTo(OrderEvent.Shipped.class);
    }

    @Test
    void a_single_record_needs_no_sealed_root() {
        record Ticked(int n) {}

        assertThat(EventTypes.of(Ticked.class).nameOf(Ticked.class)).isEqualTo("Ticked");
    }

    @Test
    void a_record_under_two_branches_is_registered_once() {
        assertThat(EventTypes.of(Diamond.class).names()).containsExactly("Both");
        assertThat(EventTypes.of(Diamond.class, Diamond.class, Left.class, Both.class)
                        .names())
                .containsExactly("Both");
    }

    sealed interface Diamond {}

    sealed interface Left extends Diamond {}

    sealed interface Right extends Diamond {}

    record Both() implements Left, Right {}

    @Test
    void a_non_sealed_branch_is_refused_by_name() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventTypes.of(Leaky.class))
                .withMessage("event type " + Open.class.getName() + " under " + Leaky.class.getName()
                        + " is neither a record nor sealed: events are records without type parameters, alone or under"
                        + " sealed interfaces only");
    }

    sealed interface Leaky {}

    record Tight() implements Leaky {}

    non-sealed interface Open extends Leaky {}

    @Test
    void an_open_root_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventTypes.of(Runnable.class))
                .withMessageStartingWith("event type java.lang.Runnable is neither a record nor sealed");
        assertThatIllegalArgumentException().isThrownBy(() -> EventTypes.of(Object.class));
        assertThatIllegalArgumentException().isThrownBy(() -> EventTypes.of(String.class));
        assertThatIllegalArgumentException().isThrownBy(() -> EventTypes.of(int.class));
        assertThatIllegalArgumentException().isThrownBy(() -> EventTypes.of(Tight[].class));
        assertThatIllegalArgumentException().isThrownBy(() -> EventTypes.of(Record.class));
    }

    @Test
    void a_leaf_that_is_not_a_record_is_refused_by_name() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventTypes.of(WithClass.class))
                .withMessageContaining(PlainClass.class.getName() + " under " + WithClass.class.getName());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventTypes.of(WithEnum.class))
                .withMessageContaining(PlainEnum.class.getName() + " under " + WithEnum.class.getName());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventTypes.of(WithRichEnum.class))
                .withMessageContaining(RichEnum.class.getName());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventTypes.of(Concrete.class))
                .withMessageContaining("is a class that is not abstract");
    }

    sealed interface WithClass {}

    static final class PlainClass implements WithClass {}

    sealed interface WithEnum {}

    enum PlainEnum implements WithEnum {
        ONE
    }

    sealed interface WithRichEnum {}

    enum RichEnum implements WithRichEnum {
        ONE {
            @Override
            int number() {
                return 1;
            }
        };

        abstract int number();
    }

    static sealed class Concrete {}

    static final class Derived extends Concrete {}

    @Test
    void a_record_with_type_parameters_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventTypes.of(Generic.class))
                .withMessageStartingWith("event type " + Changed.class.getName() + " under " + Generic.class.getName()
                        + " has type parameters, whose arguments are not stored");
    }

    sealed interface Generic {}

    record Changed<V>(V from, V to) implements Generic {}

    @Test
    void a_record_under_a_generic_root_is_welcome() {
        assertThat(EventTypes.of(Typed.class).names()).containsExactly("Renamed");
    }

    sealed interface Typed<V> {}

    record Renamed(String to) implements Typed<String> {}

    @Test
    void two_records_with_one_name_are_refused_with_the_way_out() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventTypes.of(OrderEvent.class, Invoicing.class))
                .withMessageContaining("two event types have the name \"Placed\"")
                .withMessageContaining(OrderEvent.Placed.class.getName())
                .withMessageContaining(Invoicing.Placed.class.getName())
                .withMessageContaining("with name(Placed.class, \"…\")");
    }

    sealed interface Invoicing {
        record Placed(String invoice) implements Invoicing {}
    }

    @Test
    void the_way_out_works() {
        EventTypes types = EventTypes.builder()
                .add(OrderEvent.class)
                .add(Invoicing.class)
                .name(Invoicing.Placed.class, "InvoicePlaced")
                .build();

        assertThat(types.nameOf(Invoicing.Placed.class)).isEqualTo("InvoicePlaced");
        assertThat(types.nameOf(OrderEvent.Placed.class)).isEqualTo("Placed");
        assertThat(types.classOf("InvoicePlaced")).isEqualTo(Invoicing.Placed.class);
    }

    @Test
    void a_name_must_not_collide_with_another_one() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventTypes.builder()
                        .add(OrderEvent.class)
                        .name(OrderEvent.Placed.class, "Shipped")
                        .build())
                .withMessageContaining("two event types have the name \"Shipped\"");
    }

    @Test
    void two_records_can_swap_their_names() {
        EventTypes types = EventTypes.builder()
                .add(OrderEvent.class)
                .name(OrderEvent.Placed.class, "Shipped")
                .name(OrderEvent.Shipped.class, "Placed")
                .build();

        assertThat(types.classOf("Placed")).isEqualTo(OrderEvent.Shipped.class);
    }

    @Test
    void a_given_name_survives_adding_its_record_again() {
        EventTypes types = EventTypes.builder()
                .add(OrderEvent.class)
                .name(OrderEvent.Placed.class, "order.placed")
                .add(OrderEvent.class)
                .build();

        assertThat(types.nameOf(OrderEvent.Placed.class)).isEqualTo("order.placed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", " x", "x ", "a\u0000", "a\nb", "\ud800"})
    void a_bad_name_is_refused(String name) {
        EventTypes.Builder builder = EventTypes.builder().add(OrderEvent.class);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.name(OrderEvent.Placed.class, name))
                .withMessageStartingWith("event name ");
    }

    @Test
    void a_name_may_have_255_characters() {
        EventTypes.Builder builder = EventTypes.builder().add(OrderEvent.class);

        assertThat(builder.name(OrderEvent.Placed.class, "n".repeat(255))
                        .build()
                        .names())
                .contains("n".repeat(255));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.name(OrderEvent.Placed.class, "n".repeat(256)));
    }

    @Test
    void naming_what_was_not_added_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventTypes.builder().name(OrderEvent.Placed.class, "x"))
                .withMessage("event type " + OrderEvent.Placed.class.getName()
                        + " was not added: add its sealed root first, then name it");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventTypes.builder().add(OrderEvent.class).name(OrderEvent.class, "x"));
    }

    @Test
    void an_unregistered_class_is_refused_with_what_is_registered() {
        assertThatExceptionOfType(UnknownEventException.class)
                .isThrownBy(() -> ORDERS.nameOf(Both.class))
                .withMessage("event type " + Both.class.getName() + " is not registered: add it or its sealed root to"
                        + " EventTypes, or register its aggregate type; registered are"
                        + " [Cancelled, LineAdded, Placed, Returned, Shipped]")
                .satisfies(e -> assertThat(e.type()).isEqualTo(Both.class.getName()))
                .isInstanceOf(MinkException.class);
        assertThatExceptionOfType(UnknownEventException.class)
                .isThrownBy(() -> EventTypes.none().nameOf(Both.class))
                .withMessageEndingWith("; none is registered");
    }

    @Test
    void an_unregistered_name_is_refused_with_what_is_registered() {
        assertThatExceptionOfType(UnknownEventException.class)
                .isThrownBy(() -> ORDERS.classOf("placed"))
                .withMessageStartingWith("stored event type \"placed\" is not registered")
                .withMessageContaining("registered are [Cancelled,")
                .satisfies(e -> assertThat(e.type()).isEqualTo("placed"));
    }

    @Test
    void a_class_name_is_never_a_stored_name() {
        assertThatExceptionOfType(UnknownEventException.class)
                .isThrownBy(() -> ORDERS.classOf(OrderEvent.Placed.class.getName()));
    }

    @Test
    void the_names_under_a_root_are_those_of_its_records() {
        assertThat(ORDERS.namesUnder(OrderEvent.Delivery.class)).containsExactlyInAnyOrder("Shipped", "Returned");
        assertThat(ORDERS.namesUnder(OrderEvent.Placed.class)).containsExactly("Placed");
        assertThat(ORDERS.namesUnder(OrderEvent.class)).hasSize(5);
        assertThat(ORDERS.namesUnder(Object.class)).hasSize(5);
        assertThatExceptionOfType(UnknownEventException.class).isThrownBy(() -> ORDERS.namesUnder(Diamond.class));
    }

    @Test
    void types_are_combined() {
        EventTypes both = ORDERS.and(EventTypes.of(Diamond.class));

        assertThat(both.names()).hasSize(6);
        assertThat(ORDERS.names()).hasSize(5);
        assertThat(ORDERS.and(EventTypes.none()).names()).isEqualTo(ORDERS.names());
        assertThat(EventTypes.none().and(ORDERS).names()).isEqualTo(ORDERS.names());
        assertThat(ORDERS.and(ORDERS).names()).isEqualTo(ORDERS.names());
    }

    @Test
    void combining_refuses_one_record_under_two_names() {
        EventTypes renamed = EventTypes.builder()
                .add(OrderEvent.class)
                .name(OrderEvent.Placed.class, "order.placed")
                .build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ORDERS.and(renamed))
                .withMessage(
                        "event type " + OrderEvent.Placed.class.getName()
                                + " is registered under two names, \"Placed\" and \"order.placed\": use one of them everywhere");
        assertThatIllegalArgumentException().isThrownBy(() -> ORDERS.requireAll(renamed));
    }

    @Test
    void combining_refuses_two_records_under_one_name() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ORDERS.and(EventTypes.of(Invoicing.class)))
                .withMessageContaining("two event types have the name \"Placed\"");
    }

    @Test
    void required_types_must_all_be_there() {
        ORDERS.requireAll(EventTypes.of(OrderEvent.Delivery.class));
        ORDERS.requireAll(EventTypes.none());

        assertThatExceptionOfType(UnknownEventException.class)
                .isThrownBy(() -> ORDERS.requireAll(EventTypes.of(Diamond.class)))
                .withMessageContaining(Both.class.getName());
    }

    @Test
    void types_cannot_be_changed_once_they_are_built() {
        EventTypes.Builder builder = EventTypes.builder().add(Diamond.class);
        EventTypes types = builder.build();
        builder.add(OrderEvent.class).name(Both.class, "Other");

        assertThat(types.names()).containsExactly("Both");
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> types.names().addAll(List.of("x")));
    }

    @Test
    void nulls_are_refused_by_name() {
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> EventTypes.builder().add(null))
                .withMessage("event type");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> EventTypes.builder().add(Both.class).name(Both.class, null))
                .withMessage("event name");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> EventTypes.of((Class<?>) null))
                .withMessage("event type");
    }
}
