package dev.mink.benchmarks;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Appends of 100 events each by 1 and 8 threads: each is a new order. */
final class Batches implements Scenario {

    static final int EVENTS = 100;

    @Override
    public String name() {
        return "batch of 100";
    }

    @Override
    public List<Comparison> run(Server server, Harness harness, Options options) throws Exception {
        List<Comparison> comparisons = new ArrayList<>();
        for (int threads : List.of(1, 8)) {
            try (Contenders contenders = new Contenders()) {
                List<Variant> variants = new ArrayList<>();
                for (BatchForm form : BatchForm.values()) {
                    variants.add(variant(contenders.add(new MinimalTable(server, form)), ", " + form));
                    variants.add(variant(contenders.add(SameTable.create(server, form)), ", " + form));
                }
                variants.add(variant(contenders.add(MinkStore.grouped(server)), ""));
                variants.add(variant(contenders.add(AxonStore.create(server)), ""));
                comparisons.add(harness.compare(name(), threads, variants));
            }
        }
        return comparisons;
    }

    private static Variant variant(Contender contender, String form) {
        return new Variant(contender.name() + form, contender.role(), thread -> batches(contender, thread));
    }

    private static Operation batches(Contender contender, int thread) throws Exception {
        Contender.Writer writer = contender.writer();
        Orders orders = new Orders(EVENTS, thread);
        return new Operation() {
            @Override
            public int run() throws Exception {
                List<OrderEvent> events = orders.nextOrder();
                writer.append(orders.id(), 0, events);
                return events.size();
            }

            @Override
            public void close() throws SQLException {
                writer.close();
            }
        };
    }
}
