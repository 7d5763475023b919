package dev.mink.schema;

/**
 * A stored event that this code does not know, as {@linkplain EventTypes#lenient() lenient} event types read
 * it: of a name that is not registered, or of a schema version newer than the newest registered one.
 *
 * @param type the name under which it is stored
 * @param schemaVersion the version of its type's schema when it was written, from 1
 * @param payload the event itself, as it is stored
 */
public record RawEvent(String type, int schemaVersion, Payload payload) {

    /**
     * The event as JSON.
     *
     * @throws IllegalArgumentException if it is not stored as a JSON object
     */
    public JsonObject json() {
        return payload.object();
    }
}
