package dev.mink.health;

import dev.mink.health.Health.Status;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the storage is.
 *
 * @param status healthy or unhealthy
 * @param product what keeps the events and in which version, such as {@code PostgreSQL 17.2}; null if it does not answer
 * @param schemaVersion the version of its tables; 0 if it has none, or does not answer
 * @param latencyMicros how long one small query took, in microseconds; 0 if it was not answered
 * @param error why it is unhealthy; null if it is healthy
 */
public record StorageHealth(
        Status status,
        @Nullable String product,
        int schemaVersion,
        long latencyMicros,
        @Nullable String error) {

    /** Checks for null. */
    public StorageHealth {
        Objects.requireNonNull(status, "status");
    }
}
