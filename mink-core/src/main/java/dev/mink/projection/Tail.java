package dev.mink.projection;

import dev.mink.spi.EventStorage;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of the feed, as far as it is safe, watched by one thread for all projections of a node: however many they
 * are, they ask for it once.
 */
final class Tail {

    private static final Logger LOG = LoggerFactory.getLogger(Tail.class);

    private final EventStorage<?> storage;
    private final Duration pollInterval;
    private final Semaphore wakeUps = new Semaphore(0);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private long calls;
    private volatile long safe;
    private volatile boolean closed;

    Tail(EventStorage<?> storage, Duration pollInterval) {
        this.storage = storage;
        this.pollInterval = pollInterval;
    }

    /** The safe position when it was last looked for. */
    long safe() {
        return safe;
    }

    /** Looks for the safe position. */
    void look() {
        long now = storage.safePosition();
        if (now > safe) {
            lock.lock();
            try {
                safe = Math.max(safe, now);
                moved.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Looks again and again, until it is closed. */
    void watch() {
        boolean failing = false;
        EventStorage.Listening listening = storage.listen(wakeUps::release);
        try {
            while (!closed) {
                wakeUps.drainPermits();
                try {
                    look();
                    failing = false;
                } catch (RuntimeException e) {
                    if (!failing && !closed) {
                        LOG.warn("projections cannot see new events; looking again every {}", pollInterval, e);
                    }
                    failing = true;
                }
                var unused = wakeUps.tryAcquire(pollInterval.toNanos(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            listening.close();
        }
    }

    /** Waits until there is something behind a position, somebody calls {@link #wakeAll}, or the time is over. */
    void await(long position, Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            long call = calls;
            long left = atMost.toNanos();
            while (safe <= position && calls == call && !closed && left > 0) {
                left = moved.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends all waits. */
    void wakeAll() {
        lock.lock();
        try {
            calls++;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends {@link #watch} and all waits. */
    void close() {
        closed = true;
        wakeUps.release();
        wakeAll();
    }
}
