package dev.mink.postgres;

import static dev.mink.postgres.ProjectionTables.ONE_PARTITION;

import dev.mink.StreamId;
import dev.mink.spi.ParkedEvent;
import dev.mink.spi.PartitionId;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Events that projections could not process. The row of a partition counts those that it has. */
final class ProjectionDeadLetters {

    private final String park;
    private final String unpark;
    private final String among;
    private final String select;

    ProjectionDeadLetters(ProjectionTables tables) {
        String letters = tables.deadLetters();
        park = """
                with parked as (
                    insert into %1$s (projection, generation, partition, position, stream_id, version, type, error,
                        attempts)
                    select ?, ?, ?, * from unnest(?::bigint[], ?::text[], ?::bigint[], ?::text[], ?::text[], ?::int[])
                    on conflict (projection, generation, position)
                        do update set error = excluded.error, attempts = excluded.attempts
                    returning position
                )
                update %2$s p set parked = parked + (select count(*) from parked where not exists (
                    select from %1$s known where known.projection = p.projection and known.generation = p.generation
                        and known.position = parked.position))
                where %3$s
                """.formatted(letters, tables.partitions(), ONE_PARTITION);
        unpark = "with gone as (delete from " + letters + " where " + ONE_PARTITION
                + " and position = ? returning position) update " + tables.partitions()
                + " set parked = parked - (select count(*) from gone) where " + ONE_PARTITION
                + " returning (select count(*) from gone)";
        among = "select distinct stream_id from " + letters + " where " + ONE_PARTITION + " and stream_id = any(?)";
        select = "select partition, position, stream_id, version, type, error, attempts, parked_at from " + letters
                + " where projection = ? and generation = ? and position > ?";
    }

    void park(Connection transaction, PartitionId id, List<ParkedEvent> events) throws SQLException {
        Call.update(
                transaction,
                park,
                id.projection(),
                id.generation(),
                id.index(),
                array(transaction, "bigint", events, ParkedEvent::position),
                array(transaction, "text", events, event -> event.stream().toString()),
                array(transaction, "bigint", events, ParkedEvent::version),
                array(transaction, "text", events, ParkedEvent::type),
                array(transaction, "text", events, event -> ProjectionTables.storable(event.error())),
                array(transaction, "int", events, ParkedEvent::attempts),
                id.projection(),
                id.generation(),
                id.index());
    }

    boolean unpark(Connection transaction, PartitionId id, long position) throws SQLException {
        try (Call call = new Call(
                transaction,
                unpark,
                id.projection(),
                id.generation(),
                id.index(),
                position,
                id.projection(),
                id.generation(),
                id.index())) {
            ResultSet row = call.rows();
            return row.next() && row.getLong(1) > 0;
        }
    }

    Set<StreamId> among(Connection transaction, PartitionId id, Set<StreamId> streams) throws SQLException {
        Array asked = array(transaction, "text", streams, StreamId::toString);
        try (Call call = new Call(transaction, among, id.projection(), id.generation(), id.index(), asked)) {
            ResultSet row = call.rows();
            Set<StreamId> found = new HashSet<>();
            while (row.next()) {
                found.add(StreamId.parse(row.getString(1)));
            }
            return found;
        }
    }

    List<ParkedEvent> list(
            Connection connection, String projection, int generation, @Nullable StreamId stream, long after, int limit)
            throws SQLException {
        List<Object> values = new ArrayList<>(List.of(projection, generation, after));
        if (stream != null) {
            values.add(stream.toString());
        }
        values.add(limit);
        String sql = select + (stream == null ? "" : " and stream_id = ?") + " order by position limit ?";
        try (Call call = new Call(connection, sql, values.toArray())) {
            ResultSet row = call.rows();
            List<ParkedEvent> events = new ArrayList<>();
            while (row.next()) {
                events.add(new ParkedEvent(
                        new PartitionId(projection, generation, row.getInt(1)),
                        row.getLong(2),
                        StreamId.parse(row.getString(3)),
                        row.getLong(4),
                        row.getString(5),
                        row.getString(6),
                        row.getInt(7),
                        row.getTimestamp(8).toInstant()));
            }
            return events;
        }
    }

    private static <X> Array array(
            Connection connection, String type, Collection<X> all, Function<X, @Nullable Object> value)
            throws SQLException {
        return connection.createArrayOf(type, all.stream().map(value).toArray());
    }
}
