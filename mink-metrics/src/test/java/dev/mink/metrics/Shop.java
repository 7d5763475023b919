package dev.mink.metrics;

import dev.mink.Aggregate;
import dev.mink.AggregateType;

/** What tests sell. */
final class Shop {

    private Shop() {}

    sealed interface OrderEvent {
        record Placed(String customer) implements OrderEvent {}

        record LineAdded(String sku) implements OrderEvent {}
    }

    static final class Order extends Aggregate<OrderEvent> {

        static final AggregateType<Order, OrderEvent> TYPE = AggregateType.of("Order", Order::new, OrderEvent.class);

        private int lines;

        Order(String id) {
            super(id);
        }

        void place(String customer) {
            raise(new OrderEvent.Placed(customer));
        }

        void add(String sku) {
            if (lines >= 3) {
                throw new OrderFullException();
            }
            raise(new OrderEvent.LineAdded(sku));
        }

        @Override
        protected void apply(OrderEvent event) {
            if (event instanceof OrderEvent.LineAdded) {
                lines++;
            }
        }
    }

    /** What a rule of the domain says. */
    static final class OrderFullException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    record AddLine(String order, String sku) {}
}
