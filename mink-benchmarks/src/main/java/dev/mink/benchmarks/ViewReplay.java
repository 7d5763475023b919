package dev.mink.benchmarks;

import dev.mink.Metadata;
import dev.mink.projection.View;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * Filling a read model with 25,000 keys from all events: a view, rebuilt by the engine with all that belongs to that, beside
 * the plain reading and decoding of the same events; and an upsert by JDBC for each event with a commit for each page
 * of 1,000, by hand and by Axon's streaming processor. These two process the first tenth of the events only.
 */
final class ViewReplay implements Scenario {

    static final int KEYS = 25_000;

    static final View<Product> PRODUCTS = View.of("products", Product.class)
            .startWith(key -> new Product(key, 0, 0))
            .on(
                    OrderEvent.class,
                    ViewReplay::key,
                    (product, event) -> new Product(product.key(), product.events() + 1, product.sum() + sum(event)))
            .build();

    static final String DDL = "(key text primary key, events bigint not null, total bigint not null)";

    /**
     * What is kept.
     *
     * @param key of the document
     * @param events how many there were
     * @param sum of what they tell
     */
    record Product(String key, long events, long sum) {}

    /** Spreads events over the keys. */
    static String key(OrderEvent event) {
        String text = event instanceof OrderEvent.LineAdded line
                ? line.sku()
                : event instanceof OrderEvent.Placed placed
                        ? placed.customerId()
                        : ((OrderEvent.Shipped) event).trackingNumber();
        return "p-" + Math.floorMod(text.hashCode(), KEYS);
    }

    static long sum(OrderEvent event) {
        return event instanceof OrderEvent.LineAdded line ? line.quantity() : 0;
    }

    static String upsert(String table) {
        return "insert into " + table + " as p (key, events, total) values (?, 1, ?) on conflict (key)"
                + " do update set events = p.events + 1, total = p.total + excluded.total";
    }

    static void upsert(PreparedStatement statement, OrderEvent event) throws SQLException {
        statement.setString(1, key(event));
        statement.setLong(2, sum(event));
        statement.executeUpdate();
    }

    @Override
    public String name() {
        return "views, 25,000 keys";
    }

    @Override
    public List<Comparison> run(Server server, Harness harness, Options options) throws Exception {
        int events = options.events() * 5;
        int few = options.events() / 2;
        try (Contenders contenders = new Contenders()) {
            MinimalTable minimal = contenders.add(new MinimalTable(server, BatchForm.ARRAYS));
            MinkStore mink = contenders.add(MinkStore.grouped(server, Metadata.empty()));
            AxonStore axon = contenders.add(AxonStore.withLargePages(server, Map.of()));
            fill(minimal, few);
            fill(mink, events);
            fill(axon, few);
            server.execute("vacuum analyze");
            List<Variant> variants = List.of(
                    new Variant("JDBC upserts", Contender.Role.HAND, thread -> new HandView(server, minimal, few)),
                    new Variant("mink, only read", Contender.Role.SAME, thread -> Replay.replays(mink, events)),
                    new Variant("mink", Contender.Role.MINK, thread -> MinkView.start(mink, events)),
                    new Variant("Axon Framework 4.13.0", Contender.Role.AXON, thread -> new AxonView(axon, few)));
            return List.of(harness.compare(name(), 1, variants));
        }
    }

    private static void fill(Contender contender, int events) throws Exception {
        try (Contender.Writer writer = contender.writer()) {
            Orders orders = new Orders(1000, 0);
            for (int i = 0; i < events; i += 1000) {
                List<OrderEvent> order = orders.nextOrder();
                writer.append(orders.id(), 0, order);
            }
        }
    }

    /** Fills a table by hand. */
    private static final class HandView implements Operation {

        private final Connection connection;
        private final PreparedStatement page;
        private final PreparedStatement upsert;
        private final String table;
        private final int events;

        HandView(Server server, MinimalTable minimal, int events) throws SQLException {
            this.connection = server.connect();
            this.events = events;
            this.table = minimal.schema() + ".products";
            try (var statement = connection.createStatement()) {
                statement.execute("create table " + table + " " + DDL);
            }
            connection.setAutoCommit(false);
            this.page = connection.prepareStatement("select position, type, payload from " + minimal.schema()
                    + ".events where position > ? order by position limit " + Replay.PAGE);
            this.upsert = connection.prepareStatement(upsert(table));
        }

        @Override
        public int run() throws SQLException {
            try (var statement = connection.createStatement()) {
                statement.execute("truncate " + table);
            }
            long position = 0;
            int read = 0;
            while (read < events) {
                page.setLong(1, position);
                try (var rows = page.executeQuery()) {
                    while (rows.next()) {
                        position = rows.getLong(1);
                        upsert(upsert, HandMapper.read(rows.getString(2), rows.getBytes(3)));
                        read++;
                    }
                }
                connection.commit();
            }
            return read;
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }
}
