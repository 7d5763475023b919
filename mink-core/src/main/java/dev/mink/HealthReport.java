package dev.mink;

import dev.mink.health.Health;
import dev.mink.health.Health.Status;
import dev.mink.health.HealthOptions;
import dev.mink.health.ProjectionHealth;
import dev.mink.health.StorageHealth;
import dev.mink.projection.ProjectionState;
import dev.mink.projection.ProjectionStatus;
import dev.mink.spi.StorageInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What becomes of a look at storage and projections. */
final class HealthReport {

    private final HealthOptions options;
    private final List<String> reasons = new ArrayList<>();
    private final List<ProjectionHealth> projections = new ArrayList<>();

    HealthReport(HealthOptions options) {
        this.options = options;
    }

    /** The storage does not answer. */
    static Health unanswered(boolean live, String reason) {
        StorageHealth storage = new StorageHealth(Status.UNHEALTHY, null, 0, 0, reason);
        return new Health(Status.UNHEALTHY, live, false, List.of(reason), storage, List.of());
    }

    /** Everything is known. */
    Health answered(StorageInfo info, Duration latency, List<ProjectionStatus> statuses, boolean started) {
        statuses.forEach(this::add);
        Status worst = projections.stream().map(ProjectionHealth::status).reduce(Status.HEALTHY, Status::or);
        if (!started) {
            reasons.add(0, "this mink was not started");
            worst = Status.UNHEALTHY;
        }
        long micros = Math.max(1, latency.toNanos() / 1000);
        StorageHealth storage = new StorageHealth(Status.HEALTHY, info.product(), info.schemaVersion(), micros, null);
        return new Health(worst, true, started, reasons, storage, projections);
    }

    private void add(ProjectionStatus status) {
        String degraded = degraded(status);
        Status worst = Status.HEALTHY;
        if (status.state() == ProjectionState.FAULTED) {
            worst = Status.UNHEALTHY;
            reasons.add("projection " + status.name() + " is faulted" + cause(status));
        } else if (degraded != null) {
            worst = Status.DEGRADED;
            reasons.add("projection " + status.name() + " " + degraded);
        }
        projections.add(new ProjectionHealth(
                status.name(),
                worst,
                status.state(),
                status.position(),
                status.lag().events(),
                status.lag().time().toMillis(),
                status.parked(),
                status.error().orElse(null)));
    }

    private @Nullable String degraded(ProjectionStatus status) {
        if (status.state() == ProjectionState.RESTARTING) {
            return "failed and will try again" + cause(status);
        }
        if (status.state() == ProjectionState.STOPPED) {
            return "is run by no node";
        }
        if (status.lag().time().compareTo(options.lagTime()) >= 0) {
            return "is " + status.lag().time().toSeconds() + " s behind";
        }
        if (status.lag().events() >= options.lagEvents()) {
            return "is " + status.lag().events() + " events behind";
        }
        return status.parked() > 0
                ? "has parked " + status.parked() + (status.parked() == 1 ? " event" : " events")
                : null;
    }

    private static String cause(ProjectionStatus status) {
        return status.error().map(error -> ": " + error).orElse("");
    }
}
