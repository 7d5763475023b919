package dev.mink.testing;

import dev.mink.Metadata;
import dev.mink.StreamId;
import dev.mink.schema.JsonObject;
import dev.mink.schema.Payload;
import dev.mink.spi.StoredEvent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/**
 * A stored event in a file.
 *
 * @param type its name
 * @param schemaVersion the version of its type's schema
 * @param payload the event itself
 * @param metadata its metadata as it is stored; empty if there is none
 */
record GoldenEvent(String type, int schemaVersion, Payload payload, JsonObject metadata) {

    /**
     * @throws IllegalArgumentException if it is no such file
     */
    static GoldenEvent parse(String text) {
        JsonObject json = JsonObject.parse(text);
        Payload payload = json.has("binary")
                ? Payload.binary(Base64.getDecoder().decode(json.text("binary")))
                : Payload.json(json.object("payload").toString().getBytes(StandardCharsets.UTF_8));
        JsonObject metadata = json.get("metadata") == null ? JsonObject.empty() : json.object("metadata");
        return new GoldenEvent(json.text("type"), json.number("schemaVersion").intValueExact(), payload, metadata);
    }

    String toJson() {
        JsonObject json = JsonObject.empty().put("type", type).put("schemaVersion", schemaVersion);
        if (!metadata.names().isEmpty()) {
            json = json.put("metadata", metadata);
        }
        return (payload.format() == Payload.Format.JSON
                        ? json.put("payload", JsonObject.parse(payload.toString()))
                        : json.put("binary", Base64.getEncoder().encodeToString(payload.bytes())))
                .toString();
    }

    /** As the first event of a stream of its own. */
    StoredEvent stored(Path file) {
        return new StoredEvent(
                1,
                StreamId.of("Golden", file.getFileName().toString()),
                1,
                new UUID(0, 1),
                type,
                schemaVersion,
                payload,
                Metadata.fromJson(metadata.toString()),
                Instant.EPOCH);
    }
}
