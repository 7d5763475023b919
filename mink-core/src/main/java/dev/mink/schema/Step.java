package dev.mink.schema;

import dev.mink.spi.StoredEvent;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * What brings an event of one schema version to the next one, or puts other events in its place.
 *
 * @param type the name of the event
 * @param from the schema version before
 * @param into the names of what it can give
 * @param change gives the events from the JSON and the event as it is stored
 */
record Step(String type, int from, Set<String> into, BiFunction<JsonObject, StoredEvent, List<EventJson>> change) {

    /** The last version that a step can be from: a version is at most a {@code smallint} of PostgreSQL. */
    private static final int MAX_FROM = Short.MAX_VALUE - 1;

    Step {
        if (from < 1 || from > MAX_FROM) {
            throw new IllegalArgumentException("upcaster of " + type + " from version " + from
                    + ": schema versions are from 1 to " + (MAX_FROM + 1) + ", and the last one has no upcaster");
        }
        into = Set.copyOf(into);
    }

    /** To the next version of the same type. */
    static Step next(String type, int from, BiFunction<JsonObject, StoredEvent, JsonObject> change) {
        return new Step(type, from, Set.of(type), (json, stored) -> {
            JsonObject changed = Objects.requireNonNull(change.apply(json, stored), "it gave null");
            return List.of(new EventJson(type, from + 1, changed));
        });
    }

    /**
     * Does it.
     *
     * @throws UpcastException if it fails, or gives what it was not announced to
     */
    List<EventJson> apply(EventJson event, StoredEvent stored) {
        List<EventJson> events;
        try {
            events = List.copyOf(Objects.requireNonNull(change.apply(event.json(), stored), "it gave null"));
        } catch (RuntimeException e) {
            throw new UpcastException(stored, event, e.getMessage() != null ? e.getMessage() : e.toString(), e);
        }
        for (EventJson given : events) {
            if (!into.contains(given.type())) {
                throw new UpcastException(
                        stored,
                        event,
                        "it gave a " + given.type() + ", but is announced to give " + into
                                + ": name it among the replacements",
                        null);
            }
            if (given.type().equals(type) && given.schemaVersion() <= from) {
                throw new UpcastException(
                        stored, event, "it gave version " + given.schemaVersion() + " of " + type + " again", null);
            }
        }
        return events;
    }
}
