package dev.mink.examples.quickstart;

import dev.mink.examples.quickstart.OrderDecider.Command;
import dev.mink.examples.quickstart.OrderDecider.Command.AddLine;
import dev.mink.examples.quickstart.OrderDecider.State;
import dev.mink.examples.quickstart.OrderEvent.LineAdded;
import dev.mink.examples.quickstart.OrderEvent.Placed;
import dev.mink.examples.quickstart.OrderEvent.Shipped;
import dev.mink.testing.DeciderSpec;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

final class OrderDeciderTest {
    // region: decider
    private static final BigDecimal PRICE = new BigDecimal("4.50");
    private static final DeciderSpec<Command, State, OrderEvent> PLACED =
            DeciderSpec.of(OrderDecider.TYPE).given(new Placed("c-1"));

    @Test
    void a_line_counts_towards_the_total() {
        PLACED.when(new AddLine("mug", 2, PRICE))
                .then(new LineAdded("mug", 2, PRICE))
                .thenState(new State(new BigDecimal("9.00"), false));
    }

    @Test
    void a_shipped_order_takes_no_more_lines() {
        PLACED.given(new Shipped("T-1"))
                .when(new AddLine("mug", 2, PRICE))
                .thenThrows(OrderAlreadyShippedException.class);
    }
    // endregion
}
