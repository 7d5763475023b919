package dev.mink.command;

import dev.mink.Mink;
import dev.mink.fixture.Order;
import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;

/** Commands on orders, and a mink that handles them. */
final class Orders {

    private Orders() {}

    record Place(String orderId, String customerId) implements ForAggregate {

        @Override
        public String aggregateId() {
            return orderId;
        }
    }

    record AddLine(String orderId, String sku) implements SelfValidating {

        @Override
        public void validate(Violations violations) {
            violations
                    .require(!orderId.isBlank(), "orderId", "must not be blank", "required")
                    .require(!sku.isBlank(), "sku", "must not be blank", "required");
        }
    }

    record PlaceOnce(String key, String orderId, String customerId) implements Idempotent {

        @Override
        public String idempotencyKey() {
            return key;
        }
    }

    record Ship(String orderId) {}

    static Mink.Builder<MemoryTransaction> builder() {
        return builder(new InMemoryStorage());
    }

    static Mink.Builder<MemoryTransaction> builder(InMemoryStorage storage) {
        return Mink.builder(storage)
                .aggregate(Order.TYPE)
                .handle(Place.class, Order.TYPE, Place::orderId, (order, c) -> order.place(c.customerId()))
                .handle(PlaceOnce.class, Order.TYPE, PlaceOnce::orderId, (order, c) -> order.place(c.customerId()))
                .handle(AddLine.class, Order.TYPE, AddLine::orderId, (order, c) -> order.addLine(c.sku()))
                .handle(Ship.class, Order.TYPE, Ship::orderId, (order, c) -> order.ship("T-1"));
    }
}
