package dev.mink;

import java.time.Instant;

/**
 * What is known of a stream without reading it.
 *
 * @param stream the stream
 * @param version the version of its last event, which is the number of its events
 * @param createdAt when its first event was stored
 * @param updatedAt when its last event was stored
 */
public record StreamInfo(StreamId stream, long version, Instant createdAt, Instant updatedAt) {}
