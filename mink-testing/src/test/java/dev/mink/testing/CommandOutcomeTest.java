package dev.mink.testing;

import static dev.mink.testing.Failures.assertFails;
import static dev.mink.testing.Shop.notes;
import static dev.mink.testing.Shop.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mink.command.ValidationException;
import dev.mink.memory.InMemoryStorage;
import dev.mink.testing.Order.AlreadyShippedException;
import dev.mink.testing.OrderEvent.Address;
import dev.mink.testing.OrderEvent.LineAdded;
import dev.mink.testing.OrderEvent.Placed;
import dev.mink.testing.OrderEvent.Shipped;
import dev.mink.testing.Shop.AddLine;
import dev.mink.testing.Shop.CountLines;
import dev.mink.testing.Shop.Explode;
import dev.mink.testing.Shop.Link;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

/** How the checks of a command's outcome fail. */
class CommandOutcomeTest {

    private static final BigDecimal PRICE = new BigDecimal("4.50");
    private static final CommandSpec PLACED =
            CommandSpec.of(() -> Shop.mink(new InMemoryStorage())).given(order("o-1"), new Placed("c-1"));

    private final CommandOutcome accepted = PLACED.when(new AddLine("o-1", "mug", 2, PRICE));
    private final CommandOutcome rejected = PLACED.given(order("o-1"), new Shipped(new Address("Elm Street 1", "")))
            .when(new AddLine("o-1", "mug", 2, PRICE));
    private final CommandOutcome failed = PLACED.when(new Explode(new IllegalStateException("boom")));

    @Test
    void other_events_are_shown_with_what_differs() {
        assertFails(() -> accepted.thenAppended(order("o-1"), new LineAdded("mug", 3, PRICE)), """
                events of AddLine[orderId=o-1, sku=mug, quantity=2, unitPrice=4.50] in Order-o-1
                expected:
                  1. LineAdded[sku=mug, quantity=3, unitPrice=4.50]
                but was:
                  1. LineAdded[sku=mug, quantity=2, unitPrice=4.50]
                difference:
                  event 1, LineAdded: quantity expected 3 but was 2""");
    }

    @Test
    void events_in_another_stream_are_shown() {
        assertFails(() -> accepted.thenAppended(order("o-2"), new LineAdded("mug", 2, PRICE)), """
                events of AddLine[orderId=o-1, sku=mug, quantity=2, unitPrice=4.50] in Order-o-2
                expected:
                  1. LineAdded[sku=mug, quantity=2, unitPrice=4.50]
                but was: nothing
                difference:
                  event 1 is missing: LineAdded[sku=mug, quantity=2, unitPrice=4.50]
                but there are events
                in Order-o-1:
                  1. LineAdded[sku=mug, quantity=2, unitPrice=4.50]""");
    }

    @Test
    void events_instead_of_nothing_are_shown_by_their_streams() {
        assertFails(() -> PLACED.when(new Link("o-1", "o-2")).thenNothingAppended(), """
                expected Link[orderId=o-1, otherId=o-2] to be followed by no event
                but it was accepted and appended events
                in Notes-o-1:
                  1. Noted[text=Link[orderId=o-1, otherId=o-2]]
                in Notes-o-2:
                  1. Noted[text=Link[orderId=o-1, otherId=o-2]]""");
    }

    @Test
    void a_rejection_instead_of_anything_else_is_shown_and_is_the_cause() {
        String reason = """
                but it was rejected with:
                  dev.mink.testing.Order$AlreadyShippedException: order o-1 is already shipped""";
        String command = "expected AddLine[orderId=o-1, sku=mug, quantity=2, unitPrice=4.50] to ";

        assertThat(assertFails(rejected::thenAccepted, command + "be accepted\n" + reason))
                .hasCauseInstanceOf(AlreadyShippedException.class);
        assertThat(assertFails(
                        () -> rejected.thenAppended(order("o-1"), new LineAdded("mug", 2, PRICE)),
                        command + "be followed by events in Order-o-1\n" + reason))
                .hasCauseInstanceOf(AlreadyShippedException.class);
        assertFails(
                () -> rejected.thenAppended(order("o-1")), command + "be followed by events in Order-o-1\n" + reason);
        assertFails(rejected::thenNothingAppended, command + "be followed by no event\n" + reason);
        assertFails(() -> rejected.thenEvents(EventsAssert::isEmpty), command + "be followed by events\n" + reason);
        assertFails(() -> rejected.thenAnswered(1), command + "be accepted\n" + reason);
        assertFails(() -> rejected.when(new CountLines("o-1")), command + "be accepted\n" + reason);
        assertFails(
                () -> rejected.thenRejected(ValidationException.class),
                command + "be rejected with:\n  dev.mink.command.ValidationException\n" + reason);
        assertFails(
                () -> rejected.thenFailed(IllegalStateException.class),
                command + "fail with:\n  java.lang.IllegalStateException\n" + reason);
    }

    @Test
    void a_failure_instead_of_anything_else_is_shown_and_is_the_cause() {
        String reason = """
                but it failed with:
                  java.lang.IllegalStateException: boom""";
        String command = "expected Explode[cause=java.lang.IllegalStateException: boom] to ";

        assertThat(assertFails(failed::thenNothingAppended, command + "be followed by no event\n" + reason))
                .hasCauseInstanceOf(IllegalStateException.class);
        assertFails(failed::thenAccepted, command + "be accepted\n" + reason);
        assertFails(
                () -> failed.thenRejected(IllegalStateException.class),
                command + "be rejected with:\n  java.lang.IllegalStateException\n" + reason);
        assertFails(
                () -> failed.thenFailed(IllegalArgumentException.class),
                command + "fail with:\n  java.lang.IllegalArgumentException\n" + reason);
    }

    @Test
    void acceptance_instead_of_a_rejection_is_shown_with_its_events() {
        assertFails(() -> accepted.thenRejected(AlreadyShippedException.class), """
                expected AddLine[orderId=o-1, sku=mug, quantity=2, unitPrice=4.50] to be rejected with:
                  dev.mink.testing.Order$AlreadyShippedException
                but it was accepted and appended events
                in Order-o-1:
                  1. LineAdded[sku=mug, quantity=2, unitPrice=4.50]""");
        assertFails(() -> PLACED.when(new CountLines("o-1")).thenFailed(IllegalStateException.class), """
                expected CountLines[orderId=o-1] to fail with:
                  java.lang.IllegalStateException
                but it was accepted and appended nothing""");
    }

    @Test
    void another_answer_is_shown() {
        assertFails(() -> PLACED.when(new CountLines("o-1")).thenAnswered(0), """
                expected CountLines[orderId=o-1] to be answered with:
                  0
                but the answer was:
                  0
                difference:
                  expected 0 (java.lang.Integer) but was 0 (java.lang.Long)""");
        assertFails(() -> accepted.thenAnswered("yes"), """
                expected AddLine[orderId=o-1, sku=mug, quantity=2, unitPrice=4.50] to be answered with:
                  "yes"
                but the answer was:
                  null
                difference:
                  expected "yes" but was null""");
    }

    @Test
    void a_check_of_the_user_fails_as_it_is() {
        assertThatThrownBy(() -> accepted.thenAccepted(
                        result -> assertThat(result.version()).isEqualTo(9)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("9");
        assertThatThrownBy(() -> rejected.thenRejected(
                        AlreadyShippedException.class, e -> assertThat(e).hasMessage("gone")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("already shipped");
    }

    @Test
    void checks_of_events_say_which_command_they_are_about() {
        assertFails(
                () -> PLACED.when(new Link("o-1", "o-2"))
                        .thenEvents(events -> events.inStream(notes("o-1")).isEmpty()),
                """
                [events in Notes-o-1]\s
                expected: nothing
                but was:
                  1. Noted[text=Link[orderId=o-1, otherId=o-2]]
                difference:
                  event 1 was not expected: Noted[text=Link[orderId=o-1, otherId=o-2]]""");
        assertFails(() -> accepted.thenEvents(events -> events.hasUserId("u-1")), """
                [events of AddLine[orderId=o-1, sku=mug, quantity=2, unitPrice=4.50]]\s
                expected on each event the user id:
                  "u-1"
                but there is:
                  none on LineAdded[sku=mug, quantity=2, unitPrice=4.50]""");
    }
}
