package dev.mink.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Registers meters.
 *
 * @param registry where
 * @param prefix what their names begin with
 * @param common tags of all of them
 * @param histograms whether timers and distributions have buckets for quantiles
 * @param limits how many series there may be
 */
record Meters(MeterRegistry registry, String prefix, Tags common, boolean histograms, Limits limits) {

    /** From where one wants to see how many commands took longer. */
    private static final Duration[] OBJECTIVES = {
        Duration.ofMillis(1),
        Duration.ofNanos(2_500_000),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5)
    };

    /** Nanoseconds since whenever. */
    long now() {
        return registry.config().clock().monotonicTime();
    }

    Timer timer(Metric metric, String... values) {
        Timer.Builder timer = Timer.builder(name(metric))
                .description(metric.meaning())
                .tags(tags(metric, values))
                .publishPercentileHistogram(histograms);
        return (metric == Metric.COMMANDS ? timer.serviceLevelObjectives(OBJECTIVES) : timer).register(registry);
    }

    Counter counter(Metric metric, String... values) {
        return Counter.builder(name(metric))
                .description(metric.meaning())
                .tags(tags(metric, values))
                .register(registry);
    }

    DistributionSummary distribution(Metric metric, String... values) {
        return DistributionSummary.builder(name(metric))
                .description(metric.meaning())
                .baseUnit(unit(metric))
                .tags(tags(metric, values))
                .publishPercentileHistogram(histograms)
                .register(registry);
    }

    Meter gauge(Metric metric, DoubleSupplier value, String... values) {
        return Gauge.builder(name(metric), value::getAsDouble)
                .description(metric.meaning())
                .baseUnit(unit(metric))
                .tags(tags(metric, values))
                .register(registry);
    }

    /**
     * A counter of what is counted elsewhere.
     *
     * @param counting is not kept alive by that
     */
    <O> Meter counted(Metric metric, O counting, ToDoubleFunction<O> count, String... values) {
        return FunctionCounter.builder(name(metric), counting, count)
                .description(metric.meaning())
                .tags(tags(metric, values))
                .register(registry);
    }

    /**
     * A gauge that nobody else has registered.
     *
     * @throws IllegalStateException if somebody has
     */
    Meter onlyGauge(Metric metric, DoubleSupplier value, String... values) {
        Set<Meter> before = Set.copyOf(registry.getMeters());
        Meter gauge = gauge(metric, value, values);
        if (before.contains(gauge)) {
            throw new IllegalStateException(
                    "the registry has a gauge " + gauge.getId() + " already, of another mink that"
                            + " is running: give each its own tags, as in MinkMetrics.builder(registry).tags(\"app\", \"shop\")");
        }
        return gauge;
    }

    private String name(Metric metric) {
        return prefix + "." + metric.shortName();
    }

    private static @Nullable String unit(Metric metric) {
        return metric.unit().isEmpty() ? null : metric.unit();
    }

    private Iterable<Tag> tags(Metric metric, String... values) {
        List<Tag> own = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            own.add(Tag.of(metric.tags().get(i).key(), values[i]));
        }
        return common.and(own);
    }
}
