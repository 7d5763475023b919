package dev.mink.benchmarks;

import dev.mink.Metadata;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reading all events in their order by one thread, in pages, as a replay does: events without metadata,
 * and events that carry a correlation and a causation id.
 *
 * <p>On the minimal table only position, type and payload are read; on mink's table, what a projection
 * needs: position, stream, version, id, type, metadata, time and payload.
 */
final class Replay implements Scenario {

    /** How many events a page has. */
    static final int PAGE = 1_000;

    private static final String CORRELATION = "0199a0b0-1111-7222-8333-444455556666";
    private static final String CAUSATION = "0199a0b0-1111-7222-8333-444455557777";

    @Override
    public String name() {
        return "replay";
    }

    @Override
    public List<Comparison> run(Server server, Harness harness, Options options) throws Exception {
        List<Comparison> comparisons = new ArrayList<>();
        comparisons.add(compare(server, harness, options, name(), Metadata.empty(), Map.of()));
        comparisons.add(compare(
                server,
                harness,
                options,
                name() + " with metadata",
                Metadata.empty().withCorrelationId(CORRELATION).withCausationId(CAUSATION),
                Map.of("correlationId", CORRELATION, "causationId", CAUSATION)));
        return comparisons;
    }

    private static Comparison compare(
            Server server,
            Harness harness,
            Options options,
            String name,
            Metadata metadata,
            Map<String, String> axonMetadata)
            throws Exception {
        try (Contenders contenders = new Contenders()) {
            MinimalTable minimal = contenders.add(new MinimalTable(server, BatchForm.ARRAYS));
            MinkStore mink = contenders.add(MinkStore.grouped(server, metadata));
            AxonStore axon = contenders.add(AxonStore.create(server, axonMetadata));
            AxonStore paged = contenders.add(AxonStore.withLargePages(server, axonMetadata));
            for (Contender contender : contenders.all()) {
                fill(contender, options.events());
            }
            SameTable same = contenders.add(SameTable.of(server, mink.schema()));
            server.execute("vacuum analyze");
            List<Variant> variants = new ArrayList<>();
            for (Contender contender : List.of(minimal, same, mink, axon, paged)) {
                variants.add(Variant.of(contender, thread -> replays(contender, options.events())));
            }
            return harness.compare(name, 1, variants);
        }
    }

    private static void fill(Contender contender, int events) throws Exception {
        try (Contender.Writer writer = contender.writer()) {
            Orders orders = new Orders(SingleAppends.EVENTS_PER_ORDER, 0);
            for (int i = 0; i < events; i += SingleAppends.EVENTS_PER_ORDER) {
                List<OrderEvent> order = orders.nextOrder();
                writer.append(orders.id(), 0, order);
            }
        }
    }

    /** Reads all events at once. */
    static Operation replays(Contender contender, int events) throws Exception {
        Contender.Reader reader = contender.reader();
        return new Operation() {
            @Override
            public int run() throws Exception {
                return checked(reader.replay(), events);
            }

            @Override
            public void close() throws SQLException {
                reader.close();
            }
        };
    }

    /** The number of events, which must be what was written. */
    static int checked(Totals totals, int expected) {
        if (totals.events() != expected || totals.quantity() == 0) {
            throw new IllegalStateException("read " + totals + ", but " + expected + " events were written");
        }
        return expected;
    }
}
