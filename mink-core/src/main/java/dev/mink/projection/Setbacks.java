package dev.mink.projection;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong with a partition of late, and what follows from that. Used by the thread that runs the partition,
 * but for {@link #forgive}.
 */
final class Setbacks {

    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Duration PASSING = Duration.ofMillis(50);
    private static final Duration LONGEST_PASSING = Duration.ofSeconds(10);
    private static final Duration RESTART = Duration.ofSeconds(1);

    private final AsyncOptions options;
    private final Clock clock;
    private final Tally tally;

    /** The event that is tried by itself, after all that come before it. */
    private @Nullable Suspect suspect;

    /** How many transient failures there were in a row. */
    private int passing;

    /** How often in a row the whole failed. */
    private int faults;

    private Instant notBefore = Instant.MIN;
    private volatile boolean forgiven;

    Setbacks(AsyncOptions options, Clock clock, Tally tally) {
        this.options = options;
        this.clock = clock;
        this.tally = tally;
    }

    /** Has it begin anew at once; by any thread. */
    void forgive() {
        forgiven = true;
    }

    /** What to do instead of working, if anything. */
    @Nullable
    Turn instead() {
        if (forgiven) {
            forgiven = false;
            suspect = null;
            passing = 0;
            faults = 0;
            notBefore = Instant.MIN;
        }
        Instant now = clock.instant();
        if (!now.isBefore(notBefore)) {
            return null;
        }
        return notBefore.equals(Instant.MAX) ? Turn.HALTED : Turn.waiting(Duration.between(now, notBefore));
    }

    /** How far the next batch may go: up to an event that failed, and then to it. */
    long through(long position, long safe) {
        if (suspect == null) {
            return safe;
        }
        long before = suspect.position() - 1;
        return Math.min(safe, position < before ? before : suspect.position());
    }

    /**
     * A turn was taken without a failure.
     *
     * @param position that was reached
     * @return whether the whole had failed before
     */
    boolean worked(long position) {
        passing = 0;
        if (suspect != null && position >= suspect.position()) {
            suspect = null;
        }
        boolean wasFaulted = faults > 0;
        faults = 0;
        return wasFaulted;
    }

    /** Takes note that an event failed, and tells how often it has by itself. */
    int failed(long position) {
        if (suspect == null || suspect.position() != position) {
            suspect = new Suspect(position, 0);
        } else {
            suspect = suspect.failedAgain();
        }
        return suspect.attempts();
    }

    /** The event that failed is to be tried again. */
    Turn again(int attempts, Throwable failure) {
        if (attempts == 0) {
            return Turn.worked(0);
        }
        tally.state(ProjectionState.RESTARTING, failure);
        return waitFor(Backoff.after(attempts, options.retryDelay(), LONGEST));
    }

    /** Something failed that will go away by itself. */
    Turn passing(Throwable failure) {
        passing++;
        tally.failed(0, failure);
        tally.state(ProjectionState.RESTARTING, failure);
        return waitFor(Backoff.after(passing, PASSING, LONGEST_PASSING));
    }

    /** The whole failed. */
    Turn fault(Throwable failure) {
        faults++;
        suspect = null;
        if (faults > options.restarts()) {
            tally.state(ProjectionState.FAULTED, failure);
            notBefore = Instant.MAX;
            return Turn.HALTED;
        }
        tally.state(ProjectionState.RESTARTING, failure);
        return waitFor(Backoff.after(faults, RESTART, LONGEST));
    }

    private Turn waitFor(Duration time) {
        notBefore = clock.instant().plus(time);
        return Turn.waiting(time);
    }
}
