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
 * @param held the distance of the last position from the safe one
 * @param projections by name
 */
record Look(@Nullable StorageInfo info, long held, Map<String, ProjectionStatus> projections) {

    /** For so long nobody looks again. */
    static final Duration LASTS = Duration.ofSeconds(10);

    /** Nobody has looked, or it did not answer. */
    static final Look NOTHING = new Look(null, 0, Map.of());

    static Look at(Mink<?> mink) {
        try {
            long lastPosition = mink.store().lastPosition();
            return new Look(
                    mink.store().info(),
                    Math.max(0, lastPosition - mink.store().safePosition()),
                    mink.projections().statuses().stream()
                            .collect(Collectors.toUnmodifiableMap(ProjectionStatus::name, Function.identity())));
        } catch (RuntimeException e) {
            return NOTHING;
        }
    }
}
