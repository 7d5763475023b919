package dev.mink.metrics;

import dev.mink.RecordedEvent;
import dev.mink.projection.ProjectionObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Counts what projections do on this node. */
final class ProjectionMeters implements ProjectionObserver {

    private final Meters meters;
    private final Series<String, String> types;
    private final Series<String, OfName> names;
    private final Series<TypeInName, Events> events;

    ProjectionMeters(Meters meters) {
        this.meters = meters;
        types = new Series<>(meters.limits().names(), Limits.OTHER, type -> type);
        names = new Series<>(meters.limits().names(), Limits.OTHER, name -> new OfName(meters, name));
        events = new Series<>(meters.limits().pairs(), new TypeInName(Limits.OTHER, Limits.OTHER), this::make);
    }

    private Events make(TypeInName which) {
        String name = names.of(which.name()).name;
        String type = types.of(which.type());
        return new Events(
                meters.counter(Metric.PROJECTION_EVENTS, name, type, "success"),
                meters.counter(Metric.PROJECTION_EVENTS, name, type, "error"));
    }

    @Override
    public Processing processing(String projection, int partition, boolean isReplay) {
        return new Transaction(projection);
    }

    @Override
    public void failed(String projection, int partition, long position, Throwable failure) {
        names.of(projection).errors.increment();
    }

    @Override
    public void parked(String projection, int partition, long position, Throwable failure) {
        names.of(projection).parked.increment();
    }

    private record TypeInName(String type, String name) {}

    private record Events(Counter success, Counter error) {}

    /** The meters of one projection. */
    private static final class OfName {

        private final String name;
        private final Timer success;
        private final Timer error;
        private final Counter errors;
        private final Counter parked;

        private OfName(Meters meters, String name) {
            this.name = name;
            success = meters.timer(Metric.PROJECTION_DURATION, name, "success");
            error = meters.timer(Metric.PROJECTION_DURATION, name, "error");
            errors = meters.counter(Metric.PROJECTION_ERRORS, name);
            parked = meters.counter(Metric.PROJECTION_PARKED, name);
        }
    }

    /** One transaction; used by one thread. */
    private final class Transaction implements Processing {

        private final String projection;
        private final long begin = meters.now();
        private final Map<String, Integer> byType = new HashMap<>();

        Transaction(String projection) {
            this.projection = projection;
        }

        @Override
        public void events(List<RecordedEvent> more) {
            more.forEach(event -> byType.merge(event.type(), 1, Integer::sum));
        }

        @Override
        public void ended(@Nullable Throwable failure) {
            if (byType.isEmpty() && failure == null) {
                return;
            }
            OfName of = names.of(projection);
            (failure == null ? of.success : of.error).record(meters.now() - begin, TimeUnit.NANOSECONDS);
            byType.forEach((type, count) -> {
                Events both = events.of(new TypeInName(type, projection));
                (failure == null ? both.success() : both.error()).increment(count);
            });
        }
    }
}
