package dev.mink.postgres;

import static dev.mink.postgres.ProjectionTables.ONE_PARTITION;

import dev.mink.spi.Checkpoint;
import dev.mink.spi.LeaseLostException;
import dev.mink.spi.PartitionId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The partitions of projections. Who works on one holds a lock on its row, and whatever is asked of it stands in that
 * row: after waiting for a lock PostgreSQL reads the locked row again, and nothing else.
 */
final class ProjectionPartitions {

    private static final String LEASED = ONE_PARTITION + " and lease = ?";

    private final String acquire;
    private final String release;
    private final String claim;
    private final String advance;
    private final String hold;
    private final String pause;
    private final String fault;

    ProjectionPartitions(ProjectionTables tables) {
        String partitions = tables.partitions();
        String key = "(projection, generation, partition)";
        acquire = "update " + partitions + " set owner = ?, lease = lease + 1 where " + key
                + " = (select projection, generation, partition from " + partitions + " where " + LEASED
                + " for update skip locked) returning lease";
        release = "update " + partitions + " set owner = null, lease = lease + 1 where " + LEASED;
        String checkpoint = "select position, paused, parked from " + partitions + " where ";
        claim = "select set_config('idle_in_transaction_session_timeout', ?, true); " + checkpoint + LEASED
                + " for update";
        hold = "select " + ProjectionTables.NOT_IDLE_FOR_LONG + "; " + checkpoint + ONE_PARTITION + " for update";
        advance = "update " + partitions + " set position = ?,"
                + " moved_at = case position when ? then moved_at else clock_timestamp() end where " + LEASED;
        pause = "with mine as materialized (select projection, generation, partition from " + partitions
                + " where projection = ? order by projection, generation, partition for update)"
                + " update " + partitions + " set paused = ? where " + key + " in (select * from mine)";
        fault = "update " + partitions + " set fault = ? where " + LEASED;
    }

    OptionalLong acquire(Connection connection, PartitionId id, long lease, String node) throws SQLException {
        try (Call call = new Call(connection, acquire, node, id.projection(), id.generation(), id.index(), lease)) {
            ResultSet row = call.rows();
            return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
        }
    }

    void release(Connection connection, PartitionId id, long lease) throws SQLException {
        Call.update(connection, release, id.projection(), id.generation(), id.index(), lease);
    }

    Checkpoint claim(Connection transaction, PartitionId id, long lease, Duration idle) throws SQLException {
        String timeout = Long.toString(Math.max(1, idle.toMillis()));
        try (Call call = new Call(transaction, claim, timeout, id.projection(), id.generation(), id.index(), lease)) {
            var unused = call.row();
            return checkpoint(call.rows()).orElseThrow(() -> new LeaseLostException(id, lease));
        }
    }

    Optional<Checkpoint> hold(Connection transaction, PartitionId id) throws SQLException {
        try (Call call = new Call(transaction, hold, id.projection(), id.generation(), id.index())) {
            var unused = call.row();
            return checkpoint(call.rows());
        }
    }

    private static Optional<Checkpoint> checkpoint(ResultSet row) throws SQLException {
        return row.next()
                ? Optional.of(new Checkpoint(row.getLong(1), row.getBoolean(2), row.getLong(3)))
                : Optional.empty();
    }

    void advance(Connection transaction, PartitionId id, long lease, long position) throws SQLException {
        if (Call.update(transaction, advance, position, position, id.projection(), id.generation(), id.index(), lease)
                == 0) {
            throw new LeaseLostException(id, lease);
        }
    }

    void pause(Connection connection, String projection, boolean paused) throws SQLException {
        Call.update(connection, pause, projection, paused);
    }

    void fault(Connection connection, PartitionId id, long lease, @Nullable String text) throws SQLException {
        Call.update(
                connection,
                fault,
                ProjectionTables.storable(text),
                id.projection(),
                id.generation(),
                id.index(),
                lease);
    }
}
