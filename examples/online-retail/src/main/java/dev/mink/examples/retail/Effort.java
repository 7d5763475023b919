package dev.mink.examples.retail;

import java.time.Duration;
import java.util.Locale;

/** So many events in so much time. */
record Effort(long events, Duration time) {
    /** Since an instant of {@link System#nanoTime()}. */
    static Effort since(long nanoTime, long events) {
        return new Effort(events, Duration.ofNanos(System.nanoTime() - nanoTime));
    }

    long perSecond() {
        return time.isZero() ? 0 : Math.round(events / seconds());
    }

    private double seconds() {
        return time.toNanos() / 1e9;
    }

    @Override
    public String toString() {
        return String.format(Locale.ENGLISH, "%,d events in %.1f s, %,d events/s", events, seconds(), perSecond());
    }
}
