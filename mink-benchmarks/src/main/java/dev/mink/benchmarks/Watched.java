package dev.mink.benchmarks;

import dev.mink.ExpectedVersion;
import dev.mink.Instrumentation;
import dev.mink.Mink;
import dev.mink.StreamId;
import dev.mink.memory.InMemoryStorage;
import dev.mink.metrics.MinkMetrics;
import dev.mink.spi.EventStorage;
import dev.mink.tracing.MinkTracing;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** What it costs to be watched: single appends on PostgreSQL, and commands in memory, compared with nobody watching. */
final class Watched implements Scenario {

    private static final BigDecimal PRICE = new BigDecimal("2.55");
    private static final BigDecimal TAX_RATE = new BigDecimal("20.0");
    private static final int MOST_EVENTS_IN_MEMORY = 100_000;

    @Override
    public String name() {
        return "watched";
    }

    @Override
    public List<Comparison> run(Server server, Harness harness, Options options) throws Exception {
        List<Comparison> comparisons = new ArrayList<>();
        try (Contenders contenders = new Contenders()) {
            List<Variant> variants = new ArrayList<>();
            for (Watcher watcher : Watcher.values()) {
                Mink<?> mink = mink(contenders.add(MinkStore.grouped(server)).storage(), watcher.instrumentations());
                variants.add(new Variant(watcher.label, watcher.role, thread -> appends(mink, thread)));
            }
            comparisons.add(harness.compare(name() + ", single append", 1, variants));
        }
        List<Variant> inMemory = new ArrayList<>();
        for (Watcher watcher : Watcher.values()) {
            List<Instrumentation> instrumentations = watcher.instrumentations();
            inMemory.add(
                    new Variant(watcher.label, watcher.role, thread -> new InMemoryCommands(instrumentations, thread)));
        }
        comparisons.add(harness.compare(name() + ", command in memory", 1, inMemory));
        return comparisons;
    }

    private static <T> Mink<T> mink(EventStorage<T> storage, List<Instrumentation> instrumentations) {
        Mink.Builder<T> mink = Mink.builder(storage)
                .handle(Add.class, Order.TYPE, Add::orderId, (order, add) -> order.add(add.line()));
        instrumentations.forEach(mink::instrument);
        return mink.build();
    }

    private static Operation appends(Mink<?> mink, int thread) {
        Orders orders = new Orders(SingleAppends.EVENTS_PER_ORDER, thread);
        return () -> {
            OrderEvent event = orders.next();
            var unused = mink.store()
                    .append(
                            StreamId.of("Order", orders.id()),
                            ExpectedVersion.exactly(orders.version() - 1L),
                            List.of(event));
            return 1;
        };
    }

    /** Who watches, each besides those before. */
    private enum Watcher {
        NOBODY("nobody watches", Contender.Role.SAME),
        METRICS("metrics", Contender.Role.MINK),
        TRACER("and a tracer of nothing", Contender.Role.MINK);

        private final String label;
        private final Contender.Role role;

        Watcher(String label, Contender.Role role) {
            this.label = label;
            this.role = role;
        }

        List<Instrumentation> instrumentations() {
            List<Instrumentation> all = new ArrayList<>();
            if (compareTo(METRICS) >= 0) {
                all.add(MinkMetrics.of(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)));
            }
            if (compareTo(TRACER) >= 0) {
                all.add(MinkTracing.of(OpenTelemetry.noop()));
            }
            return all;
        }
    }

    /** Commands that each add a line to a new order, with a new store when one is full. */
    private static final class InMemoryCommands implements Operation {

        private final List<Instrumentation> instrumentations;
        private final Orders orders;
        private Mink<?> mink;
        private int left = MOST_EVENTS_IN_MEMORY;

        InMemoryCommands(List<Instrumentation> instrumentations, long seed) {
            this.instrumentations = instrumentations;
            this.orders = new Orders(1, seed);
            this.mink = mink(new InMemoryStorage(), instrumentations);
        }

        @Override
        public int run() {
            if (left == 0) {
                mink = mink(new InMemoryStorage(), instrumentations);
                left = MOST_EVENTS_IN_MEMORY;
            }
            left--;
            var unused = orders.next();
            mink.dispatch(new Add(orders.id(), 1, line(orders))).orElseThrow();
            return 1;
        }
    }

    private static OrderEvent.LineAdded line(Orders orders) {
        return new OrderEvent.LineAdded(orders.id(), "sku-4711", "white hanging heart holder", 1, PRICE, TAX_RATE);
    }
}
