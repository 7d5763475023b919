package dev.mink.postgres;

import dev.mink.StreamQuery;
import dev.mink.spi.StoredEvent;
import dev.mink.spi.StoredSnapshot;
import dev.mink.spi.StreamTail;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Streams from their newest snapshots on, in one statement, so that the events are those behind this snapshot and no
 * other. It takes the newest snapshot for granted and reads its last event, too, whose row carries it; where
 * that event is not there, a second statement looks for the newest snapshot that counts.
 */
final class Tails {

    /** The first column of the snapshot, behind those of the event: its version. */
    private static final int SNAPSHOT = 10;

    private final String newest;
    private final String newestThatCounts;

    Tails(Tables tables) {
        newest = """
                select e.*, s.version, case when e.version = s.version then s.last_event end,
                    case when e.version = s.version then s.type end,
                    case when e.version = s.version then s.payload end,
                    case when e.version = s.version then s.payload_binary end,
                    case when e.version = s.version then s.taken_at end
                from (select 1) one
                left join lateral (select * from %3$s where stream_id = ? and schema = ? and version <= ?
                    order by version desc limit 1) s on true
                left join lateral (select %1$s from %2$s
                    where stream_id = ? and version >= coalesce(s.version, 1) and version <= ?
                    order by version limit ?) e on true
                """.formatted(Rows.OF_ONE_STREAM, tables.events(), tables.snapshots());
        newestThatCounts = """
                with snapshot as materialized (
                    select version, last_event, type, payload, payload_binary, taken_at from %3$s s
                    where stream_id = ? and schema = ? and version <= ? and %4$s
                    order by version desc limit 1
                )
                select 0 as position, version, last_event, type, 0 as schema_version, payload, payload_binary,
                    null::json as metadata, taken_at
                from snapshot
                union all
                (select %1$s from %2$s
                where stream_id = ? and version >= greatest(?, (select version + 1 from snapshot)) and version <= ?
                order by version limit ?)
                order by version
                """.formatted(
                        Rows.OF_ONE_STREAM, tables.events(), tables.snapshots(), PostgresSnapshots.counts(tables));
    }

    StreamTail read(Connection connection, StreamQuery query, String schema) throws SQLException {
        if (query.from() > 1) {
            return fromOneThatCounts(connection, query, schema);
        }
        try (PreparedStatement statement = connection.prepareStatement(newest)) {
            String stream = query.stream().toString();
            statement.setString(1, stream);
            statement.setString(2, schema);
            statement.setLong(3, query.through());
            statement.setString(4, stream);
            statement.setLong(5, query.through());
            statement.setLong(6, Math.max(query.limit(), query.limit() + 1)); // one more, which has the snapshot
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                boolean hasSnapshot = row.getObject(SNAPSHOT) != null;
                boolean hasEvents = row.getObject(1) != null;
                if (!hasSnapshot) {
                    return new StreamTail(null, hasEvents ? events(query, row) : List.of());
                }
                StoredSnapshot snapshot = hasEvents ? snapshot(query, schema, row) : null;
                if (snapshot == null) {
                    return fromOneThatCounts(connection, query, schema);
                }
                return new StreamTail(snapshot, row.next() ? events(query, row) : List.of());
            }
        }
    }

    /** The snapshot in the row of its last event, or null if the row is of another event. */
    private static @Nullable StoredSnapshot snapshot(StreamQuery query, String schema, ResultSet row)
            throws SQLException {
        UUID lastEvent = row.getObject(SNAPSHOT + 1, UUID.class);
        if (!row.getObject(3, UUID.class).equals(lastEvent)) {
            return null;
        }
        return new StoredSnapshot(
                query.stream(),
                row.getLong(SNAPSHOT),
                lastEvent,
                schema,
                row.getString(SNAPSHOT + 2),
                Rows.payload(row, SNAPSHOT + 3, SNAPSHOT + 4),
                row.getTimestamp(SNAPSHOT + 5).toInstant());
    }

    /** The event of the row that the result stands at, and those after it, as many as were asked for. */
    private static List<StoredEvent> events(StreamQuery query, ResultSet row) throws SQLException {
        List<StoredEvent> events = new ArrayList<>();
        do {
            events.add(Rows.event(query.stream(), row));
        } while (events.size() < query.limit() && row.next());
        return events;
    }

    /** The snapshot comes first, as position 0. */
    private StreamTail fromOneThatCounts(Connection connection, StreamQuery query, String schema) throws SQLException {
        String stream = query.stream().toString();
        try (PreparedStatement statement = connection.prepareStatement(newestThatCounts)) {
            statement.setString(1, stream);
            statement.setString(2, schema);
            statement.setLong(3, query.through());
            statement.setString(4, stream);
            statement.setLong(5, query.from());
            statement.setLong(6, query.through());
            statement.setLong(7, query.limit());
            try (ResultSet rows = statement.executeQuery()) {
                List<StoredEvent> found = Rows.of(query.stream(), rows);
                return found.isEmpty() || found.get(0).position() > 0
                        ? new StreamTail(null, found)
                        : new StreamTail(snapshot(found.get(0), schema), found.subList(1, found.size()));
            }
        }
    }

    private static StoredSnapshot snapshot(StoredEvent row, String schema) {
        return new StoredSnapshot(
                row.stream(), row.version(), row.id(), schema, row.type(), row.payload(), row.recordedAt());
    }
}
