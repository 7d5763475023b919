package dev.mink.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * mink's in-memory storage: single appends with encoding by 1 and 8 threads on one store, which a new
 * one replaces when it is full, and loading an order of 1,000 events.
 */
final class InMemory implements Scenario {

    private static final int MOST_EVENTS = 200_000;

    @Override
    public String name() {
        return "in memory";
    }

    @Override
    public List<Comparison> run(Server server, Harness harness, Options options) throws Exception {
        List<Comparison> comparisons = new ArrayList<>();
        for (int threads : List.of(1, 8)) {
            Stores stores = new Stores();
            Variant variant = new Variant("mink in memory", Contender.Role.MINK, thread -> appends(stores, thread));
            comparisons.add(harness.compare(name() + ", single append", threads, List.of(variant)));
        }
        List<Variant> loads = StreamLoad.ofMink(MinkStore.inMemory(), options);
        comparisons.add(harness.compare(name() + ", load 1,000 events", 1, loads));
        return comparisons;
    }

    private static Operation appends(Stores stores, int thread) {
        Orders orders = new Orders(SingleAppends.EVENTS_PER_ORDER, thread);
        return () -> {
            Contender.Writer writer = stores.current().writer();
            for (int i = 0; i < SingleAppends.EVENTS_PER_ORDER; i++) {
                OrderEvent event = orders.next();
                writer.append(orders.id(), orders.version() - 1L, List.of(event));
            }
            return SingleAppends.EVENTS_PER_ORDER;
        };
    }

    /** The store that all threads append to; a full one is left to the garbage collector. */
    private static final class Stores {

        private final ReentrantLock lock = new ReentrantLock();
        private volatile MinkStore store = MinkStore.inMemory();

        MinkStore current() {
            MinkStore current = store;
            if (current.storage().lastPosition() < MOST_EVENTS) {
                return current;
            }
            return renew(current);
        }

        private MinkStore renew(MinkStore full) {
            lock.lock();
            try {
                if (store == full) {
                    store = MinkStore.inMemory();
                }
                return store;
            } finally {
                lock.unlock();
            }
        }
    }
}
