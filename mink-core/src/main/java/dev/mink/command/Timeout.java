package dev.mink.command;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Interrupts the thread that handles a command when it takes too long. A command that ends well
 * nonetheless has taken effect, and its result counts.
 */
final class Timeout implements Middleware {

    private final Duration timeout;

    Timeout(Duration timeout) {
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException("timeout " + timeout + " is not positive");
        }
        this.timeout = timeout;
    }

    @Override
    public CommandResult handle(CommandEnvelope envelope, Next next) {
        Watch watch = new Watch(Thread.currentThread());
        ScheduledFuture<?> alarm = Alarms.CLOCK.schedule(watch::ring, timeout.toNanos(), TimeUnit.NANOSECONDS);
        try {
            return next.proceed(envelope);
        } catch (RuntimeException e) {
            if (watch.end()) {
                throw new CommandTimeoutException(envelope.type(), timeout, e);
            }
            throw e;
        } finally {
            watch.end();
            alarm.cancel(false);
        }
    }

    /** Interrupts one thread, but never after the end of what it watches. */
    private static final class Watch {

        private final ReentrantLock lock = new ReentrantLock();
        private final Thread watched;
        private boolean over;
        private boolean rang;

        Watch(Thread watched) {
            this.watched = watched;
        }

        void ring() {
            lock.lock();
            try {
                if (!over) {
                    rang = true;
                    watched.interrupt();
                }
            } finally {
                lock.unlock();
            }
        }

        /** Ends the watch, takes back its interrupt, and tells whether there was one. */
        boolean end() {
            lock.lock();
            try {
                if (!over) {
                    over = true;
                    if (rang) {
                        Thread.interrupted();
                    }
                }
                return rang;
            } finally {
                lock.unlock();
            }
        }
    }

    /** One daemon thread for all timeouts, started with the first. */
    private static final class Alarms {

        static final ScheduledExecutorService CLOCK = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "mink-command-timeouts");
            thread.setDaemon(true);
            return thread;
        });
    }
}
