package dev.mink.postgres;

import dev.mink.schema.Payload;
import dev.mink.spi.NewEvent;
import dev.mink.spi.StreamAppend;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The events of some appends turned into arrays, one for each column, for a statement that unnests them. */
final class EventArrays {

    /** The columns, in the order of the parameters. */
    static final String COLUMNS = "event_id, type, schema_version, payload, payload_binary, metadata";

    /** The parameters. Texts need less than UUIDs, which the driver would send within a text that has to be parsed. */
    static final String PARAMETERS = "?::text[], ?::text[], ?::smallint[], ?::text[], ?::bytea[], ?::text[]";

    private final String[] ids;
    private final String[] types;
    private final Short[] schemaVersions;
    private final @Nullable String[] payloads;
    private final byte[] @Nullable [] binaries;
    private final @Nullable String[] metadata;
    private final @Nullable String[] recordedAt;

    EventArrays(List<StreamAppend> appends) throws SQLException {
        int count = count(appends);
        ids = new String[count];
        types = new String[count];
        schemaVersions = new Short[count];
        payloads = new String[count];
        binaries = new byte[count][];
        metadata = new String[count];
        recordedAt = new String[count];
        int n = 0;
        for (StreamAppend append : appends) {
            for (NewEvent event : append.events()) {
                add(n++, event);
            }
        }
    }

    /** How many events there are. */
    static int count(List<StreamAppend> appends) {
        return appends.stream().mapToInt(append -> append.events().size()).sum();
    }

    private void add(int n, NewEvent event) throws SQLException {
        ids[n] = event.id().toString();
        types[n] = event.type();
        schemaVersions[n] = (short) event.schemaVersion();
        if (event.payload().format() == Payload.Format.JSON) {
            payloads[n] = Rows.text(event.payload());
        } else {
            binaries[n] = event.payload().bytes();
        }
        metadata[n] = Rows.json(event.metadata());
        recordedAt[n] = event.recordedAt() == null ? null : event.recordedAt().toString();
    }

    boolean areRecordedNow() {
        return Arrays.stream(recordedAt).allMatch(Objects::isNull);
    }

    /** Sets the parameters from an index on, and one more for the instants unless all events are recorded now. */
    void bind(Connection connection, PreparedStatement statement, int index) throws SQLException {
        bind(connection, statement, index, "text", ids);
        bind(connection, statement, index + 1, "text", types);
        bind(connection, statement, index + 2, "smallint", schemaVersions);
        bind(connection, statement, index + 3, "text", payloads);
        bind(connection, statement, index + 4, "bytea", binaries);
        bind(connection, statement, index + 5, "text", metadata);
        if (!areRecordedNow()) {
            bind(connection, statement, index + 6, "timestamptz", recordedAt);
        }
    }

    /** Of nulls only nothing is sent: {@code unnest} fills up with nulls what is shorter than its longest array. */
    static void bind(
            Connection connection, PreparedStatement statement, int index, String type, @Nullable Object[] values)
            throws SQLException {
        int sent = Arrays.stream(values).allMatch(Objects::isNull) ? 0 : values.length;
        statement.setArray(index, connection.createArrayOf(type, Arrays.copyOf(values, sent)));
    }
}
