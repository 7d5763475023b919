package dev.mink.spi;

import dev.mink.StreamId;
import dev.mink.schema.Payload;
import java.time.Instant;
import java.util.UUID;

/**
 * The state after the first events of a stream, encoded.
 *
 * @param stream the stream
 * @param version the version of the last event in the state, from 1
 * @param lastEvent the id of that event: a snapshot whose last event is not in its stream counts for nothing
 * @param schema tells which code can read it, 1 to 100 characters
 * @param type the name of the type of the state
 * @param payload the state
 * @param takenAt when it was taken, in microseconds
 */
public record StoredSnapshot(
        StreamId stream, long version, UUID lastEvent, String schema, String type, Payload payload, Instant takenAt) {}
