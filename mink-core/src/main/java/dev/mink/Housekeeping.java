package dev.mink;

import dev.mink.spi.IdempotencyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Forgets expired results of commands, a batch at a time, on a daemon thread of its own. */
final class Housekeeping implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration INTERVAL = Duration.ofMinutes(1);
    private static final int BATCH = 1000;

    private final IdempotencyStore<?> results;
    private final Clock clock;
    private final ScheduledExecutorService thread;

    Housekeeping(IdempotencyStore<?> results, Clock clock) {
        this.results = results;
        this.clock = clock;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread worker = new Thread(task, "mink-housekeeping");
            worker.setDaemon(true);
            return worker;
        });
        var unused =
                thread.scheduleWithFixedDelay(this::run, INTERVAL.toSeconds(), INTERVAL.toSeconds(), TimeUnit.SECONDS);
    }

    /** Forgets all that has expired; a failure is logged, since there is a next time. */
    void run() {
        try {
            while (results.forget(clock.instant(), BATCH) == BATCH) {
                if (Thread.currentThread().isInterrupted()) {
                    return;
                }
            }
        } catch (RuntimeException e) {
            if (thread.isShutdown()) {
                return; // what it works on is being closed
            }
            LOG.warn("expired results of commands were not removed; the next attempt is in {}", INTERVAL, e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
