package dev.mink.schema;

import java.util.Objects;

/**
 * An event on its way from what is stored to what today's code reads.
 *
 * @param type its name
 * @param schemaVersion the version of its type's schema that the JSON has, from 1
 * @param json the event itself
 */
public record EventJson(String type, int schemaVersion, JsonObject json) {

    /** Refuses nulls. */
    public EventJson {
        Objects.requireNonNull(type, "event name");
        Objects.requireNonNull(json, "JSON");
    }
}
