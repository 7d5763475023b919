package dev.mink.metrics;

import dev.mink.Mink;
import dev.mink.projection.ProjectionState;
import dev.mink.projection.ProjectionStatus;
import dev.mink.spi.StorageInfo;
import io.micrometer.core.instrument.Meter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The gauges of one mink while it runs. All that need the storage share one look at it, which the first who asks takes
 * when the last one is old; others get the last one meanwhile, and nothing if it takes as long as a look lasts. Those
 * of projections and caches come with the look that finds them. Thread-safe.
 */
final class MinkGauges {

    private final Meters meters;
    private final Mink<?> mink;
    private final List<Meter> registered = new CopyOnWriteArrayList<>();
    private final ReentrantLock looking = new ReentrantLock();
    private final Set<String> known = new HashSet<>();
    private final CacheMeters caches;
    private volatile Look last = Look.NOTHING;
    private volatile long lookedAt;
    private volatile @Nullable Long underWaySince;
    private volatile boolean closed;

    private MinkGauges(Meters meters, Mink<?> mink) {
        this.meters = meters;
        this.mink = mink;
        this.caches = new CacheMeters(meters, mink.store());
        this.lookedAt = meters.now() - Look.LASTS.toNanos();
    }

    /**
     * Registers the gauges of a mink that has been started.
     *
     * @throws IllegalStateException if those of another one are registered where these would be
     */
    static MinkGauges of(Meters meters, Mink<?> mink, CommandMeters commands) {
        MinkGauges gauges = new MinkGauges(meters, mink);
        gauges.registered.add(
                meters.onlyGauge(Metric.STORE_UP, () -> gauges.look().info() == null ? 0 : 1));
        gauges.ofStorage(Metric.STORE_EVENTS, (look, info) -> info.events());
        gauges.ofStorage(Metric.STORE_BYTES, (look, info) -> info.bytes() == 0 ? Double.NaN : info.bytes());
        gauges.ofStorage(Metric.STORE_HELD, (look, info) -> look.held());
        gauges.registered.add(meters.gauge(Metric.COMMANDS_ACTIVE, commands::active));
        var unused = gauges.look();
        return gauges;
    }

    /** Removes them; does not wait for a look that is under way. */
    void close() {
        closed = true;
        registered.forEach(meters.registry()::remove);
    }

    private Look look() {
        if (isOld() && looking.tryLock()) {
            try {
                if (isOld() && !closed) {
                    underWaySince = meters.now();
                    lookAnew();
                }
            } finally {
                underWaySince = null;
                looking.unlock();
            }
        }
        Long since = underWaySince;
        return since != null && meters.now() - since > Look.LASTS.toNanos() ? Look.NOTHING : last;
    }

    private boolean isOld() {
        return meters.now() - lookedAt >= Look.LASTS.toNanos();
    }

    private void lookAnew() {
        last = Look.at(mink);
        lookedAt = meters.now();
        last.projections().keySet().forEach(this::found);
        registered.addAll(caches.registerNew());
        if (closed) { // meanwhile
            close();
        }
    }

    private void ofStorage(Metric metric, ToDoubleBiFunction<Look, StorageInfo> value) {
        registered.add(meters.gauge(metric, () -> {
            Look look = look();
            StorageInfo info = look.info();
            return info == null ? Double.NaN : value.applyAsDouble(look, info);
        }));
    }

    private void found(String projection) {
        if (known.size() < meters.limits().names() && known.add(projection)) {
            ofProjection(projection);
        }
    }

    private void ofProjection(String name) {
        ofProjection(Metric.PROJECTION_LAG_EVENTS, status -> status.lag().events(), name);
        ofProjection(
                Metric.PROJECTION_LAG_SECONDS, status -> status.lag().time().toMillis() / 1000.0, name);
        ofProjection(Metric.PROJECTION_POSITION, ProjectionStatus::position, name);
        ofProjection(Metric.PROJECTION_DEAD_LETTERS, ProjectionStatus::parked, name);
        for (ProjectionState state : ProjectionState.values()) {
            ofProjection(
                    Metric.PROJECTION_STATE, status -> status.state() == state ? 1 : 0, name, TagKeys.value(state));
        }
    }

    /**
     * @param tags the name of the projection first
     */
    private void ofProjection(Metric metric, ToDoubleFunction<ProjectionStatus> value, String... tags) {
        registered.add(meters.gauge(
                metric,
                () -> {
                    ProjectionStatus status = look().projections().get(tags[0]);
                    return status == null ? Double.NaN : value.applyAsDouble(status);
                },
                tags));
    }
}
