package dev.mink.projection;

import dev.mink.RecordedEvent;
import dev.mink.StreamId;

/**
 * An event on its way into a projection, with what is there to process it.
 *
 * @param recorded the event as it was stored
 * @param transaction in which the effects are to be; they are there, once, if and only if the event counts as
 *     processed
 * @param generation which filling of the projection this is, from 1; it grows with each rebuild
 * @param isReplay whether a rebuild processes the event once more; effects on the world outside, such as a mail, are
 *     to be left out then
 * @param <T> the transactions of the storage
 */
public record Delivery<T>(RecordedEvent recorded, T transaction, int generation, boolean isReplay) {

    /** The stream of the event. */
    public StreamId stream() {
        return recorded.stream();
    }
}
