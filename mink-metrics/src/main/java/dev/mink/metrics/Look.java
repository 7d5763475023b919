package dev.mink.metrics;

import dev.mink.Mink;
import dev.mink.projection.ProjectionStatus;
import dev.mink.spi.StorageInfo;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What was found when the storage was last asked.
 *
 * @param info nothing if it did not answer
 * @param projections by name
 */
record Look(@Nullable StorageInfo info, Map<String, ProjectionStatus> projections) {

    /** For so long nobody looks again. */
    static final Duration LASTS = Duration.ofSeconds(10);

    /** Nobody has looked, or it did not answer. */
    static final Look NOTHING = new Look(null, Map.of());

    static Look at(Mink<?> mink) {
        try {
            return new Look(
                    mink.store().info(),
                    mink.projections().statuses().stream()
                            .collect(Collectors.toUnmodifiableMap(ProjectionStatus::name, Function.identity())));
        } catch (RuntimeException e) {
            return NOTHING;
        }
    }
}
