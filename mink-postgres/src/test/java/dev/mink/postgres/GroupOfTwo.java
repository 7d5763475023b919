package dev.mink.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.ExpectedVersion;
import dev.mink.Metadata;
import dev.mink.StreamId;
import dev.mink.schema.Payload;
import dev.mink.spi.NewEvent;
import dev.mink.spi.StreamAppend;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** Two appends by the statement that groups of callers share, without the callers. */
final class GroupOfTwo {

    private GroupOfTwo() {}

    /** Writes an event each to two new streams, whose ids end with a number. */
    static void write(Connection connection, String schema, int number) throws SQLException {
        Tables tables = new Tables(new SchemaName(schema));
        List<Written> written = Appends.alone(tables, tables.fence())
                .each(connection, List.of(append("Left-" + number), append("Right-" + number)));
        assertThat(written).allMatch(Written::isDone);
    }

    private static StreamAppend append(String stream) {
        Payload payload = Payload.json("{}".getBytes(StandardCharsets.UTF_8));
        NewEvent event = new NewEvent(UUID.randomUUID(), "noted", 1, payload, Metadata.empty());
        return new StreamAppend(StreamId.parse(stream), ExpectedVersion.noStream(), List.of(event));
    }
}
