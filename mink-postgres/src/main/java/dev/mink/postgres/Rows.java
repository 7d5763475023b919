package dev.mink.postgres;

import dev.mink.Metadata;
import dev.mink.StreamId;
import dev.mink.schema.Payload;
import dev.mink.spi.StoredEvent;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows of the events table as stored events. One object reads one result, in one thread. */
final class Rows {

    static final String COLUMNS =
            "position, stream_id, version, event_id, type, schema_version, payload, payload_binary,"
                    + " metadata, recorded_at";

    /** What decoding puts in place of bytes that are no UTF-8. */
    private static final char REPLACEMENT = '\uFFFD';

    private String streamText = "";
    private @Nullable StreamId stream;

    private Rows() {}

    static List<StoredEvent> read(ResultSet rows) throws SQLException {
        Rows reader = new Rows();
        List<StoredEvent> events = new ArrayList<>();
        while (rows.next()) {
            events.add(reader.event(rows));
        }
        return events;
    }

    private StoredEvent event(ResultSet row) throws SQLException {
        return new StoredEvent(
                row.getLong(1),
                stream(row.getString(2)),
                row.getLong(3),
                row.getObject(4, UUID.class),
                row.getString(5),
                row.getInt(6),
                payload(row),
                metadata(row.getString(9)),
                row.getObject(10, OffsetDateTime.class).toInstant());
    }

    /** Neighbours are often of one stream. */
    private StreamId stream(String text) {
        StreamId known = stream;
        if (known == null || !text.equals(streamText)) {
            known = StreamId.parse(text);
            stream = known;
            streamText = text;
        }
        return known;
    }

    private static Payload payload(ResultSet row) throws SQLException {
        byte[] json = row.getBytes(7);
        return json != null ? Payload.json(json) : Payload.binary(Objects.requireNonNull(row.getBytes(8)));
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
