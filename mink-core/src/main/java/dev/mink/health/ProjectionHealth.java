package dev.mink.health;

import dev.mink.health.Health.Status;
import dev.mink.projection.ProjectionState;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a projection is.
 *
 * @param name its name
 * @param status unhealthy if it is faulted; degraded if it lags too far behind, tries again after a failure, is run by
 *     no node, or has parked events
 * @param state what it is doing; where its partitions differ, the worst
 * @param position all events up to it have been processed or parked
 * @param lagEvents about how many events it is behind
 * @param lagMillis the age of the oldest event that it has not processed, in milliseconds; 0 if there is none
 * @param parked how many events are parked because they could not be processed
 * @param error the last failure; null if there was none
 */
public record ProjectionHealth(
        String name,
        Status status,
        ProjectionState state,
        long position,
        long lagEvents,
        long lagMillis,
        long parked,
        @Nullable String error) {

    /** Checks for null. */
    public ProjectionHealth {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(state, "state");
    }
}
