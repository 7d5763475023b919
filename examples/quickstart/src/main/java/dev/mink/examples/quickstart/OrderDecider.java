package dev.mink.examples.quickstart;

import dev.mink.Decider;
import dev.mink.DeciderType;
import dev.mink.examples.quickstart.OrderDecider.Command.AddLine;
import dev.mink.examples.quickstart.OrderDecider.Command.Place;
import dev.mink.examples.quickstart.OrderDecider.Command.Ship;
import dev.mink.examples.quickstart.OrderEvent.LineAdded;
import dev.mink.examples.quickstart.OrderEvent.Placed;
import dev.mink.examples.quickstart.OrderEvent.Shipped;
import java.math.BigDecimal;
import java.util.List;

/** The same orders as pure functions: commands and a state in, events out. */
public final class OrderDecider {
    // region: decider
    sealed interface Command {
        record Place(String customerId) implements Command {}

        record AddLine(String sku, int quantity, BigDecimal unitPrice) implements Command {}

        record Ship(String trackingNumber) implements Command {}
    }

    record State(BigDecimal total, boolean shipped) {
        static final State EMPTY = new State(BigDecimal.ZERO, false);
    }

    static final Decider<Command, State, OrderEvent> RULES = Decider.builder(
                    Command.class, State.EMPTY, OrderEvent.class)
            .decide(Place.class, (place, order) -> List.of(new Placed(place.customerId())))
            .decide(AddLine.class, OrderDecider::addLine)
            .decide(Ship.class, (ship, order) -> List.of(new Shipped(ship.trackingNumber())))
            .evolve(Placed.class, (order, placed) -> order)
            .evolve(LineAdded.class, OrderDecider::lineAdded)
            .evolve(Shipped.class, (order, shipped) -> new State(order.total(), true))
            .build();

    static final DeciderType<Command, State, OrderEvent> TYPE = DeciderType.of("Order", RULES, OrderEvent.class);

    private static List<OrderEvent> addLine(AddLine line, State order) {
        if (order.shipped()) {
            throw new OrderAlreadyShippedException();
        }
        return List.of(new LineAdded(line.sku(), line.quantity(), line.unitPrice()));
    }

    private static State lineAdded(State order, LineAdded line) {
        BigDecimal amount = line.unitPrice().multiply(BigDecimal.valueOf(line.quantity()));
        return new State(order.total().add(amount), order.shipped());
    }
    // endregion

    private OrderDecider() {}
}
