package dev.mink;

import java.time.Instant;
import java.util.UUID;

/**
 * An event, and what it was stored as. Where upcasters have made several events of one that is stored,
 * they share all of this but the event itself.
 *
 * @param position its place in the order of all events, from 1, ascending, with gaps
 * @param stream the stream that it belongs to
 * @param version its place in its stream, from 1, without gaps
 * @param id unique among all events
 * @param type the name of its type under which it is stored
 * @param schemaVersion the version of its type's schema when it was written, from 1
 * @param event what happened, as a record of today
 * @param metadata what is known about it besides
 * @param recordedAt when it was stored, by the clock of the storage, in microseconds
 */
public record RecordedEvent(
        long position,
        StreamId stream,
        long version,
        UUID id,
        String type,
        int schemaVersion,
        Object event,
        Metadata metadata,
        Instant recordedAt) {}
