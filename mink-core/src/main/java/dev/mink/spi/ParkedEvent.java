package dev.mink.spi;

import dev.mink.StreamId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event that a projection could not process, or that waits behind one of the same stream.
 *
 * @param partition where it was parked
 * @param position of the event
 * @param stream of the event
 * @param version of the event in its stream
 * @param type of the event
 * @param error why it could not be processed; null if it only waits behind one that could not
 * @param attempts how often it was tried; 0 if it only waits
 * @param at when it was parked, by the clock of the storage
 */
public record ParkedEvent(
        PartitionId partition,
        long position,
        StreamId stream,
        long version,
        String type,
        @Nullable String error,
        int attempts,
        Instant at) {}
