package dev.mink.benchmarks;

import dev.mink.Metadata;
import dev.mink.benchmarks.Comparison.Result;
import dev.mink.postgres.PostgresOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How long it takes from the commit of an event to the handler of a projection in another process, with 100 events a
 * second. The way back over a socket counts, too.
 */
final class Delivery implements Scenario {

    private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    @Override
    public String name() {
        return "delivery to another process";
    }

    @Override
    public List<Comparison> run(Server server, Harness harness, Options options) throws Exception {
        try (MinkStore store = MinkStore.connect("mink", server, PostgresOptions.defaults(), Metadata.empty());
                FarNode node = FarNode.start(server.url(), store.schema())) {
            Contender.Writer writer = store.writer();
            Orders orders = new Orders(SingleAppends.EVENTS_PER_ORDER, 1);
            int count = Math.max(1, (int) (100 * options.seconds()));
            for (int warmup = 0; warmup < options.warmups(); warmup++) {
                measure(writer, orders, node, count, new Latencies());
            }
            List<Latencies> rounds = new ArrayList<>();
            List<Double> rates = new ArrayList<>();
            for (int round = 0; round < options.rounds(); round++) {
                Latencies latencies = new Latencies();
                rates.add(measure(writer, orders, node, count, latencies));
                rounds.add(latencies);
            }
            double rate =
                    rates.stream().sorted().skip(rates.size() / 2).findFirst().orElse(0.0);
            Result result = new Result(
                    "mink",
                    Contender.Role.MINK,
                    rate,
                    rates,
                    Latencies.percentileMillis(rounds, 0.50),
                    Latencies.percentileMillis(rounds, 0.99),
                    null,
                    null);
            return List.of(new Comparison(name(), 1, List.of(result)));
        }
    }

    /** Appends at a steady pace, and tells how many events that were in a second. */
    private static double measure(Contender.Writer writer, Orders orders, FarNode node, int count, Latencies latencies)
            throws Exception {
        long begin = System.nanoTime();
        for (int i = 0; i < count; i++) {
            long due = begin + i * EVERY_NANOS;
            while (System.nanoTime() < due) {
                TimeUnit.NANOSECONDS.sleep(Math.max(1, due - System.nanoTime()));
            }
            OrderEvent event = orders.next();
            writer.append(orders.id(), orders.version() - 1L, List.of(event));
            long committed = System.nanoTime();
            var unused = node.next();
            latencies.add(System.nanoTime() - committed);
        }
        return count / ((System.nanoTime() - begin) / 1e9);
    }
}
