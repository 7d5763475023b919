package dev.mink.metrics;

import dev.mink.Aggregate;
import dev.mink.AggregateType;
import dev.mink.Mink;
import dev.mink.command.Idempotent;
import dev.mink.command.Middleware;
import dev.mink.memory.MemoryTransaction;
import dev.mink.snapshot.AggregateCache;
import dev.mink.snapshot.SnapshotPolicy;
import dev.mink.snapshot.Snapshots;
import dev.mink.spi.EventStorage;

/** What tests sell. */
final class Shop {

    private Shop() {}

    /** A mink that is measured, driven by hand, with a snapshot of every third event and a cache. */
    static Mink.Builder<MemoryTransaction> mink(EventStorage<MemoryTransaction> storage, MinkMetrics metrics) {
        return Mink.builder(storage)
                .handle(AddLine.class, Order.TYPE, AddLine::order, (order, add) -> order.add(add.sku()))
                .handle(Place.class, Order.TYPE, Place::order, (order, place) -> order.place(place.customer()))
                .middleware(Middleware.retryOnConflict(3), Middleware.idempotency())
                .projections(settings -> settings.byHand())
                .snapshotsOn(Runnable::run)
                .instrument(metrics);
    }

    sealed interface OrderEvent {
        record Placed(String customer) implements OrderEvent {}

        record LineAdded(String sku) implements OrderEvent {}
    }

    /** Of at most five lines. */
    static final class Order extends Aggregate<OrderEvent> {

        static final AggregateType<Order, OrderEvent> TYPE = AggregateType.of("Order", Order::new, OrderEvent.class);

        static final AggregateType<Order, OrderEvent> WITH_SNAPSHOTS =
                TYPE.withSnapshots(Snapshots.of(SnapshotPolicy.every(3), State.class, Order::state, Order::restore));

        static final AggregateType<Order, OrderEvent> SHORTENED = WITH_SNAPSHOTS.withCache(AggregateCache.ofEntries(1));

        private int lines;

        Order(String id) {
            super(id);
        }

        void place(String customer) {
            raise(new OrderEvent.Placed(customer));
        }

        void add(String sku) {
            if (lines >= 5) {
                throw new OrderFullException();
            }
            raise(new OrderEvent.LineAdded(sku));
        }

        private State state() {
            return new State(lines);
        }

        private void restore(State state) {
            lines = state.lines();
        }

        @Override
        protected void apply(OrderEvent event) {
            if (event instanceof OrderEvent.LineAdded) {
                lines++;
            }
        }

        /** What is kept of an order. */
        record State(int lines) {}
    }

    /** What a rule of the domain says. */
    static final class OrderFullException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    record AddLine(String order, String sku) {}

    record Place(String order, String customer) implements Idempotent {
        @Override
        public String idempotencyKey() {
            return "place " + order;
        }
    }
}
