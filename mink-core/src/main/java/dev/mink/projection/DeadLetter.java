package dev.mink.projection;

import dev.mink.StreamId;
import dev.mink.spi.ParkedEvent;
import java.time.Instant;
import java.util.Optional;

/**
 * An event that a projection could not process, or that waits behind one of the same stream.
 *
 * @param position of the event
 * @param stream of the event
 * @param version of the event in its stream
 * @param type of the event, as it is stored
 * @param error why it could not be processed; empty if it only waits behind one that could not
 * @param attempts how often it was tried; 0 if it only waits
 * @param at when it was parked, by the clock of the storage
 */
public record DeadLetter(
        long position, StreamId stream, long version, String type, Optional<String> error, int attempts, Instant at) {

    static DeadLetter of(ParkedEvent parked) {
        return new DeadLetter(
                parked.position(),
                parked.stream(),
                parked.version(),
                parked.type(),
                Optional.ofNullable(parked.error()),
                parked.attempts(),
                parked.at());
    }
}
