package dev.mink.testing;

import static dev.mink.testing.EventMatcher.any;
import static dev.mink.testing.EventMatcher.equalTo;
import static dev.mink.testing.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mink.AggregateType;
import dev.mink.schema.CodecException;
import dev.mink.testing.Order.AlreadyShippedException;
import dev.mink.testing.OrderEvent.Address;
import dev.mink.testing.OrderEvent.LineAdded;
import dev.mink.testing.OrderEvent.Placed;
import dev.mink.testing.OrderEvent.Shipped;
import dev.mink.testing.OrderEvent.Signed;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class AggregateSpecTest {

    private static final BigDecimal PRICE = new BigDecimal("4.50");
    private static final Address HOME = new Address("Elm Street 1", "Springwood");

    private static final AggregateSpec<Order, OrderEvent> NEW = AggregateSpec.of(Order.TYPE);
    private static final AggregateSpec<Order, OrderEvent> PLACED = NEW.given(new Placed("c-1"));

    @Test
    void an_action_raises_events() {
        PLACED.when(order -> order.addLine("mug", 2, PRICE)).then(new LineAdded("mug", 2, PRICE));
    }

    @Test
    void an_action_may_be_several() {
        NEW.when(order -> {
                    order.place("c-1");
                    order.addLine("mug", 2, PRICE);
                    order.ship(HOME);
                })
                .then(new Placed("c-1"), new LineAdded("mug", 2, PRICE), new Shipped(HOME))
                .thenMatching(
                        any(Placed.class),
                        any(LineAdded.class, "an even quantity", line -> line.quantity() % 2 == 0),
                        equalTo(new Shipped(HOME)))
                .thenState(order -> assertThat(order.total()).isEqualTo("9.00"));
    }

    @Test
    void given_again_is_given_in_addition() {
        PLACED.given(new LineAdded("mug", 2, PRICE))
                .given()
                .given(new LineAdded("tea", 1, PRICE), new Shipped(HOME))
                .when(order -> {})
                .thenNothing()
                .thenState(order -> assertThat(order.total()).isEqualTo("13.50"))
                .thenState(order -> assertThat(order.version()).isEqualTo(4));
    }

    @Test
    void a_beginning_can_be_continued_more_than_once() {
        PLACED.given(new Shipped(HOME))
                .when(order -> order.addLine("mug", 1, PRICE))
                .thenThrows(AlreadyShippedException.class);
        PLACED.when(order -> order.addLine("mug", 1, PRICE)).then(new LineAdded("mug", 1, PRICE));
    }

    @Test
    void an_exception_passes_a_check() {
        PLACED.withId("o-7")
                .given(new Shipped(HOME))
                .when(order -> order.addLine("mug", 1, PRICE))
                .thenThrows(
                        AlreadyShippedException.class, e -> assertThat(e).hasMessage("order o-7 is already shipped"))
                .thenThrows(RuntimeException.class);
    }

    @Test
    void arrays_are_compared_by_their_elements() {
        PLACED.when(order -> order.sign((byte) 1, (byte) 2)).then(new Signed(new byte[] {1, 2}));
    }

    @Test
    void an_error_is_no_outcome() {
        StackOverflowError error = new StackOverflowError();

        assertThatThrownBy(() -> PLACED.when(order -> {
                    throw error;
                }))
                .isSameAs(error);
    }

    @Test
    void an_event_that_could_not_be_stored_is_found_out() {
        AssertionError failure = catchThrowableOfType(
                AssertionError.class,
                () -> PLACED.when(order -> order.addLine("mug", 2, null)).then(new LineAdded("mug", 2, null)));

        assertThat(failure).hasCauseInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> PLACED.given(new Placed("\ud800")).when(order -> {}))
                .isInstanceOf(CodecException.class);
        PLACED.when(order -> order.place("\ud800")).thenThrows(CodecException.class);
    }

    @Test
    void state_that_was_changed_without_an_event_is_found_out() {
        PLACED.when(Order::makeGift)
                .thenState(order -> assertThat(order.isGift()).isFalse());
    }

    @Test
    void what_is_given_must_be_something() {
        assertThatNullPointerException()
                .isThrownBy(() -> NEW.given(new Placed("c-1"), null))
                .withMessage("given event 2 is null");
        assertThatNullPointerException()
                .isThrownBy(() -> NEW.when(order -> {}).then(new Placed("c-1"), null))
                .withMessage("expected event 2 is null");
        assertThatNullPointerException().isThrownBy(() -> NEW.when(null)).withMessage("action");
        assertThatNullPointerException()
                .isThrownBy(() -> AggregateSpec.of((AggregateType<Order, OrderEvent>) null))
                .withMessage("aggregate type");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NEW.withId(" ").when(order -> {}))
                .withMessage("stream id is blank: give it at least one character");
    }

    @Test
    void other_events_are_shown_with_what_differs() {
        assertFails(
                () -> PLACED.when(order -> {
                            order.addLine("mug", 3, new BigDecimal("4.5"));
                            order.ship(new Address("Elm Street 1", "Springfield"));
                        })
                        .then(new LineAdded("mug", 2, PRICE), new Shipped(HOME), new Signed(new byte[] {1})),
                """
                expected:
                  1. LineAdded[sku=mug, quantity=2, unitPrice=4.50]
                  2. Shipped[address=Address[street=Elm Street 1, city=Springwood]]
                  3. Signed[signature=[1]]
                but was:
                  1. LineAdded[sku=mug, quantity=3, unitPrice=4.5]
                  2. Shipped[address=Address[street=Elm Street 1, city=Springfield]]
                difference:
                  event 1, LineAdded: quantity expected 2 but was 3; unitPrice expected 4.50 but was 4.5 (the same number with another scale)
                  event 2, Shipped: address.city expected "Springwood" but was "Springfield"
                  event 3 is missing: Signed[signature=[1]]""");
    }

    @Test
    void events_instead_of_nothing_are_shown() {
        assertFails(() -> PLACED.when(order -> order.place("c-2")).thenNothing(), """
                expected: nothing
                but was:
                  1. Placed[customerId=c-2]
                difference:
                  event 1 was not expected: Placed[customerId=c-2]""");
    }

    @Test
    void events_that_do_not_match_are_shown_with_what_was_expected() {
        assertFails(
                () -> PLACED.when(order -> order.addLine("mug", 3, PRICE))
                        .thenMatching(any(LineAdded.class, "an even quantity", line -> line.quantity() % 2 == 0)),
                """
                expected:
                  1. any LineAdded with an even quantity
                but was:
                  1. LineAdded[sku=mug, quantity=3, unitPrice=4.50]
                difference:
                  event 1, LineAdded: is not one with an even quantity""");
    }

    @Test
    void an_exception_instead_of_events_is_shown_and_is_the_cause() {
        Outcome<Order, OrderEvent> refused =
                PLACED.given(new Shipped(HOME)).when(order -> order.addLine("mug", 2, PRICE));

        AssertionError failure = assertFails(() -> refused.then(new LineAdded("mug", 2, PRICE)), """
                expected:
                  1. LineAdded[sku=mug, quantity=2, unitPrice=4.50]
                but this was thrown:
                  dev.mink.testing.Order$AlreadyShippedException: order test is already shipped""");
        assertThat(failure).hasCauseInstanceOf(AlreadyShippedException.class);
        assertFails(refused::thenNothing, """
                expected: nothing
                but this was thrown:
                  dev.mink.testing.Order$AlreadyShippedException: order test is already shipped""");
        assertFails(() -> refused.thenState(order -> {}), """
                expected a state
                but this was thrown:
                  dev.mink.testing.Order$AlreadyShippedException: order test is already shipped""");
    }

    @Test
    void events_instead_of_an_exception_are_shown() {
        assertFails(
                () -> PLACED.when(order -> order.addLine("mug", 2, PRICE)).thenThrows(AlreadyShippedException.class),
                """
                expected to be thrown:
                  dev.mink.testing.Order$AlreadyShippedException
                but nothing was thrown, and these events were raised:
                  1. LineAdded[sku=mug, quantity=2, unitPrice=4.50]""");
        assertFails(() -> PLACED.when(order -> {}).thenThrows(AlreadyShippedException.class), """
                expected to be thrown:
                  dev.mink.testing.Order$AlreadyShippedException
                but nothing was thrown, and no event was raised""");
    }

    @Test
    void another_exception_is_shown_and_is_the_cause() {
        AssertionError failure = assertFails(
                () -> PLACED.when(order -> {
                            throw new IllegalStateException("no stock");
                        })
                        .thenThrows(AlreadyShippedException.class),
                """
                expected to be thrown:
                  dev.mink.testing.Order$AlreadyShippedException
                but this was thrown:
                  java.lang.IllegalStateException: no stock""");
        assertThat(failure).hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_check_of_the_exception_or_the_state_fails_as_it_is() {
        assertThatThrownBy(() -> PLACED.given(new Shipped(HOME))
                        .when(order -> order.addLine("mug", 1, PRICE))
                        .thenThrows(
                                AlreadyShippedException.class,
                                e -> assertThat(e).hasMessage("gone")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("order test is already shipped");
        assertThatThrownBy(() -> PLACED.when(order -> order.addLine("mug", 2, PRICE))
                        .thenState(order -> assertThat(order.total()).isEqualTo("9.50")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("9.50")
                .hasMessageContaining("9.00");
    }
}
