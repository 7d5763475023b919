package dev.mink.postgres;

import dev.mink.Metadata;
import dev.mink.StreamId;
import dev.mink.schema.Payload;
import dev.mink.spi.StoredEvent;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows of the events table as stored events. One object reads one result, in one thread. */
final class Rows {

    /** The columns of rows of one stream. */
    static final String OF_ONE_STREAM =
            "position, version, event_id, type, schema_version, payload, payload_binary, metadata, recorded_at";

    /** The columns of any rows. */
    static final String OF_ANY_STREAM = OF_ONE_STREAM + ", stream_id";

    /** What decoding puts in place of bytes that are no UTF-8. */
    private static final char REPLACEMENT = '\uFFFD';

    private final ResultSet row;
    private final @Nullable StreamId only;
    private byte[] streamBytes = new byte[0];
    private @Nullable StreamId stream;
    private byte[] typeBytes = new byte[0];
    private String type = "";

    private Rows(ResultSet row, @Nullable StreamId only) {
        this.row = row;
        this.only = only;
    }

    /** Reads rows with the columns of one stream. */
    static List<StoredEvent> of(StreamId stream, ResultSet rows) throws SQLException {
        return new Rows(rows, stream).read();
    }

    /** Reads the row that the result stands at, which begins with the columns of one stream. */
    static StoredEvent event(StreamId stream, ResultSet row) throws SQLException {
        return new Rows(row, stream).event();
    }

    /** Reads rows with the columns of any stream. */
    static List<StoredEvent> ofAny(ResultSet rows) throws SQLException {
        return new Rows(rows, null).read();
    }

    private List<StoredEvent> read() throws SQLException {
        List<StoredEvent> events = new ArrayList<>();
        while (row.next()) {
            events.add(event());
        }
        return events;
    }

    private StoredEvent event() throws SQLException {
        return new StoredEvent(
                row.getLong(1),
                only != null ? only : stream(row.getBytes(10)),
                row.getLong(2),
                row.getObject(3, UUID.class),
                type(row.getBytes(4)),
                row.getInt(5),
                payload(row, 6, 7),
                metadata(row.getString(8)),
                row.getTimestamp(9).toInstant());
    }

    /** Neighbours are often of one stream. */
    private StreamId stream(byte[] utf8) {
        StreamId known = stream;
        if (known == null || !Arrays.equals(utf8, streamBytes)) {
            known = StreamId.parse(new String(utf8, StandardCharsets.UTF_8));
            stream = known;
            streamBytes = utf8;
        }
        return known;
    }

    /** Neighbours are often of one type. */
    private String type(byte[] utf8) {
        if (!Arrays.equals(utf8, typeBytes)) {
            type = new String(utf8, StandardCharsets.UTF_8);
            typeBytes = utf8;
        }
        return type;
    }

    /** A payload of two columns, of which one is null. */
    static Payload payload(ResultSet row, int jsonColumn, int binaryColumn) throws SQLException {
        byte[] json = row.getBytes(jsonColumn);
        return json != null ? Payload.json(json) : Payload.binary(Objects.requireNonNull(row.getBytes(binaryColumn)));
    }

    private static Metadata metadata(@Nullable String json) {
        return json == null ? Metadata.empty() : Metadata.fromJson(json);
    }

    /**
     * A JSON payload as text.
     *
     * @throws SQLException if it is not UTF-8, as the server would say if it got the bytes
     */
    static String text(Payload payload) throws SQLException {
        String text = new String(payload.bytes(), StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) >= 0 && !Arrays.equals(text.getBytes(StandardCharsets.UTF_8), payload.bytes())) {
            throw new SQLException("a JSON payload is not valid UTF-8", "22021");
        }
        return text;
    }

    /** Metadata as it is stored. */
    static @Nullable String json(Metadata metadata) {
        return metadata.isEmpty() ? null : metadata.toJson();
    }
}
