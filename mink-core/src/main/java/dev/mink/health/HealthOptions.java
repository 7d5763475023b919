package dev.mink.health;

import java.time.Duration;

/**
 * What counts as healthy.
 *
 * @param timeout within which an answer is given, whatever the storage does; 2 s unless set, 10 ms to 10 s
 * @param lagTime from which age of its oldest unprocessed event on a projection is degraded; 1 minute unless set
 * @param lagEvents from how many events behind on a projection is degraded; no number is too great unless set
 */
public record HealthOptions(Duration timeout, Duration lagTime, long lagEvents) {

    private static final HealthOptions DEFAULTS =
            new HealthOptions(Duration.ofSeconds(2), Duration.ofMinutes(1), Long.MAX_VALUE);

    /**
     * @throws IllegalArgumentException if a value is out of range
     */
    public HealthOptions {
        if (timeout.compareTo(Duration.ofMillis(10)) < 0 || timeout.compareTo(Duration.ofSeconds(10)) > 0) {
            throw new IllegalArgumentException("timeout " + timeout + " is not between 10 ms and 10 s");
        }
        if (lagTime.isNegative() || lagTime.isZero()) {
            throw new IllegalArgumentException("lag time " + lagTime + " is not positive");
        }
        if (lagEvents < 1) {
            throw new IllegalArgumentException("lag of " + lagEvents + " events is less than 1");
        }
    }

    /** What is said above. */
    public static HealthOptions defaults() {
        return DEFAULTS;
    }

    /** The same with this timeout. */
    public HealthOptions timeout(Duration time) {
        return new HealthOptions(time, lagTime, lagEvents);
    }

    /** The same with this lag in time. */
    public HealthOptions lagTime(Duration time) {
        return new HealthOptions(timeout, time, lagEvents);
    }

    /** The same with this lag in events. */
    public HealthOptions lagEvents(long events) {
        return new HealthOptions(timeout, lagTime, events);
    }
}
