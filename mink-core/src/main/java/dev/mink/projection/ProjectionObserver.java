package dev.mink.projection;

import java.time.Duration;
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
}
