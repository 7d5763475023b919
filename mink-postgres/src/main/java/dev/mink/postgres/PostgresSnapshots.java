package dev.mink.postgres;

import dev.mink.StreamId;
import dev.mink.schema.Payload;
import dev.mink.spi.Retention;
import dev.mink.spi.SnapshotStore;
import dev.mink.spi.StoredSnapshot;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Snapshots in a table. Every statement is a transaction of its own and sees committed events only, so what it
 * finds its event of has been committed.
 */
final class PostgresSnapshots implements SnapshotStore {

    private final Sessions sessions;
    private final String write;
    private final String find;
    private final String streams;
    private final String delete;
    private final String deleteAll;

    PostgresSnapshots(Sessions sessions, Tables tables) {
        this.sessions = sessions;
        String table = tables.snapshots();
        String counts = counts(tables);
        String insert = "insert into " + table
                + " (stream_id, schema, version, last_event, type, payload, payload_binary, taken_at)"
                + " select s.* from (select ?::text stream_id, ?::text, ?::bigint as version, ?::uuid last_event,"
                + " ?::text, ?::json, ?::bytea, ?::timestamptz) s where " + counts
                + " on conflict (stream_id, schema, version) do update set last_event = excluded.last_event,"
                + " type = excluded.type, payload = excluded.payload, payload_binary = excluded.payload_binary,"
                + " taken_at = excluded.taken_at";
        // Skips what another writer is about to remove, for which it would otherwise wait in some order.
        String remove = "delete from " + table + " where (stream_id, schema, version) in (select stream_id, schema,"
                + " version from " + table + " s where stream_id = ? and (schema <> ? or not " + counts
                + " or taken_at < coalesce(?::timestamptz, 'infinity') and version not in (select version from " + table
                + " s where stream_id = ? and schema = ? and " + counts + " order by version desc limit ?))"
                + " and exists (select from " + table + " where stream_id = ? and schema = ? and version = ?)"
                + " for update of s skip locked)";
        write = insert + "; " + remove;
        find = "select stream_id, version, last_event, schema, type, payload, payload_binary, taken_at from " + table
                + " s where stream_id = ? and " + counts + " order by version desc, schema";
        // A dot follows the dash in the order of bytes.
        String category = " where stream_id > ? || '-' and stream_id < ? || '.'";
        streams = "select distinct stream_id from " + table + category + " and stream_id > ?"
                + " order by stream_id limit ?";
        delete = "delete from " + table + " where stream_id = ?";
        deleteAll = "delete from " + table + category;
    }

    /** Whether the last event of the snapshot {@code s} is where it belongs. */
    static String counts(Tables tables) {
        return "exists (select from " + tables.events() + " e where e.stream_id = s.stream_id"
                + " and e.version = s.version and e.event_id = s.last_event)";
    }

    /** One round trip. */
    @Override
    public boolean write(StoredSnapshot snapshot, Retention retention) {
        String stream = snapshot.stream().toString();
        boolean json = snapshot.payload().format() == Payload.Format.JSON;
        return run(write, statement -> {
            statement.setString(1, stream);
            statement.setString(2, snapshot.schema());
            statement.setLong(3, snapshot.version());
            statement.setObject(4, snapshot.lastEvent());
            statement.setString(5, snapshot.type());
            statement.setString(6, json ? Rows.text(snapshot.payload()) : null);
            if (json) {
                statement.setNull(7, Types.BINARY);
            } else {
                statement.setBytes(7, snapshot.payload().bytes());
            }
            statement.setObject(8, snapshot.takenAt().atOffset(ZoneOffset.UTC));
            statement.setString(9, stream);
            statement.setString(10, snapshot.schema());
            statement.setObject(
                    11,
                    retention.since() == null ? null : retention.since().atOffset(ZoneOffset.UTC),
                    Types.TIMESTAMP_WITH_TIMEZONE);
            statement.setString(12, stream);
            statement.setString(13, snapshot.schema());
            statement.setInt(14, retention.last());
            statement.setString(15, stream);
            statement.setString(16, snapshot.schema());
            statement.setLong(17, snapshot.version());
            statement.execute();
            return statement.getUpdateCount() == 1;
        });
    }

    @Override
    public List<StoredSnapshot> find(StreamId stream) {
        return run(find, statement -> {
            statement.setString(1, stream.toString());
            List<StoredSnapshot> found = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(snapshot(stream, row));
                }
            }
            return found;
        });
    }

    private static StoredSnapshot snapshot(StreamId stream, ResultSet row) throws SQLException {
        return new StoredSnapshot(
                stream,
                row.getLong(2),
                row.getObject(3, UUID.class),
                row.getString(4),
                row.getString(5),
                Rows.payload(row, 6, 7),
                row.getObject(8, OffsetDateTime.class).toInstant());
    }

    @Override
    public List<StreamId> streams(String category, String after, int limit) {
        return run(streams, statement -> {
            statement.setString(1, category);
            statement.setString(2, category);
            statement.setString(3, after);
            statement.setInt(4, limit);
            List<StreamId> found = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(StreamId.parse(row.getString(1)));
                }
            }
            return found;
        });
    }

    @Override
    public int delete(StreamId stream) {
        return run(delete, statement -> {
            statement.setString(1, stream.toString());
            return statement.executeUpdate();
        });
    }

    @Override
    public int deleteAll(String category) {
        return run(deleteAll, statement -> {
            statement.setString(1, category);
            statement.setString(2, category);
            return statement.executeUpdate();
        });
    }

    private <R> R run(String sql, Use<R> use) {
        try {
            return sessions.autocommit(connection -> {
                try (PreparedStatement statement = connection.prepareStatement(sql)) {
                    return use.of(statement);
                }
            });
        } catch (SQLException e) {
            throw Failures.of(e);
        }
    }

    /** What to do with a prepared statement. */
    @FunctionalInterface
    private interface Use<R> {
        R of(PreparedStatement statement) throws SQLException;
    }
}
