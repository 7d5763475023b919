package dev.mink.examples.observability;

import dev.mink.Decider;
import dev.mink.DeciderType;
import dev.mink.examples.observability.OrderCommand.AddLine;
import dev.mink.examples.observability.OrderCommand.Pay;
import dev.mink.examples.observability.OrderCommand.Place;
import dev.mink.examples.observability.OrderCommand.Ship;
import dev.mink.examples.observability.OrderEvent.LineAdded;
import dev.mink.examples.observability.OrderEvent.Paid;
import dev.mink.examples.observability.OrderEvent.Placed;
import dev.mink.examples.observability.OrderEvent.Shipped;
import dev.mink.snapshot.AggregateCache;
import java.math.BigDecimal;
import java.util.List;

/** An order: open until it is shipped, which takes that it was paid. */
final class OrderRules {
    record State(BigDecimal due, boolean shipped) {}

    private static final Decider<OrderCommand, State, OrderEvent> RULES = Decider.builder(
                    OrderCommand.class, new State(BigDecimal.ZERO, false), OrderEvent.class)
            .decide(Place.class, (place, order) -> List.of(new Placed(place.customerId())))
            .decide(AddLine.class, OrderRules::addLine)
            .decide(Pay.class, (pay, order) -> List.of(new Paid(pay.amount())))
            .decide(Ship.class, OrderRules::ship)
            .evolve(Placed.class, (order, placed) -> order)
            .evolve(LineAdded.class, (order, line) -> new State(order.due().add(price(line)), order.shipped()))
            .evolve(Paid.class, (order, paid) -> new State(order.due().subtract(paid.amount()), order.shipped()))
            .evolve(Shipped.class, (order, shipped) -> new State(order.due(), true))
            .build();

    static final DeciderType<OrderCommand, State, OrderEvent> TYPE =
            DeciderType.of("Order", RULES, OrderEvent.class).withCache(AggregateCache.ofEntries(1000));

    private OrderRules() {}

    private static BigDecimal price(LineAdded line) {
        return line.unitPrice().multiply(BigDecimal.valueOf(line.quantity()));
    }

    private static List<OrderEvent> addLine(AddLine line, State order) {
        if (order.shipped()) {
            throw new RefusedException("the order is already shipped");
        }
        return List.of(new LineAdded(line.sku(), line.quantity(), line.unitPrice()));
    }

    private static List<OrderEvent> ship(Ship ship, State order) {
        if (order.due().signum() > 0) {
            throw new RefusedException(order.due() + " is still to be paid");
        }
        return List.of(new Shipped(ship.country()));
    }
}
