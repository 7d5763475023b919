package dev.mink.projection;

import dev.mink.RecordedEvent;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Is told what projections do on this node. Called by the threads that run them, so it must be quick and thread-safe;
 * what it throws is logged and ignored.
 */
public interface ProjectionObserver {

    /**
     * The state of a partition has changed.
     *
     * @param cause why, if a failure is the reason
     */
    default void stateChanged(
            String projection, int partition, ProjectionState from, ProjectionState to, @Nullable Throwable cause) {}

    /**
     * Events are about to be processed, in one transaction.
     *
     * @param isReplay whether they fill a generation that nobody reads yet
     * @return is told of them and of the end, by the same thread
     */
    default Processing processing(String projection, int partition, boolean isReplay) {
        return Processing.UNOBSERVED;
    }

    /** A transaction has been committed in which so many events were processed. */
    default void processed(String projection, int partition, int events, long position, Duration took) {}

    /**
     * Something failed; it may be tried again.
     *
     * @param position of the event that could not be processed; 0 if no event is the cause
     */
    default void failed(String projection, int partition, long position, Throwable failure) {}

    /** An event was parked because it could not be processed. */
    default void parked(String projection, int partition, long position, Throwable failure) {}

    /** Readers see another generation from now on. */
    default void switched(String projection, int generation) {}

    /** The processing of events in one transaction. */
    interface Processing {

        /** One that nobody wants to know of. */
        Processing UNOBSERVED = new Processing() {};

        /** So many events are processed next; they may fail. */
        default void events(List<RecordedEvent> events) {}

        /**
         * It has ended.
         *
         * @param failure why everything was undone; null if it was committed
         */
        default void ended(@Nullable Throwable failure) {}
    }
}
