package dev.mink.postgres;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** Makes an announcement soon after it is asked to, on a thread of its own, and once for many who ask. */
final class Announcer implements AutoCloseable {

    /** From the end of one announcement to the next. */
    private static final Duration PAUSE = Duration.ofMillis(5);

    private final AtomicBoolean asked = new AtomicBoolean();
    private final Thread thread;
    private volatile boolean closed;

    Announcer(Runnable announcement) {
        thread = new Thread(() -> run(announcement), "mink-announcer");
        thread.setDaemon(true);
        thread.start();
    }

    void announce() {
        if (!asked.get() && asked.compareAndSet(false, true)) {
            LockSupport.unpark(thread);
        }
    }

    private void run(Runnable announcement) {
        while (!closed) {
            if (asked.getAndSet(false)) {
                announcement.run();
                pause();
            } else {
                LockSupport.park(this);
            }
        }
    }

    /** Sleeps, since a thread that parks would be woken by the next who asks. */
    private static void pause() {
        try {
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
        } catch (InterruptedException e) {
            // Only close() does this, which has set the flag.
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
