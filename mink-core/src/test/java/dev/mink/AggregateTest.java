package dev.mink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.mink.fixture.Order;
import dev.mink.fixture.OrderEvent;
import dev.mink.fixture.OrderEvent.LineAdded;
import dev.mink.fixture.OrderEvent.Placed;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AggregateTest {

    @Test
    void a_new_aggregate_is_at_version_0_without_events() {
        Order order = new Order("o-1");

        assertThat(order.id()).isEqualTo("o-1");
        assertThat(order.version()).isZero();
        assertThat(order.uncommitted()).isEmpty();
    }

    @Test
    void a_raised_event_is_applied_and_kept_in_order() {
        Order order = new Order("o-1");
        order.place("c-1");
        order.addLine("sku", 2, new BigDecimal("1.50"));

        assertThat(order.uncommitted())
                .containsExactly(new Placed("c-1"), new LineAdded("sku", 2, new BigDecimal("1.50")));
        assertThat(order.total()).isEqualByComparingTo("3");
        assertThat(order.version()).isZero();
    }

    @Test
    void uncommitted_events_cannot_be_changed_from_outside() {
        Order order = new Order("o-1");
        order.place("c-1");

        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> order.uncommitted().clear());
        assertThat(order.uncommitted()).hasSize(1);
    }

    @Test
    void a_rejection_leaves_no_event() {
        Order order = new Order("o-1");
        order.ship("T-1");

        assertThatExceptionOfType(Order.AlreadyShipped.class).isThrownBy(() -> order.addLine("sku"));
        assertThat(order.uncommitted()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", " o", "o ", "a\u0000b", "\ud800", "a\nb"})
    void a_bad_id_is_refused(String id) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Order(id)).withMessageStartingWith("aggregate id ");
    }

    @Test
    void an_id_may_not_be_longer_than_a_stream_id() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Order("x".repeat(10_000)));
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> new Order(null))
                .withMessage("aggregate id");
    }

    @Test
    void ids_of_pending_events_are_given_once() {
        Order order = new Order("o-1");
        order.place("c-1");
        List<UUID> first = ids(order);
        order.addLine("sku");
        List<UUID> second = ids(order);

        assertThat(second).startsWith(first.get(0)).hasSize(2).doesNotHaveDuplicates();
        assertThat(ids(order)).isEqualTo(second);
    }

    /** Only the package sees the bookkeeping, and only through the base class. */
    private static Aggregate<OrderEvent> inside(Order order) {
        return order;
    }

    private static List<UUID> ids(Order order) {
        return inside(order).pending().stream().map(EventData::id).toList();
    }

    @Test
    void after_a_save_nothing_is_pending() {
        Order order = new Order("o-1");
        order.place("c-1");
        List<UUID> before = ids(order);
        inside(order).committed(7);

        assertThat(order.version()).isEqualTo(7);
        assertThat(order.uncommitted()).isEmpty();
        assertThat(inside(order).pending()).isEmpty();
        order.cancel();
        assertThat(ids(order)).hasSize(1).doesNotContainAnyElementsOf(before);
    }

    @Test
    void replaying_leaves_nothing_uncommitted() {
        Order order = new Order("o-1");
        inside(order).replay(new LineAdded("sku", 1, BigDecimal.TEN));
        inside(order).reached(4);

        assertThat(order.version()).isEqualTo(4);
        assertThat(order.total()).isEqualByComparingTo("10");
        assertThat(order.uncommitted()).isEmpty();
    }

    /** Does in apply what its test tells it to. */
    private static final class Odd extends Aggregate<OrderEvent> {

        private final List<String> applied = new ArrayList<>();
        private boolean nested;

        Odd(String id) {
            super(id);
        }

        void act(OrderEvent event) {
            raise(event);
        }

        @Override
        protected void apply(OrderEvent event) {
            if (event instanceof Placed placed && placed.customerId().equals("bad")) {
                throw new IllegalArgumentException("cannot apply " + placed);
            }
            if (nested) {
                raise(new OrderEvent.Cancelled());
            }
            applied.add(event.getClass().getSimpleName());
        }
    }

    @Test
    void an_event_that_cannot_be_applied_is_not_kept() {
        Odd odd = new Odd("1");
        odd.act(new Placed("good"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> odd.act(new Placed("bad")))
                .withMessage("cannot apply Placed[customerId=bad]");
        assertThat(odd.uncommitted()).containsExactly(new Placed("good"));
        assertThat(odd.pending()).hasSize(1);
        odd.act(new Placed("better"));
        assertThat(odd.uncommitted()).hasSize(2);
    }

    @Test
    void raising_null_is_refused_before_it_is_applied() {
        Odd odd = new Odd("1");

        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> odd.act(null))
                .withMessage("event");
        assertThat(odd.applied).isEmpty();
        assertThat(odd.uncommitted()).isEmpty();
    }

    @Test
    void raising_within_apply_is_refused_because_history_would_grow_by_being_read() {
        Odd odd = new Odd("1");
        odd.nested = true;

        assertThatIllegalStateException()
                .isThrownBy(() -> odd.replay(new Placed("c")))
                .withMessage(OrderEvent.Cancelled.class.getName() + " was raised within apply, which also replays"
                        + " history: raise it where the other event was raised");
        assertThatIllegalStateException().isThrownBy(() -> odd.act(new Placed("c")));
        assertThat(odd.uncommitted()).isEmpty();
        odd.nested = false;
        odd.act(new Placed("c"));
        assertThat(odd.applied).containsExactly("Placed");
    }
}
