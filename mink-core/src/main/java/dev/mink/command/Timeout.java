package dev.mink.command;

import dev.mink.command.CommandResult.Failed;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Interrupts the thread that handles a command when it takes too long. A command that ends well
 * nonetheless has taken effect, and its result counts.
 */
final class Timeout implements Middleware {

    private static final Duration LONGEST = Duration.ofDays(1);

    private final Duration timeout;

    Timeout(Duration timeout) {
        if (timeout.isZero() || timeout.isNegative() || timeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("timeout " + timeout + " is not between 1 ns and a day");
        }
        this.timeout = timeout;
    }

    @Override
    public CommandResult handle(CommandEnvelope envelope, Next next) {
        Watch watch = Watch.start(timeout);
        try {
            CommandResult result = next.proceed(envelope);
            return result instanceof Failed failed && watch.end()
                    ? new Failed(new CommandTimeoutException(envelope.type(), timeout, failed.cause()))
                    : result;
        } catch (RuntimeException e) {
            if (watch.end()) {
                throw new CommandTimeoutException(envelope.type(), timeout, e);
            }
            throw e;
        } finally {
            watch.end();
        }
    }

    /** Interrupts one thread, but never after the end of what it watches. Rung by a timer of the JDK's. */
    private static final class Watch {

        private final ReentrantLock lock = new ReentrantLock();
        private final Thread watched = Thread.currentThread();
        private final CompletableFuture<Boolean> alarm = new CompletableFuture<>();
        private boolean over;
        private boolean rang;

        static Watch start(Duration time) {
            Watch watch = new Watch();
            var unused = watch.alarm
                    .completeOnTimeout(true, time.toNanos(), TimeUnit.NANOSECONDS)
                    .thenAccept(watch::ring);
            return watch;
        }

        private void ring(boolean late) {
            lock.lock();
            try {
                if (late && !over) {
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
                // An end that is not one by time takes the timer away.
                alarm.complete(false);
            }
        }
    }
}
