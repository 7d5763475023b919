package dev.mink.benchmarks;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The orders that one thread writes, one after the other, each with the same number of events: placed,
 * lines added, shipped. Not thread-safe.
 */
final class Orders {

    private final int eventsPerOrder;
    private final SplittableRandom random;
    private String id = "";
    private int version;

    /** Orders whose contents the seed decides; their ids are new each time. */
    Orders(int eventsPerOrder, long seed) {
        this.eventsPerOrder = eventsPerOrder;
        this.random = new SplittableRandom(seed);
        this.version = eventsPerOrder;
    }

    /** Moves to the next event, which may be the first of a new order. */
    OrderEvent next() {
        if (version == eventsPerOrder) {
            ThreadLocalRandom ids = ThreadLocalRandom.current();
            id = new UUID(ids.nextLong(), ids.nextLong()).toString();
            version = 0;
        }
        version++;
        return event();
    }

    /** The events of a whole new order. */
    List<OrderEvent> nextOrder() {
        List<OrderEvent> events = new ArrayList<>(eventsPerOrder);
        do {
            events.add(next());
        } while (version < eventsPerOrder);
        return events;
    }

    /** The order that the last event belongs to. */
    String id() {
        return id;
    }

    /** The version of the last event, from 1. */
    int version() {
        return version;
    }

    private OrderEvent event() {
        if (version == 1) {
            return new OrderEvent.Placed(
                    id, "customer-" + random.nextInt(10_000, 99_999), "GB", "GBP", "web", "leave with a neighbour");
        }
        if (version == eventsPerOrder) {
            return new OrderEvent.Shipped(
                    id, "Parcel Force", "T-" + random.nextInt(1_000_000, 9_999_999), "Rotterdam North", 2);
        }
        return new OrderEvent.LineAdded(
                id,
                "sku-" + random.nextInt(10_000, 99_999),
                "white hanging heart holder",
                random.nextInt(1, 13),
                BigDecimal.valueOf(random.nextInt(85, 1_995), 2),
                BigDecimal.valueOf(200, 1));
    }
}
