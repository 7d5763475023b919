package dev.mink.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Statistic;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;

/** A registry whose time stands still, and what its meters say. */
final class Probe {

    final MockClock clock = new MockClock();
    final MeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);

    /** How often a counter, timer or distribution was told something; 0 where there is no such meter. */
    long count(String name, String... tags) {
        return registry.find(name).tags(tags).meters().stream()
                .flatMap(meter -> StreamSupport.stream(meter.measure().spliterator(), false))
                .filter(each -> each.getStatistic() == Statistic.COUNT)
                .mapToLong(each -> (long) each.getValue())
                .sum();
    }

    /** The sum of what a timer, in seconds, or a distribution was told. */
    double total(String name, String... tags) {
        return registry.find(name).tags(tags).meters().stream()
                .flatMap(meter -> StreamSupport.stream(meter.measure().spliterator(), false))
                .filter(each -> each.getStatistic() == Statistic.TOTAL || each.getStatistic() == Statistic.TOTAL_TIME)
                .mapToDouble(Measurement::getValue)
                .sum();
    }

    double gauge(String name, String... tags) {
        return registry.get(name).tags(tags).gauge().value();
    }

    List<Gauge> gauges(String name) {
        return List.copyOf(registry.find(name).gauges());
    }

    List<String> names() {
        return registry.getMeters().stream()
                .map(Meter::getId)
                .map(Meter.Id::getName)
                .distinct()
                .toList();
    }

    /** So much time passes that gauges look again. */
    void later() {
        clock.add(Duration.ofSeconds(11));
    }
}
