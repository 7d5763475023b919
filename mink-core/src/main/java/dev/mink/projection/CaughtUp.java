package dev.mink.projection;

import dev.mink.spi.FeedRange;
import dev.mink.spi.Generation;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Waiting for a projection.
 *
 * @param wanted the position to wait for
 * @param <T> the transactions of the storage
 */
record CaughtUp<T>(Engine<T> engine, String projection, long wanted, Duration atMost) {

    private static final long LOOK_EVERY_MILLIS = 5;

    void await(Live live) {
        long begin = System.nanoTime();
        while (live.position() < wanted) {
            long reached = live.position();
            turn(begin, reached);
        }
    }

    void await(Registration<T> registration) {
        long begin = System.nanoTime();
        long reached = 0;
        while (true) {
            try {
                Optional<Generation> read = engine.serving(registration);
                reached = read.map(engine::position).orElse(0L);
                if (read.isPresent() && isThere(registration, read.get(), reached)) {
                    return;
                }
            } catch (RuntimeException e) {
                if (!engine.ground().progress().isTransient(e)) {
                    throw e;
                }
            }
            turn(begin, reached);
        }
    }

    private boolean isThere(Registration<T> registration, Generation generation, long reached) {
        return generation.state() == Generation.State.INLINE
                || reached >= wanted
                || nothingIsLeft(registration, reached);
    }

    /** Whether there is no event that it asks for between where it is and where it is to be. */
    private boolean nothingIsLeft(Registration<T> registration, long reached) {
        if (engine.ground().storage().safePosition() < wanted) {
            return false;
        }
        FeedRange rest = new FeedRange(
                reached,
                wanted,
                engine.ground().store().filter(registration.model().events()),
                1);
        return engine.ground().storage().readFeed(rest).isEmpty();
    }

    /** Lets the others work for a while, or works itself. */
    private void turn(long begin, long reached) {
        if (System.nanoTime() - begin >= atMost.toNanos()) {
            String state = engine.isByHand() ? "run by hand" : "behind, or does not run";
            throw new NotCaughtUpException(projection, wanted, reached, atMost, state);
        }
        if (engine.isByHand()) {
            var unused = engine.runOnce();
            return;
        }
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotCaughtUpException(projection, wanted, reached, atMost, "interrupted");
        }
    }
}
