package dev.mink.benchmarks;

import dev.mink.Metadata;
import dev.mink.Mink;
import dev.mink.Repository;
import dev.mink.command.Middleware;
import dev.mink.spi.EventStorage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Commands that add one event each to orders of up to 20: by {@code Repository.update} with the same metadata, which is
 * what they are compared with, through a bus with six middleware, and through one that remembers every result besides.
 */
final class Commands implements Scenario {

    private static final int EVENTS_PER_ORDER = 20;
    private static final BigDecimal PRICE = new BigDecimal("2.55");
    private static final BigDecimal TAX_RATE = new BigDecimal("20.0");
    private static final int MOST_EVENTS_IN_MEMORY = 100_000;

    @Override
    public String name() {
        return "commands";
    }

    @Override
    public List<Comparison> run(Server server, Harness harness, Options options) throws Exception {
        List<Comparison> comparisons = new ArrayList<>();
        for (int threads : List.of(1, 8)) {
            try (Contenders contenders = new Contenders()) {
                List<Variant> variants = new ArrayList<>();
                for (Way way : Way.values()) {
                    Mink<?> mink =
                            mink(contenders.add(MinkStore.grouped(server)).storage(), way);
                    variants.add(new Variant(way.label, way.role, thread -> commands(mink, way, thread)));
                }
                comparisons.add(harness.compare(name(), threads, variants));
            }
        }
        comparisons.add(harness.compare(name() + " in memory", 1, inMemory()));
        return comparisons;
    }

    private static List<Variant> inMemory() {
        List<Variant> variants = new ArrayList<>();
        for (Way way : Way.values()) {
            variants.add(new Variant(way.label, way.role, thread -> new InMemoryCommands(way, thread)));
        }
        return variants;
    }

    private static <T> Mink<T> mink(EventStorage<T> storage, Way way) {
        return Mink.builder(storage)
                .aggregate(Order.TYPE)
                .handle(Add.class, Order.TYPE, Add::orderId, (order, add) -> order.add(add.line()))
                .middleware(way.middleware())
                .build();
    }

    private static Operation commands(Mink<?> mink, Way way, long seed) {
        Orders orders = new Orders(EVENTS_PER_ORDER, seed);
        return () -> {
            orders.next();
            way.add(mink, new Add(orders.id(), orders.version(), line(orders)));
            return 1;
        };
    }

    private static OrderEvent.LineAdded line(Orders orders) {
        return new OrderEvent.LineAdded(
                orders.id(), "sku-4711", "white hanging heart holder", orders.version(), PRICE, TAX_RATE);
    }

    /** As the bus makes it: two ids. */
    private static Metadata metadata() {
        return Metadata.empty()
                .withCorrelationId(UUID.randomUUID().toString())
                .withCausationId(UUID.randomUUID().toString());
    }

    /** How an event comes to an order. */
    private enum Way {
        UPDATE("Repository.update", Contender.Role.SAME) {
            @Override
            void add(Mink<?> mink, Add add) {
                Repository<Order> orders = mink.store().with(metadata()).repository(Order.TYPE);
                if (add.version() == 1) {
                    orders.create(add.orderId(), order -> order.add(add.line()));
                } else {
                    orders.update(add.orderId(), order -> order.add(add.line()));
                }
            }
        },
        BUS("bus, 6 middleware", Contender.Role.MINK),
        IDEMPOTENT("bus, idempotent besides", Contender.Role.MINK);

        private final String label;
        private final Contender.Role role;

        Way(String label, Contender.Role role) {
            this.label = label;
            this.role = role;
        }

        void add(Mink<?> mink, Add add) {
            mink.dispatch(add).orElseThrow();
        }

        Middleware[] middleware() {
            List<Middleware> list = new ArrayList<>(List.of(
                    Middleware.recovery(),
                    Middleware.correlation(),
                    Middleware.causation(),
                    Middleware.logging(),
                    Middleware.validation(),
                    Middleware.retryOnConflict(5)));
            if (this == IDEMPOTENT) {
                list.add(Middleware.idempotency());
            }
            return list.toArray(Middleware[]::new);
        }
    }

    /** The same in memory, with a new store when one is full. */
    private static final class InMemoryCommands implements Operation {

        private final Way way;
        private final long seed;
        private Operation commands = () -> 0;
        private int left;

        InMemoryCommands(Way way, long seed) {
            this.way = way;
            this.seed = seed;
        }

        @Override
        public int run() throws Exception {
            if (left == 0) {
                commands = commands(mink(MinkStore.inMemory().storage(), way), way, seed);
                left = MOST_EVENTS_IN_MEMORY;
            }
            left--;
            return commands.run();
        }
    }
}
