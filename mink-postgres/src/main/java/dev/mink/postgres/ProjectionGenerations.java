package dev.mink.postgres;

import dev.mink.spi.Generation;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * The generations of projections. Who changes them holds an advisory lock on the name of the projection, and who
 * relies on them a shared one: a negative hash of 63 bits, as of idempotency keys. A row lock would have every append
 * with an inline projection write to the same row. What is read after the lock was taken is another statement, and so
 * sees what its last holder has committed.
 */
final class ProjectionGenerations {

    /**
     * How long to wait for appends that are under way, while later ones wait in line: a process that stands still in
     * the middle of an append must not hold up all others for ever.
     */
    private static final String PATIENCE = "10s";

    private final String lock;
    private final String serving;
    private final String add;
    private final String change;
    private final String remove;

    ProjectionGenerations(ProjectionTables tables) {
        String key =
                "hashtextextended('projection ' || ?, " + tables.schema().lockNamespace() + ") | (1::bigint << 63)";
        lock = "select set_config('lock_timeout', '" + PATIENCE + "', true), " + ProjectionTables.NOT_IDLE_FOR_LONG
                + "; select pg_advisory_xact_lock(" + key + "); " + tables.select(" where projection = ?");
        serving = "select pg_advisory_xact_lock_shared(" + key + "); "
                + tables.select(" where projection = ? and g.version = ? and g.state <> 'retired'");
        add = """
                with numbered as (
                    insert into %1$s as p (name, last_generation) values (?, 1)
                    on conflict (name) do update set last_generation = p.last_generation + 1
                    returning name, last_generation
                ), added as (
                    insert into %2$s (projection, generation, version, state)
                    select name, last_generation, ?, ? from numbered
                    returning projection, generation, version, state
                ), divided as (
                    insert into %3$s (projection, generation, partition, position)
                    select name, last_generation, index, ? from numbered, generate_series(0, ? - 1) index
                    returning *
                )
                select a.projection, a.generation, a.version, a.state, d.partition, d.position, d.lease, d.owner,
                    d.paused, d.parked, d.fault, d.moved_at
                from added a, divided d
                order by d.partition
                """.formatted(tables.projections(), tables.generations(), tables.partitions());
        String one = " where projection = ? and generation = ?";
        change = "update " + tables.generations() + " set state = ?" + one;
        remove = "delete from " + tables.generations() + one;
    }

    List<Generation> lock(Connection transaction, String projection) throws SQLException {
        try (Call call = new Call(transaction, lock, projection, projection)) {
            var unusedSettings = call.row();
            return generations(call);
        }
    }

    List<Generation> serving(Connection transaction, String projection, int version) throws SQLException {
        try (Call call = new Call(transaction, serving, projection, projection, version)) {
            return generations(call);
        }
    }

    /** What there is after the lock was taken. */
    private static List<Generation> generations(Call call) throws SQLException {
        var unusedLock = call.row();
        return ProjectionTables.read(call.rows());
    }

    Generation add(
            Connection transaction, String projection, int version, Generation.State state, int count, long position)
            throws SQLException {
        try (Call call =
                new Call(transaction, add, projection, version, ProjectionTables.text(state), position, count)) {
            return ProjectionTables.read(call.rows()).get(0);
        }
    }

    void change(Connection transaction, String projection, int generation, Generation.State state) throws SQLException {
        Call.update(transaction, change, ProjectionTables.text(state), projection, generation);
    }

    void remove(Connection transaction, String projection, int generation) throws SQLException {
        Call.update(transaction, remove, projection, generation);
    }
}
