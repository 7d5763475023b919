package dev.mink.benchmarks;

import static dev.mink.snapshot.SnapshotPolicy.never;

import dev.mink.AggregateType;
import dev.mink.EventStore;
import dev.mink.ExpectedVersion;
import dev.mink.Repository;
import dev.mink.StreamId;
import dev.mink.schema.EventTypes;
import dev.mink.snapshot.AggregateCache;
import java.util.ArrayList;
import java.util.List;

/**
 * Loads of an order of 10,000 events by one thread: from a snapshot that is 10 events behind, compared with loads of an
 * order of 10 events; from the cache, compared with loads of nothing; and of an order of 10 events without either,
 * compared with reading and applying them by hand.
 */
final class Snapshots implements Scenario {

    private static final int LONG = 10_000;
    private static final int SHORT = 10;
    private static final int ORDERS = 20;

    private static final AggregateType<Order, OrderEvent> WITH_SNAPSHOTS = Order.TYPE.withSnapshots(
            dev.mink.snapshot.Snapshots.of(never(), Totals.State.class, Order::state, Order::restore));
    private static final AggregateType<Order, OrderEvent> WITH_CACHE =
            WITH_SNAPSHOTS.withCache(AggregateCache.ofEntries(1_000));

    @Override
    public String name() {
        return "snapshots";
    }

    @Override
    public List<Comparison> run(Server server, Harness harness, Options options) throws Exception {
        try (Contenders contenders = new Contenders()) {
            MinkStore mink = contenders.add(MinkStore.grouped(server));
            EventStore<?> store = EventStore.of(mink.storage(), EventTypes.of(OrderEvent.class));
            List<String> few = fill(store, "few", SHORT);
            List<String> many = fill(store, "many", LONG - SHORT);
            for (String id : many) {
                store.repository(WITH_SNAPSHOTS).snapshots().take(id);
            }
            var unused = fill(store, "many", SHORT);
            server.execute("vacuum analyze");
            Repository<Order> plain = store.repository(Order.TYPE);
            Variant shortLoads = new Variant("10 events", Contender.Role.SAME, thread -> loads(plain, few, SHORT));
            return List.of(
                    harness.compare(
                            name() + ", load",
                            1,
                            List.of(
                                    shortLoads,
                                    mink("10,000, from a snapshot", store.repository(WITH_SNAPSHOTS), many, LONG),
                                    mink("10,000, all of them", plain, many, LONG))),
                    harness.compare(
                            name() + ", load from the cache",
                            1,
                            List.of(
                                    new Variant(
                                            "nothing", Contender.Role.SAME, thread -> loads(plain, List.of("none"), 0)),
                                    mink("10,000, cached", store.repository(WITH_CACHE), many, LONG))),
                    harness.compare(
                            name() + ", load without any",
                            1,
                            List.of(
                                    new Variant(
                                            "10 events, by hand", Contender.Role.SAME, thread -> byHand(store, few)),
                                    mink("10 events", plain, few, SHORT))));
        }
    }

    private static Variant mink(String name, Repository<Order> orders, List<String> ids, int events) {
        return new Variant(name, Contender.Role.MINK, thread -> loads(orders, ids, events));
    }

    /** Adds so many events to each of some orders. */
    private static List<String> fill(EventStore<?> store, String prefix, int events) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < ORDERS; i++) {
            ids.add(prefix + i);
            var unused = store.append(
                    StreamId.of("Order", prefix + i), ExpectedVersion.any(), new Orders(events, i).nextOrder());
        }
        return ids;
    }

    private static Operation loads(Repository<Order> orders, List<String> ids, int events) {
        return new Operation() {

            private int next;

            @Override
            public int run() {
                next = (next + 1) % ids.size();
                Totals totals = orders.loadOrNew(ids.get(next)).totals();
                if (totals.events() != events) {
                    throw new IllegalStateException("loaded " + totals + ", but " + events + " were expected");
                }
                return 1;
            }
        };
    }

    private static Operation byHand(EventStore<?> store, List<String> ids) {
        return new Operation() {

            private int next;

            @Override
            public int run() {
                next = (next + 1) % ids.size();
                Order order = new Order(ids.get(next));
                store.read(StreamId.of("Order", ids.get(next)))
                        .forEach(event -> order.apply((OrderEvent) event.event()));
                if (order.totals().events() != SHORT) {
                    throw new IllegalStateException("loaded " + order.totals());
                }
                return 1;
            }
        };
    }
}
