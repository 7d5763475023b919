package dev.mink.postgres;

import dev.mink.StreamId;
import dev.mink.spi.StreamAppend;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * An append on its way through {@link AppendGroups}. Its owner is the thread that made it; others may
 * move it out of {@code WAITING} once.
 */
final class Ticket {

    private enum State {
        WAITING,
        LEADS,
        ALONE,
        WRITTEN,
        FAILED
    }

    private final StreamAppend append;
    private final Thread owner = Thread.currentThread();
    private @Nullable Written written;
    private @Nullable SQLException failure;
    private volatile State state = State.WAITING;

    Ticket(StreamAppend append) {
        this.append = append;
    }

    StreamAppend append() {
        return append;
    }

    StreamId stream() {
        return append.stream();
    }

    /**
     * Waits until something is known; an interrupt is kept for later, since the append may be under way.
     *
     * @return false if nothing is known after this time
     */
    boolean await(Duration time) {
        boolean interrupted = false;
        long end = System.nanoTime() + time.toNanos();
        long left = time.toNanos();
        while (state == State.WAITING && left > 0) {
            LockSupport.parkNanos(this, left);
            interrupted |= Thread.interrupted();
            left = end - System.nanoTime();
        }
        if (interrupted) {
            owner.interrupt();
        }
        return state != State.WAITING;
    }

    boolean leads() {
        return state == State.LEADS;
    }

    boolean isAlone() {
        return state == State.ALONE;
    }

    /** What was written. */
    Written written() throws SQLException {
        if (failure != null) {
            throw failure;
        }
        return Objects.requireNonNull(written);
    }

    void lead() {
        enter(State.LEADS);
    }

    void sendAlone() {
        enter(State.ALONE);
    }

    void sendAloneIfUnfinished() {
        if (state == State.WAITING || state == State.LEADS) {
            enter(State.ALONE);
        }
    }

    void finish(Written what) {
        written = what;
        enter(State.WRITTEN);
    }

    void fail(SQLException why) {
        failure = why;
        enter(State.FAILED);
    }

    private void enter(State next) {
        state = next;
        LockSupport.unpark(owner);
    }
}
