package dev.mink.projection;

import dev.mink.projection.RebuildProgress.Outcome;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** A rebuild that is under way, on whichever nodes; thread-safe. It goes on if nobody watches it. */
public final class Rebuild {

    private static final long LOOK_EVERY_MILLIS = 50;

    private final Supplier<RebuildProgress> progress;
    private final BooleanSupplier cancel;

    Rebuild(Supplier<RebuildProgress> progress, BooleanSupplier cancel) {
        this.progress = progress;
        this.cancel = cancel;
    }

    /** How far it is at this moment. */
    public RebuildProgress progress() {
        return progress.get();
    }

    /**
     * Waits until it is done or cancelled, but not for longer than this.
     *
     * @return how far it is then
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public RebuildProgress await(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        RebuildProgress now = progress();
        while (now.outcome() == Outcome.RUNNING && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
            now = progress();
        }
        return now;
    }

    /**
     * Gives it up: what was filled is removed, and readers go on with what they see.
     *
     * @return false if it was done before
     */
    public boolean cancel() {
        return cancel.getAsBoolean();
    }
}
