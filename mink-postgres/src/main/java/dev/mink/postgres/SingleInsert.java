package dev.mink.postgres;

import dev.mink.ExpectedVersion;
import dev.mink.schema.Payload;
import dev.mink.spi.NewEvent;
import dev.mink.spi.StreamAppend;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;

/**
 * The statement for the commonest append: one event for one stream at a known version.
 *
 * <p>That nobody has written the version yet is what the unique constraint checks; that the version before is there,
 * which a caller could be wrong about, is seen by making the new row from that one.
 */
final class SingleInsert {

    private final String first;
    private final String next;

    /**
     * @param onConflict the clause for an event that is there already, or empty to fail with a duplicate
     */
    SingleInsert(Tables tables, String fence, String onConflict) {
        String insert = "insert into " + tables.events() + " (position, version, event_id, recorded_at, schema_version,"
                + " stream_id, category, type, payload, payload_binary, metadata)"
                + " select " + tables.nextPosition(fence) + ", ";
        String event = ", ?::uuid, clock_timestamp(), ?::smallint, %s, ?::text, ?::json, ?::bytea, ?::json";
        String end = onConflict + " returning position";
        first = insert + "1" + event.formatted("?::text, ?::text") + end;
        next = insert + "version + 1" + event.formatted("stream_id, category") + " from " + tables.events()
                + " where stream_id = ? and version = ?" + end;
    }

    /** Whether this is the statement for a request: it is not for events that were recorded elsewhere. */
    static boolean fits(List<StreamAppend> appends) {
        return appends.size() == 1
                && appends.get(0).events().size() == 1
                && appends.get(0).events().get(0).recordedAt() == null
                && appends.get(0).expected() instanceof ExpectedVersion.Exactly;
    }

    Written execute(Connection connection, StreamAppend append) throws SQLException {
        long head = ((ExpectedVersion.Exactly) append.expected()).version();
        try (PreparedStatement statement = connection.prepareStatement(head == 0 ? first : next)) {
            bind(statement, append, head);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? new Written(head + 1, rows.getLong(1)) : Written.NOTHING;
            }
        }
    }

    private static void bind(PreparedStatement statement, StreamAppend append, long head) throws SQLException {
        NewEvent event = append.events().get(0);
        String stream = append.stream().toString();
        int index = 1;
        statement.setObject(index++, event.id());
        statement.setInt(index++, event.schemaVersion());
        if (head == 0) {
            statement.setString(index++, stream);
            statement.setString(index++, append.stream().category());
        }
        statement.setString(index++, event.type());
        if (event.payload().format() == Payload.Format.JSON) {
            statement.setString(index++, Rows.text(event.payload()));
            statement.setNull(index++, Types.BINARY);
        } else {
            statement.setNull(index++, Types.VARCHAR);
            statement.setBytes(index++, event.payload().bytes());
        }
        statement.setString(index++, Rows.json(event.metadata()));
        if (head > 0) {
            statement.setString(index++, stream);
            statement.setLong(index, head);
        }
    }
}
