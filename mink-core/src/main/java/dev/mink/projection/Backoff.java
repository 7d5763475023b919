package dev.mink.projection;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Waiting that doubles with each failure, with jitter: between half of it and all of it. */
final class Backoff {

    private Backoff() {}

    /**
     * How long to wait.
     *
     * @param failures how many in a row, from 1
     */
    static Duration after(int failures, Duration first, Duration longest) {
        double full = Math.min((double) longest.toNanos(), (double) first.toNanos() * Math.pow(2, failures - 1));
        return Duration.ofNanos((long) (full * ThreadLocalRandom.current().nextDouble(0.5, 1)));
    }
}
