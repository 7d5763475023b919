package dev.mink.postgres.readmodel;

import dev.mink.postgres.kit.Fact.Noted;
import dev.mink.postgres.kit.Sql;
import dev.mink.projection.Delivery;
import dev.mink.projection.Generations;
import dev.mink.projection.Projection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.function.IntPredicate;

/** A projection that adds: whatever is skipped, or processed twice, shows in the sums for ever. */
public final class Sums implements Generations<Connection> {

    private final String schema;
    private final int version;

    /**
     * @param schema where the tables are
     * @param version of the projection; version n multiplies by n
     */
    public Sums(String schema, int version) {
        this.schema = schema;
        this.version = version;
    }

    /** The projection, which fails at some numbers. */
    public Projection<Connection> projection(IntPredicate poison) {
        return Projection.<Connection>named("sums")
                .version(version)
                .on(Noted.class, (noted, delivery) -> {
                    if (poison.test(noted.number())) {
                        throw new IllegalStateException("cannot add " + noted.number());
                    }
                    add(noted, delivery);
                })
                .perStream()
                .generations(this)
                .build();
    }

    /** The projection. */
    public Projection<Connection> projection() {
        return projection(number -> false);
    }

    private void add(Noted noted, Delivery<Connection> delivery) throws SQLException {
        try (PreparedStatement add = delivery.transaction()
                .prepareStatement("insert into " + table(delivery.generation()) + " as t values (?, ?, 1) on conflict"
                        + " (stream) do update set total = t.total + excluded.total, events = t.events + 1")) {
            add.setString(1, delivery.stream().toString());
            add.setLong(2, (long) noted.number() * version);
            add.executeUpdate();
        }
    }

    /** The table of a generation. */
    public String table(int generation) {
        return '"' + schema + "\".sums_" + generation;
    }

    /** The name under which readers of the version see the sums. */
    public String view() {
        return '"' + schema + "\".sums_of_version_" + version;
    }

    /** What the sums ought to be, by the events: the same columns. */
    public String recount() {
        return "select stream_id as stream, sum((payload ->> 'number')::bigint) * " + version
                + " as total, count(*) as events from \"" + schema
                + "\".events where type = 'Noted' group by stream_id";
    }

    /** A query for how many streams have sums that are not as they ought to be. */
    public String differences() {
        return "select count(*) from (" + recount() + ") a full join " + view()
                + " b using (stream) where (a.total, a.events) is distinct from (b.total::numeric, b.events)";
    }

    @Override
    public void create(Connection transaction, int generation) throws SQLException {
        Sql.execute(
                transaction,
                "create table " + table(generation) + " (stream text primary key, total bigint, events bigint)");
    }

    @Override
    public void serve(Connection transaction, int generation) throws SQLException {
        Sql.execute(transaction, "create or replace view " + view() + " as select * from " + table(generation));
    }

    @Override
    public void drop(Connection transaction, int generation) throws SQLException {
        Sql.execute(transaction, "drop table " + table(generation) + " cascade");
    }
}
