package dev.mink.benchmarks;

import dev.mink.Aggregate;
import dev.mink.AggregateType;

/** The aggregate that mink loads. */
final class Order extends Aggregate<OrderEvent> {

    static final AggregateType<Order, OrderEvent> TYPE = AggregateType.of("Order", Order::new, OrderEvent.class);

    private final Totals totals = new Totals();

    Order(String id) {
        super(id);
    }

    @Override
    protected void apply(OrderEvent event) {
        totals.add(event);
    }

    void add(OrderEvent event) {
        raise(event);
    }

    Totals totals() {
        return totals;
    }

    Totals.State state() {
        return totals.state();
    }

    void restore(Totals.State state) {
        totals.restore(state);
    }
}
