package dev.mink.benchmarks;

import dev.mink.Metadata;
import dev.mink.postgres.PostgresOptions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * How long it takes to ask for the safe position while 16 threads append as fast as they can, grouped
 * and not, next to the least that a query can take on the same server at the same time.
 */
final class SafePosition implements Scenario {

    private static final int WRITERS = 16;

    @Override
    public String name() {
        return "safe position";
    }

    @Override
    public List<Comparison> run(Server server, Harness harness, Options options) throws Exception {
        PostgresOptions pool = PostgresOptions.defaults().connections(1, WRITERS + 2);
        List<Comparison> comparisons = new ArrayList<>();
        for (boolean grouped : List.of(true, false)) {
            String name = name() + ", 16 writers" + (grouped ? "" : " not grouped");
            try (MinkStore store = MinkStore.connect("mink", server, pool.groupAppends(grouped), Metadata.empty());
                    Writers writers = new Writers(store)) {
                Variant least = new Variant("select 1", Contender.Role.HAND, thread -> selectOne(server));
                Variant safe = new Variant("safe position", Contender.Role.MINK, thread -> () -> {
                    store.storage().safePosition();
                    return 1;
                });
                comparisons.add(harness.compare(name, 1, List.of(least, safe)));
                writers.check();
            }
        }
        return comparisons;
    }

    private static Operation selectOne(Server server) throws Exception {
        Connection connection = server.connect();
        PreparedStatement statement = connection.prepareStatement("select 1");
        return new Operation() {
            @Override
            public int run() throws Exception {
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    return row.getInt(1);
                }
            }

            @Override
            public void close() throws SQLException {
                connection.close();
            }
        };
    }

    /** Threads that append until they are closed. */
    private static final class Writers implements AutoCloseable {

        private final ExecutorService executor = Executors.newFixedThreadPool(WRITERS);
        private final List<Future<?>> threads = new ArrayList<>();
        private volatile boolean closed;

        Writers(MinkStore store) {
            for (int i = 0; i < WRITERS; i++) {
                int seed = i;
                threads.add(executor.submit(() -> {
                    Contender.Writer writer = store.writer();
                    Orders orders = new Orders(SingleAppends.EVENTS_PER_ORDER, seed);
                    while (!closed) {
                        OrderEvent event = orders.next();
                        writer.append(orders.id(), orders.version() - 1L, List.of(event));
                    }
                    return seed;
                }));
            }
        }

        /** Refuses writers that have given up. */
        void check() throws Exception {
            for (Future<?> thread : threads) {
                if (thread.isDone()) {
                    thread.get();
                }
            }
        }

        @Override
        public void close() {
            closed = true;
            executor.shutdown();
            try {
                if (!executor.awaitTermination(1, TimeUnit.MINUTES)) {
                    throw new IllegalStateException("the writers do not end");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
