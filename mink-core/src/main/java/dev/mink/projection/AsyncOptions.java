package dev.mink.projection;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * How an asynchronous projection is run. Every method gives changed options and leaves these as they are; start from
 * {@link #defaults()}.
 */
public final class AsyncOptions {

    /** How much larger a batch is that nobody waits for: each document is then written less often. */
    private static final int FILLING = 5;

    private static final AsyncOptions DEFAULTS = new AsyncOptions();

    private Start start = Start.AT_THE_BEGINNING;
    private int partitions = 1;
    private int batchSize = 100_000;
    private Duration batchTime = Duration.ofSeconds(2);
    private int retries = 3;
    private Duration retryDelay = Duration.ofMillis(20);
    private OnPoison onPoison = OnPoison.PARK;
    private int maxParked = 1000;
    private int restarts = Integer.MAX_VALUE;
    private Predicate<Throwable> transientFailures = failure -> false;

    private AsyncOptions() {}

    private AsyncOptions(AsyncOptions other) {
        start = other.start;
        partitions = other.partitions;
        batchSize = other.batchSize;
        batchTime = other.batchTime;
        retries = other.retries;
        retryDelay = other.retryDelay;
        onPoison = other.onPoison;
        maxParked = other.maxParked;
        restarts = other.restarts;
        transientFailures = other.transientFailures;
    }

    /** The defaults that are named at each option. */
    public static AsyncOptions defaults() {
        return DEFAULTS;
    }

    /** Where it begins when it has never run before; at the beginning unless set. */
    public AsyncOptions start(Start where) {
        Objects.requireNonNull(where, "start");
        return with(options -> options.start = where);
    }

    /**
     * How many slices of the streams are processed at once, by as many nodes if there are; 1 unless set, up to 1,024.
     * More than one is for what promises to be {@code perStream()}. A change takes effect with the next rebuild.
     *
     * @throws IllegalArgumentException if it is out of range
     */
    public AsyncOptions partitions(int count) {
        check("partitions", count, 1, 1024);
        return with(options -> options.partitions = count);
    }

    /**
     * About how many events are processed in one transaction at most; 100,000 unless set, from 1 to 1,000,000. Five
     * times as many while a generation is filled that nobody reads yet.
     *
     * @throws IllegalArgumentException if it is out of range
     */
    public AsyncOptions batchSize(int events) {
        check("batch size", events, 1, 1_000_000);
        return with(options -> options.batchSize = events);
    }

    /**
     * About how long one transaction takes at most; 2 seconds unless set, up to a minute. Five times as long while a
     * generation is filled that nobody reads yet.
     *
     * @throws IllegalArgumentException if it is out of range
     */
    public AsyncOptions batchTime(Duration atMost) {
        check("batch time", atMost);
        return with(options -> options.batchTime = atMost);
    }

    /**
     * How often an event is tried once more before it counts as poison; 3 unless set, up to 1,000.
     *
     * @param firstDelay how long to wait before the first of these, 20 ms unless set, up to a minute; it doubles each
     *     time, up to a minute
     * @throws IllegalArgumentException if one is out of range
     */
    public AsyncOptions retries(int count, Duration firstDelay) {
        check("retries", count, 0, 1000);
        check("retry delay", firstDelay);
        return with(options -> {
            options.retries = count;
            options.retryDelay = firstDelay;
        });
    }

    /** What becomes of an event that cannot be processed; it is parked unless set. */
    public AsyncOptions onPoison(OnPoison what) {
        Objects.requireNonNull(what, "what");
        return with(options -> options.onPoison = what);
    }

    /**
     * How many events may be parked in a partition before it stops; 1,000 unless set, from 1. Where so many events
     * fail, the fault is hardly theirs.
     *
     * @throws IllegalArgumentException if it is out of range
     */
    public AsyncOptions maxParked(int events) {
        check("parked events", events, 1, Integer.MAX_VALUE);
        return with(options -> options.maxParked = events);
    }

    /**
     * How often in a row it is restarted after it failed as a whole, at growing intervals of a second to a minute;
     * without end unless set, 0 for never.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public AsyncOptions restarts(int count) {
        check("restarts", count, 0, Integer.MAX_VALUE);
        return with(options -> options.restarts = count);
    }

    /**
     * Which failures go away by themselves, besides those that the storage knows as such; none unless set. The events
     * are tried again for ever.
     */
    public AsyncOptions transientFailures(Predicate<Throwable> which) {
        Objects.requireNonNull(which, "which");
        return with(options -> options.transientFailures = which);
    }

    Start start() {
        return start;
    }

    int partitions() {
        return partitions;
    }

    int batchSize(boolean filling) {
        return filling ? FILLING * batchSize : batchSize;
    }

    Duration batchTime(boolean filling) {
        return filling ? batchTime.multipliedBy(FILLING) : batchTime;
    }

    int retries() {
        return retries;
    }

    Duration retryDelay() {
        return retryDelay;
    }

    OnPoison onPoison() {
        return onPoison;
    }

    int maxParked() {
        return maxParked;
    }

    int restarts() {
        return restarts;
    }

    Predicate<Throwable> transientFailures() {
        return transientFailures;
    }

    private AsyncOptions with(Consumer<AsyncOptions> change) {
        AsyncOptions changed = new AsyncOptions(this);
        change.accept(changed);
        return changed;
    }

    private static void check(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(what + " " + value + " is not between " + least + " and " + most);
        }
    }

    private static void check(String what, Duration value) {
        if (value.isNegative() || value.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new IllegalArgumentException(what + " " + value + " is not between 0 and 1 minute");
        }
    }
}
