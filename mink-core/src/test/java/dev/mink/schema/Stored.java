package dev.mink.schema;

import dev.mink.Metadata;
import dev.mink.StreamId;
import dev.mink.spi.StoredEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/** Stored events for tests. */
final class Stored {

    private Stored() {}

    /** At position 17, as version 3 of Order-1. */
    static StoredEvent event(String type, int schemaVersion, String json) {
        return event(type, schemaVersion, Payload.json(json.getBytes(StandardCharsets.UTF_8)), Metadata.empty());
    }

    static StoredEvent event(String type, int schemaVersion, Payload payload, Metadata metadata) {
        return new StoredEvent(
                17,
                StreamId.of("Order", "1"),
                3,
                new UUID(1, 2),
                type,
                schemaVersion,
                payload,
                metadata,
                Instant.EPOCH);
    }
}
