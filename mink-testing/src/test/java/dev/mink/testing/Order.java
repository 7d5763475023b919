package dev.mink.testing;

import dev.mink.Aggregate;
import dev.mink.AggregateType;
import dev.mink.testing.OrderEvent.LineAdded;
import dev.mink.testing.OrderEvent.Placed;
import dev.mink.testing.OrderEvent.Shipped;
import dev.mink.testing.OrderEvent.Signed;
import java.math.BigDecimal;

/** An order for the tests of specs, with a mistake that a spec finds. */
final class Order extends Aggregate<OrderEvent> {

    static final AggregateType<Order, OrderEvent> TYPE = AggregateType.of("Order", Order::new, OrderEvent.class);

    private BigDecimal total = BigDecimal.ZERO;
    private boolean shipped;
    private boolean gift;

    Order(String id) {
        super(id);
    }

    void place(String customerId) {
        raise(new Placed(customerId));
    }

    void addLine(String sku, int quantity, BigDecimal unitPrice) {
        if (shipped) {
            throw new AlreadyShippedException(id());
        }
        raise(new LineAdded(sku, quantity, unitPrice));
    }

    void ship(OrderEvent.Address address) {
        raise(new Shipped(address));
    }

    void sign(byte... signature) {
        raise(new Signed(signature));
    }

    /** Changes the state without an event, as one must not. */
    void makeGift() {
        gift = true;
    }

    BigDecimal total() {
        return total;
    }

    boolean isGift() {
        return gift;
    }

    @Override
    protected void apply(OrderEvent event) {
        if (event instanceof LineAdded line) {
            total = total.add(line.unitPrice().multiply(BigDecimal.valueOf(line.quantity())));
        } else if (event instanceof Shipped) {
            shipped = true;
        }
    }

    static final class AlreadyShippedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        AlreadyShippedException(String id) {
            super("order " + id + " is already shipped");
        }
    }
}
