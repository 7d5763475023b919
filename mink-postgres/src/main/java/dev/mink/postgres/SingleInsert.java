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
 * <p>That nobody has written the version yet is what the unique constraint checks; that the version
 * before is there, which a caller could be wrong about, is the condition of the insert. The fence is
 * a materialized CTE that the rows come from, so no row, and hence no position, is there before it is
 * taken.
 */
final class SingleInsert {

    private final String first;
    private final String next;

    /**
     * @param onConflict the clause for an event that is there already, or empty to fail with a duplicate
     */
    SingleInsert(Tables tables, String fence, String onConflict) {
        String insert = "with fence as materialized (select " + fence + ")"
                + " insert into " + tables.events() + " (position, stream_id, category, version, event_id, type,"
                + " schema_version, payload, payload_binary, metadata)"
                + " select " + tables.nextPosition() + ", ?, ?, ?, ?, ?, ?, ?::json, ?, ?::json from fence";
        String end = onConflict + " returning position";
        first = insert + end;
        next = insert + " where exists (select from " + tables.events() + " where stream_id = ? and version = ?)" + end;
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
        statement.setString(1, stream);
        statement.setString(2, append.stream().category());
        statement.setLong(3, head + 1);
        statement.setObject(4, event.id());
        statement.setString(5, event.type());
        statement.setInt(6, event.schemaVersion());
        if (event.payload().format() == Payload.Format.JSON) {
            statement.setString(7, Rows.text(event.payload()));
            statement.setNull(8, Types.BINARY);
        } else {
            statement.setNull(7, Types.VARCHAR);
            statement.setBytes(8, event.payload().bytes());
        }
        statement.setString(9, Rows.json(event.metadata()));
        if (head > 0) {
            statement.setString(10, stream);
            statement.setLong(11, head);
        }
    }
}
