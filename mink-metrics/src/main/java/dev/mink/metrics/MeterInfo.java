package dev.mink.metrics;

import java.util.List;
import java.util.Objects;

/**
 * What there is to know of a meter.
 *
 * @param name as Micrometer writes it, with the default prefix
 * @param kind how it is read
 * @param unit of its values; empty for plain numbers
 * @param tags in the order of the table, without common ones
 * @param maxSeries so many combinations of their values there are at most, by default; 0 if that is not up to mink
 * @param meaning one sentence
 */
public record MeterInfo(String name, Kind kind, String unit, List<Tag> tags, int maxSeries, String meaning) {

    /** Copies the list. */
    public MeterInfo {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(unit, "unit");
        tags = List.copyOf(tags);
        Objects.requireNonNull(meaning, "meaning");
    }

    /** How a meter is read. */
    public enum Kind {
        /** It only grows. */
        COUNTER,
        /** It goes up and down. */
        GAUGE,
        /** How often, how long in all, and how long at most of late; with buckets, if so chosen. */
        TIMER,
        /** How often, how much in all, and how much at most of late; with buckets, if so chosen. */
        DISTRIBUTION
    }

    /**
     * What tells the series of a meter apart.
     *
     * @param key its name
     * @param values all that there can be; empty if they are names of the application
     */
    public record Tag(String key, List<String> values) {

        /** Copies the list. */
        public Tag {
            Objects.requireNonNull(key, "key");
            values = List.copyOf(values);
        }
    }
}
