package dev.mink.testing;

import static dev.mink.testing.EventMatcher.any;
import static dev.mink.testing.EventMatcher.equalTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.mink.testing.OrderEvent.LineAdded;
import dev.mink.testing.OrderEvent.Placed;
import dev.mink.testing.OrderEvent.Signed;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventMatcherTest {

    private static final LineAdded LINE = new LineAdded("mug", 2, BigDecimal.ONE);

    @Test
    void any_of_a_type_matches_that_type_and_what_is_under_it() {
        assertThat(any(LineAdded.class).matches(LINE)).isTrue();
        assertThat(any(OrderEvent.class).matches(LINE)).isTrue();
        assertThat(any(Placed.class).matches(LINE)).isFalse();
    }

    @Test
    void a_condition_must_hold() {
        EventMatcher two = any(LineAdded.class, "quantity 2", line -> line.quantity() == 2);

        assertThat(two.matches(LINE)).isTrue();
        assertThat(two.matches(new LineAdded("mug", 3, BigDecimal.ONE))).isFalse();
        assertThat(two.matches(new Placed("c-1"))).isFalse();
    }

    @Test
    void an_equal_event_matches_arrays_by_their_elements() {
        assertThat(equalTo(new Signed(new byte[] {1})).matches(new Signed(new byte[] {1})))
                .isTrue();
        assertThat(equalTo(new Signed(new byte[] {1})).matches(new Signed(new byte[] {2})))
                .isFalse();
        assertThat(equalTo(LINE).matches(new LineAdded("mug", 2, new BigDecimal("1.0"))))
                .isFalse();
    }

    @Test
    void differences_name_what_was_expected() {
        List<EventMatcher> expected = List.of(
                equalTo(new Placed("c-1")),
                any(LineAdded.class, "a quantity above 5", line -> line.quantity() > 5),
                any(Signed.class));

        assertThat(EventDifference.between(expected, List.of(new Placed("c-2"), LINE))
                        .orElseThrow()
                        .message())
                .isEqualTo("""
                        expected:
                          1. Placed[customerId=c-1]
                          2. any LineAdded with a quantity above 5
                          3. any Signed
                        but was:
                          1. Placed[customerId=c-2]
                          2. LineAdded[sku=mug, quantity=2, unitPrice=1]
                        difference:
                          event 1, Placed: customerId expected "c-1" but was "c-2"
                          event 2, LineAdded: is not one with a quantity above 5
                          event 3 is missing: any Signed""");
    }

    @Test
    void a_matcher_says_what_is_null() {
        assertThatNullPointerException().isThrownBy(() -> equalTo(null)).withMessage("event");
        assertThatNullPointerException().isThrownBy(() -> any(null)).withMessage("event type");
        assertThatNullPointerException()
                .isThrownBy(() -> any(Placed.class, "a customer", null))
                .withMessage("condition");
    }
}
