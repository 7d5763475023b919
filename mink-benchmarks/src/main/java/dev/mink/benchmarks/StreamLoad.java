package dev.mink.benchmarks;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Loading one order of 1,000 events by one thread, each time another one: its events read
 * as a stream, and folded into an aggregate.
 */
final class StreamLoad implements Scenario {

    private static final int EVENTS_PER_ORDER = 1_000;

    @Override
    public String name() {
        return "load 1,000 events";
    }

    @Override
    public List<Comparison> run(Server server, Harness harness, Options options) throws Exception {
        try (Contenders contenders = new Contenders()) {
            List<Variant> variants = new ArrayList<>();
            for (Contender contender : List.of(
                    contenders.add(new MinimalTable(server, BatchForm.ARRAYS)),
                    contenders.add(SameTable.create(server, BatchForm.ARRAYS)),
                    contenders.add(AxonStore.create(server)),
                    contenders.add(AxonStore.withLargePages(server, Map.of())))) {
                List<String> orders = fill(contender, options);
                variants.add(Variant.of(contender, thread -> loads(contender.reader(), orders)));
            }
            variants.addAll(ofMink(contenders.add(MinkStore.grouped(server)), options));
            server.execute("vacuum analyze");
            return List.of(harness.compare(name(), 1, variants));
        }
    }

    /** A stream read, and an aggregate loaded. */
    static List<Variant> ofMink(MinkStore mink, Options options) throws Exception {
        List<String> orders = fill(mink, options);
        return List.of(
                new Variant(mink.name() + ", read", mink.role(), thread -> loads(mink.reader(), orders)),
                new Variant(mink.name() + ", load", mink.role(), thread -> loads(mink.aggregateReader(), orders)));
    }

    private static List<String> fill(Contender contender, Options options) throws Exception {
        List<String> ids = new ArrayList<>();
        try (Contender.Writer writer = contender.writer()) {
            Orders orders = new Orders(EVENTS_PER_ORDER, 0);
            for (int i = 0; i < Math.max(1, options.events() / 10_000); i++) {
                List<OrderEvent> events = orders.nextOrder();
                writer.append(orders.id(), 0, events);
                ids.add(orders.id());
            }
        }
        return ids;
    }

    private static Operation loads(Contender.Reader reader, List<String> orders) {
        return new Operation() {

            private int next;

            @Override
            public int run() throws Exception {
                next = (next + 1) % orders.size();
                return Replay.checked(reader.load(orders.get(next)), EVENTS_PER_ORDER);
            }

            @Override
            public void close() throws SQLException {
                reader.close();
            }
        };
    }
}
