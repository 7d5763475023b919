package dev.mink.spi;

import dev.mink.Metadata;
import dev.mink.schema.Payload;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An encoded event on its way into a storage.
 *
 * @param id unique among all events
 * @param type the stable name of its type
 * @param schemaVersion the version of its type's schema, from 1
 * @param payload the event itself
 * @param metadata what is known about it besides
 * @param recordedAt when it was stored elsewhere, in microseconds, to be kept; null for the time of the append
 */
public record NewEvent(
        UUID id,
        String type,
        int schemaVersion,
        Payload payload,
        Metadata metadata,
        @Nullable Instant recordedAt) {

    /** An event that is recorded now. */
    public NewEvent(UUID id, String type, int schemaVersion, Payload payload, Metadata metadata) {
        this(id, type, schemaVersion, payload, metadata, null);
    }
}
