package dev.mink.metrics;

import io.micrometer.core.instrument.Counter;

/**
 * The meters of snapshots of one category.
 *
 * @param taken when something was saved
 * @param used when something was loaded
 * @param ignored because it could not be read
 */
record SnapshotMeters(Counter taken, Counter used, Counter ignored) {

    static SnapshotMeters of(Meters meters, String category) {
        return new SnapshotMeters(
                meters.counter(Metric.SNAPSHOTS, category, "taken"),
                meters.counter(Metric.SNAPSHOTS, category, "used"),
                meters.counter(Metric.SNAPSHOTS, category, "ignored"));
    }
}
