package dev.mink;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * How often something is tried again that lost a race for its stream, and how long to wait before.
 *
 * <p>Before the n-th repetition a random time passes, up to {@code firstDelay · 2^(n-1)} and at most
 * {@code maxDelay} ("full jitter", as described by M. Brooker, <i>Exponential Backoff And Jitter</i>,
 * AWS Architecture Blog, 2015).
 *
 * @param attempts how often it is tried in all, from 1
 * @param firstDelay the bound of the first wait
 * @param maxDelay the bound of every wait
 */
public record ConflictRetry(int attempts, Duration firstDelay, Duration maxDelay) {

    private static final Duration LONGEST = Duration.ofDays(1);
    private static final ConflictRetry DEFAULT = of(10);

    /**
     * @throws IllegalArgumentException if there are less than one attempts, or a delay is negative or
     *     longer than a day
     */
    public ConflictRetry {
        Objects.requireNonNull(firstDelay, "first delay");
        Objects.requireNonNull(maxDelay, "maximum delay");
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts " + attempts + " is less than 1");
        }
        checkDelay("first delay", firstDelay);
        checkDelay("maximum delay", maxDelay);
    }

    /** Ten attempts, waits up to 2 ms at first and 100 ms at most. */
    public static ConflictRetry standard() {
        return DEFAULT;
    }

    /** One attempt only. */
    public static ConflictRetry none() {
        return of(1);
    }

    /** So many attempts, with the waits of {@link #standard()}. */
    public static ConflictRetry of(int attempts) {
        return new ConflictRetry(attempts, Duration.ofMillis(2), Duration.ofMillis(100));
    }

    /**
     * Does something, and again when it loses a race.
     *
     * @return what it returns
     * @throws ConcurrencyException the last one, if the attempts are used up or the thread is interrupted
     *     while it waits; it stays interrupted
     */
    public <R> R run(Supplier<R> work) {
        return run(work, () -> {});
    }

    /**
     * The same.
     *
     * @param again is run before each repetition, after the wait
     */
    public <R> R run(Supplier<R> work, Runnable again) {
        for (int attempt = 1; ; attempt++) {
            try {
                return work.get();
            } catch (ConcurrencyException conflict) {
                if (attempt >= attempts || !pause(attempt)) {
                    throw conflict;
                }
                again.run();
            }
        }
    }

    /** Waits before a repetition; false if interrupted. */
    private boolean pause(int repetition) {
        if (Thread.currentThread().isInterrupted()) {
            return false;
        }
        try {
            TimeUnit.NANOSECONDS.sleep(delayBefore(repetition).toNanos());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void checkDelay(String what, Duration delay) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException(what + " " + delay + " is negative");
        }
        if (delay.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(what + " " + delay + " is longer than a day");
        }
    }

    /** The time to wait before a repetition; the first is number 1. */
    Duration delayBefore(int repetition) {
        return Duration.ofNanos(ThreadLocalRandom.current().nextLong(boundBefore(repetition) + 1));
    }

    /** The longest possible wait before a repetition, in nanoseconds. */
    long boundBefore(int repetition) {
        long first = firstDelay.toNanos();
        int withoutOverflow = Long.numberOfLeadingZeros(first) - 1;
        return Math.min(first << Math.min(repetition - 1, withoutOverflow), maxDelay.toNanos());
    }
}
