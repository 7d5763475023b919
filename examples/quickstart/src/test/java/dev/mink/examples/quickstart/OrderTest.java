package dev.mink.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.examples.quickstart.OrderEvent.LineAdded;
import dev.mink.examples.quickstart.OrderEvent.Placed;
import dev.mink.examples.quickstart.OrderEvent.Shipped;
import dev.mink.testing.AggregateSpec;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

// region: aggregate
final class OrderTest {
    private static final BigDecimal PRICE = new BigDecimal("4.50");
    private static final AggregateSpec<Order, OrderEvent> PLACED =
            AggregateSpec.of(Order.TYPE).given(new Placed("c-1"));

    @Test
    void a_line_counts_towards_the_total() {
        PLACED.when(order -> order.addLine("mug", 2, PRICE))
                .then(new LineAdded("mug", 2, PRICE))
                .thenState(order -> assertThat(order.total()).isEqualTo("9.00"));
    }

    @Test
    void a_shipped_order_takes_no_more_lines() {
        PLACED.given(new Shipped("T-1"))
                .when(order -> order.addLine("mug", 2, PRICE))
                .thenThrows(OrderAlreadyShippedException.class);
    }
}
// endregion
