package dev.mink.examples.quickstart;

import dev.mink.Aggregate;
import dev.mink.AggregateType;
import dev.mink.examples.quickstart.OrderEvent.LineAdded;
import dev.mink.examples.quickstart.OrderEvent.Placed;
import dev.mink.examples.quickstart.OrderEvent.Shipped;
import java.math.BigDecimal;

// region: aggregate
/** An order: open until it is shipped. */
public final class Order extends Aggregate<OrderEvent> {
    public static final AggregateType<Order, OrderEvent> TYPE = AggregateType.of("Order", Order::new, OrderEvent.class);

    private BigDecimal total = BigDecimal.ZERO;
    private boolean shipped;

    Order(String id) {
        super(id);
    }

    public void place(String customerId) {
        raise(new Placed(customerId));
    }

    public void addLine(String sku, int quantity, BigDecimal unitPrice) {
        if (shipped) {
            throw new OrderAlreadyShippedException();
        }
        raise(new LineAdded(sku, quantity, unitPrice));
    }

    public void ship(String trackingNumber) {
        raise(new Shipped(trackingNumber));
    }

    public BigDecimal total() {
        return total;
    }

    @Override
    protected void apply(OrderEvent event) {
        if (event instanceof LineAdded line) {
            total = total.add(line.unitPrice().multiply(BigDecimal.valueOf(line.quantity())));
        } else if (event instanceof Shipped) {
            shipped = true;
        }
    }
}
// endregion
