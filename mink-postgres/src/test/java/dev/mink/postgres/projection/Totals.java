package dev.mink.postgres.projection;

import dev.mink.FeedQuery;
import dev.mink.Mink;
import dev.mink.postgres.kit.Database;
import dev.mink.postgres.kit.Fact;
import dev.mink.postgres.kit.Fact.Noted;
import dev.mink.postgres.kit.Sql;
import dev.mink.projection.AsyncOptions;
import dev.mink.projection.Projection;
import dev.mink.spi.EventStorage;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

/**
 * Two projections that add: what is processed twice or left out shows for ever. One adds for each stream, in slices,
 * and the other everything into one row.
 */
final class Totals {

    private static final String TABLE = "create table %s.totals (name text primary key, total bigint, events bigint)";
    private static final String ADD = "insert into %s.totals as known values (?, ?, 1)"
            + " on conflict (name) do update set total = known.total + excluded.total, events = known.events + 1";

    private Totals() {}

    static void createTable(DataSource dataSource, String schema) throws SQLException {
        Sql.execute(dataSource, TABLE.formatted('"' + schema + '"'));
    }

    /** A node that runs both, and takes over from others soon. */
    static Mink<Connection> node(EventStorage<Connection> storage, String schema, String name) {
        return Mink.builder(storage)
                .events(Fact.TYPES)
                .async(adding("per-stream", schema), options().partitions(3))
                .async(adding("grand", schema), options())
                .projections(all -> all.node(name).leaseDuration(Duration.ofSeconds(1)))
                .build()
                .start();
    }

    private static AsyncOptions options() {
        return AsyncOptions.defaults().batchSize(50);
    }

    private static Projection<Connection> adding(String name, String schema) {
        String add = ADD.formatted('"' + schema + '"');
        Projection.Builder<Connection> projection = Projection.<Connection>named(name)
                .on(
                        Noted.class,
                        (noted, delivery) -> add(
                                delivery.transaction(),
                                add,
                                name.equals("grand") ? name : delivery.stream().toString(),
                                noted.number()));
        return name.equals("grand")
                ? projection.build()
                : projection.perStream().build();
    }

    private static void add(Connection transaction, String sql, String name, int number) throws SQLException {
        try (PreparedStatement statement = transaction.prepareStatement(sql)) {
            statement.setString(1, name);
            statement.setInt(2, number);
            statement.executeUpdate();
        }
    }

    /** What the projections have made of the events: the sum and the number, by names. */
    static Map<String, String> read(DataSource dataSource, String schema) throws SQLException {
        Map<String, String> totals = new TreeMap<>();
        for (String line : Sql.texts(
                dataSource, "select name || '=' || total || ' of ' || events from \"" + schema + "\".totals")) {
            String[] parts = line.split("=", 2);
            totals.put(parts[0], parts[1]);
        }
        return totals;
    }

    /** The same, counted from the events. */
    static Map<String, String> recount(EventStorage<Connection> storage) {
        Map<String, long[]> sums = new TreeMap<>();
        Database.facts(storage).read(FeedQuery.all().types(Noted.class)).forEach(event -> {
            int number = ((Noted) event.event()).number();
            for (String name : new String[] {event.stream().toString(), "grand"}) {
                long[] sum = sums.computeIfAbsent(name, none -> new long[2]);
                sum[0] += number;
                sum[1]++;
            }
        });
        Map<String, String> totals = new TreeMap<>();
        sums.forEach((name, sum) -> totals.put(name, sum[0] + " of " + sum[1]));
        return totals;
    }
}
