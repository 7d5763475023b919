package dev.mink.benchmarks;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Appends of one event each by 1, 8 and 32 threads: each thread writes one order of 20 events after the
 * other, and expects exactly the version before.
 */
final class SingleAppends implements Scenario {

    static final int EVENTS_PER_ORDER = 20;

    @Override
    public String name() {
        return "single append";
    }

    @Override
    public List<Comparison> run(Server server, Harness harness, Options options) throws Exception {
        List<Comparison> comparisons = new ArrayList<>();
        for (int threads : List.of(1, 8, 32)) {
            try (Contenders contenders = new Contenders()) {
                contenders.add(new MinimalTable(server, BatchForm.ARRAYS));
                contenders.add(SameTable.create(server, BatchForm.ARRAYS));
                contenders.add(MinkStore.ungrouped(server));
                contenders.add(MinkStore.grouped(server));
                contenders.add(AxonStore.create(server));
                List<Variant> variants = contenders.all().stream()
                        .map(contender -> Variant.of(contender, thread -> appends(contender, thread)))
                        .toList();
                comparisons.add(harness.compare(name(), threads, variants));
            }
        }
        return comparisons;
    }

    private static Operation appends(Contender contender, int thread) throws Exception {
        Contender.Writer writer = contender.writer();
        Orders orders = new Orders(EVENTS_PER_ORDER, thread);
        return new Operation() {
            @Override
            public int run() throws Exception {
                OrderEvent event = orders.next();
                writer.append(orders.id(), orders.version() - 1L, List.of(event));
                return 1;
            }

            @Override
            public void close() throws SQLException {
                writer.close();
            }
        };
    }
}
