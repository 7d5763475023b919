package dev.mink.metrics;

import dev.mink.Instrumentation;
import dev.mink.Mink;
import dev.mink.command.Middleware;
import dev.mink.projection.ProjectionObserver;
import dev.mink.spi.EventStorage;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Has Micrometer measure everything that mink does. Thread-safe.
 *
 * <pre>{@code
 * Mink.builder(storage).instrument(MinkMetrics.of(registry))
 * }</pre>
 *
 * <p>Where there is no {@link Mink}, it is given to the builders of an event store and of a command bus; then there are
 * no gauges, which are there from the start of a mink to its end. What it costs is less than a microsecond a command.
 * How many series there are has a bound, which {@link #meters()} tells of each meter.
 */
public final class MinkMetrics implements Instrumentation {

    private final Meters meters;
    private final CommandMeters commands;
    private final LogMeters log;
    private final ProjectionMeters projections;
    private final Series<String, SnapshotMeters> snapshots;
    private final Map<Mink<?>, MinkGauges> running = new ConcurrentHashMap<>();

    private MinkMetrics(Meters meters) {
        this.meters = meters;
        commands = new CommandMeters(meters);
        log = new LogMeters(meters);
        projections = new ProjectionMeters(meters);
        snapshots =
                new Series<>(meters.limits().names(), Limits.OTHER, category -> SnapshotMeters.of(meters, category));
    }

    /** Meters whose names begin with {@code mink}, in a registry. */
    public static MinkMetrics of(MeterRegistry registry) {
        return builder(registry).build();
    }

    /** A builder of meters in a registry. */
    public static Builder builder(MeterRegistry registry) {
        return new Builder(registry);
    }

    /** All meters that there are, with those that the connection pool has if it is told the registry. */
    public static List<MeterInfo> meters() {
        return Arrays.stream(Metric.values()).map(Metric::info).toList();
    }

    @Override
    public <T> EventStorage<T> storage(EventStorage<T> storage) {
        return new MeteredStorage<>(storage, log);
    }

    @Override
    public Optional<Middleware> commands() {
        return Optional.of(commands);
    }

    @Override
    public Optional<ProjectionObserver> projections() {
        return Optional.of(projections);
    }

    @Override
    public void occurred(Occurrence what, String of) {
        switch (what) {
            case COMMAND_RETRIED -> commands.of(of).retried();
            case COMMAND_REPEATED -> commands.of(of).repeated();
            case CONFLICT_RETRIED -> log.retried(of);
            case SNAPSHOT_TAKEN -> snapshots.of(of).taken().increment();
            case SNAPSHOT_USED -> snapshots.of(of).used().increment();
            case SNAPSHOT_IGNORED -> snapshots.of(of).ignored().increment();
        }
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if another mink that is running has the same meters
     */
    @Override
    public void started(Mink<?> mink) {
        running.put(mink, MinkGauges.of(meters, mink, commands));
    }

    @Override
    public void closing(Mink<?> mink) {
        MinkGauges gauges = running.remove(mink);
        if (gauges != null) {
            gauges.close();
        }
    }

    /** Collects settings; not thread-safe. */
    public static final class Builder {

        private static final Pattern PREFIX = Pattern.compile("[a-z][a-z0-9]*([._][a-z0-9]+)*");

        private final MeterRegistry registry;
        private String prefix = Metric.PREFIX;
        private Tags common = Tags.empty();
        private boolean histograms;
        private Limits limits = Limits.DEFAULT;

        private Builder(MeterRegistry registry) {
            this.registry = Objects.requireNonNull(registry, "registry");
        }

        /**
         * What the names of meters begin with, before a dot; {@code mink} unless set.
         *
         * @throws IllegalArgumentException unless it is made of small letters, digits and single dots or underscores
         */
        public Builder prefix(String newPrefix) {
            if (!PREFIX.matcher(newPrefix).matches()) {
                throw new IllegalArgumentException("prefix \"" + newPrefix
                        + "\" is not made of small letters, digits and single dots, such as \"shop.mink\"");
            }
            prefix = newPrefix;
            return this;
        }

        /**
         * Tags of all meters, besides those of the registry. Two minks that use one registry need different values.
         *
         * @param keysAndValues a key, its value, the next key …
         * @throws IllegalArgumentException if a value is missing, or meters have a tag of that key themselves
         */
        public Builder tags(String... keysAndValues) {
            Tags more = Tags.of(keysAndValues);
            for (Tag tag : more) {
                if (Arrays.stream(Metric.values())
                        .flatMap(each -> each.tags().stream())
                        .anyMatch(own -> own.key().equals(tag.getKey()))) {
                    throw new IllegalArgumentException(
                            "there are meters that have a tag " + tag.getKey() + " themselves: choose another key");
                }
            }
            common = common.and(more);
            return this;
        }

        /**
         * Whether timers and distributions have buckets from which quantiles can be told, about 70 series each; false
         * unless set. Commands have twelve buckets from 1 ms to 5 s in any case.
         */
        public Builder percentileHistograms(boolean publish) {
            histograms = publish;
            return this;
        }

        /**
         * How many values a tag may have that come from data: types of commands and events, categories, names of
         * projections. What comes later is counted as {@code other}. Meters with two such tags have at most five times
         * as many series. 200 unless set, 1 to 10,000.
         *
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder maxTagValues(int values) {
            if (values < 1 || values > 10_000) {
                throw new IllegalArgumentException("maxTagValues " + values + " is not between 1 and 10,000");
            }
            limits = new Limits(values);
            return this;
        }

        /** The meters; they are registered when there is something to measure. */
        public MinkMetrics build() {
            return new MinkMetrics(new Meters(registry, prefix, common, histograms, limits));
        }
    }
}
