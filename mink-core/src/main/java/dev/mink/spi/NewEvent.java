package dev.mink.spi;

import dev.mink.Metadata;
import dev.mink.schema.Payload;
import java.util.UUID;

/**
 * An encoded event on its way into a storage.
 *
 * @param id unique among all events
 * @param type the stable name of its type
 * @param schemaVersion the version of its type's schema, from 1
 * @param payload the event itself
 * @param metadata what is known about it besides
 */
public record NewEvent(UUID id, String type, int schemaVersion, Payload payload, Metadata metadata) {}
