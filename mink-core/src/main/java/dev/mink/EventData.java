package dev.mink;

import dev.mink.internal.TimeOrderedId;
import java.util.Objects;
import java.util.UUID;

/**
 * An event to append, with an id and metadata of its own. Where neither matters, append the plain
 * event instead.
 *
 * <p>The id makes an append repeatable: appending events whose ids are stored already returns the
 * result of the first append and writes nothing. Ids should be time-ordered (UUID version 7, as mink
 * generates them), which keeps their index compact.
 *
 * @param id unique among all events of the store
 * @param event what happened: a record of a registered event type
 * @param metadata what is known about it; empty takes the store's
 */
public record EventData(UUID id, Object event, Metadata metadata) {

    /** Refuses nulls. */
    public EventData {
        Objects.requireNonNull(id, "event id");
        Objects.requireNonNull(event, "event");
        Objects.requireNonNull(metadata, "metadata");
    }

    /** The event with a new, time-ordered id and no metadata of its own. */
    public static EventData of(Object event) {
        return new EventData(TimeOrderedId.next(), event, Metadata.empty());
    }

    /** The same event with this id. */
    public EventData withId(UUID newId) {
        return new EventData(newId, event, metadata);
    }

    /** The same event with this metadata. */
    public EventData withMetadata(Metadata newMetadata) {
        return new EventData(id, event, newMetadata);
    }
}
