package dev.mink;

import dev.mink.health.Health;
import dev.mink.health.HealthOptions;
import dev.mink.projection.Projections;
import dev.mink.spi.EventStorage;
import dev.mink.spi.StorageInfo;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at storage and projections on a thread of its own, so that nobody waits for longer than the timeout. Whoever
 * asks while a look is under way gets what comes of that. One that the storage does not answer for a while is given up,
 * and another is taken: it may be that only this connection hangs.
 *
 * @param <T> the transactions of the storage
 */
final class HealthCheck<T> implements AutoCloseable {

    private static final Duration GIVEN_UP_AFTER = Duration.ofSeconds(10);

    /** One, and those that were given up. */
    private static final int MOST_THREADS = 3;

    private final EventStorage<T> storage;
    private final Projections<T> projections;
    private final BooleanSupplier started;
    private final HealthOptions options;
    private final LongSupplier nanos;
    private final ThreadPoolExecutor threads;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Look latest;

    /**
     * @param nanos the time, as {@link System#nanoTime} has it
     */
    HealthCheck(
            EventStorage<T> storage,
            Projections<T> projections,
            BooleanSupplier started,
            HealthOptions options,
            LongSupplier nanos) {
        this.storage = storage;
        this.projections = projections;
        this.started = started;
        this.options = options;
        this.nanos = nanos;
        this.threads = new ThreadPoolExecutor(0, MOST_THREADS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread worker = new Thread(task, "mink-health");
            worker.setDaemon(true);
            return worker;
        });
    }

    /** How it is; within the timeout, and without an exception. */
    Health check() {
        if (threads.isShutdown()) {
            return closed();
        }
        Look look = look();
        try {
            long left = options.timeout().toNanos() - (nanos.getAsLong() - look.begun());
            return look.answer().get(Math.max(0, left), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return threads.isShutdown()
                    ? closed()
                    : HealthReport.unanswered(true, "the storage did not answer within " + options.timeout());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return HealthReport.unanswered(true, "the thread was interrupted while it waited for the storage");
        } catch (ExecutionException e) {
            return HealthReport.unanswered(true, "the storage failed: " + reason(e.getCause()));
        }
    }

    private static @Nullable String reason(@Nullable Throwable failure) {
        return failure instanceof MinkException known ? known.getMessage() : String.valueOf(failure);
    }

    private static Health closed() {
        return HealthReport.unanswered(false, "this mink is closed");
    }

    /** The look that is under way, or a new one. */
    private Look look() {
        lock.lock();
        try {
            Look look = latest;
            long now = nanos.getAsLong();
            if (look == null || look.answer().isDone() || now - look.begun() > GIVEN_UP_AFTER.toNanos()) {
                look = begin(now, look);
                latest = look;
            }
            return look;
        } finally {
            lock.unlock();
        }
    }

    private Look begin(long now, @Nullable Look before) {
        try {
            return new Look(now, CompletableFuture.supplyAsync(this::take, threads));
        } catch (RejectedExecutionException e) { // closed meanwhile, or as many hang as may
            return before == null || threads.isShutdown()
                    ? new Look(now, CompletableFuture.completedFuture(closed()))
                    : before;
        }
    }

    private Health take() {
        long begin = System.nanoTime();
        StorageInfo info = storage.info();
        Duration latency = Duration.ofNanos(System.nanoTime() - begin);
        return new HealthReport(options).answered(info, latency, projections.statuses(), started.getAsBoolean());
    }

    /** Ends what is under way, as far as it heeds an interrupt. */
    @Override
    public void close() {
        threads.shutdownNow();
    }

    /**
     * A look at storage and projections.
     *
     * @param begun when
     */
    private record Look(long begun, CompletableFuture<Health> answer) {}
}
