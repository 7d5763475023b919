package dev.mink.examples.retail;

import dev.mink.AppendResult;
import dev.mink.EventStore;
import dev.mink.ExpectedVersion;
import dev.mink.StorageException;
import dev.mink.StreamId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Appends invoices to the store, each with all of its events at once.
 *
 * <p>It can end at any moment and be started again: an invoice is either there as a whole or not at all, and one
 * that is there is left alone.
 */
final class Importer {
    /** Most of them wait: what they append at the same time shares a round trip and a commit. */
    private static final int THREADS = 32;

    private static final int ATTEMPTS = 5;

    private final EventStore<?> store;
    private final Progress progress;
    private final Duration firstPause;
    private final boolean again;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final Semaphore room = new Semaphore(2 * THREADS);

    /**
     * @param firstPause how long to wait before a failed append is tried again; doubled each time
     */
    Importer(EventStore<?> store, Progress progress, Duration firstPause) {
        this.store = store;
        this.progress = progress;
        this.firstPause = firstPause;
        this.again = store.lastPosition() > 0;
    }

    /**
     * Imports all invoices of a file.
     *
     * @throws StorageException if the storage keeps failing
     * @throws InterruptedException if the thread is interrupted; what was begun is finished before
     */
    void run(DataFile file, Rejects rejects) throws IOException, InterruptedException {
        ExecutorService workers = Executors.newFixedThreadPool(THREADS);
        try (InvoiceReader invoices = new InvoiceReader(file, rejects)) {
            for (Invoice invoice = invoices.next(); invoice != null; invoice = invoices.next()) {
                room.acquire();
                if (failure.get() != null) {
                    break;
                }
                Invoice next = invoice;
                workers.execute(() -> work(next));
                progress.show();
            }
        } finally {
            finish(workers);
        }
        Throwable failed = failure.get();
        if (failed instanceof Error error) {
            throw error;
        }
        if (failed instanceof RuntimeException exception) {
            throw exception;
        }
    }

    /** Waits for what was begun, even if interrupted. */
    private void finish(ExecutorService workers) {
        workers.shutdown();
        boolean interrupted = Thread.interrupted();
        while (!workers.isTerminated()) {
            try {
                workers.awaitTermination(100, TimeUnit.MILLISECONDS);
                progress.show();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void work(Invoice invoice) {
        try {
            if (failure.get() == null) {
                add(invoice);
            }
        } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
        } finally {
            room.release();
        }
    }

    private void add(Invoice invoice) {
        StreamId stream = invoice.stream();
        if (again && store.info(stream).isPresent()) {
            progress.skipped(invoice);
            return;
        }
        List<?> events = invoice.toEvents();
        AppendResult result = append(stream, events);
        if (result.repeated()) {
            progress.skipped(invoice);
        } else {
            progress.imported(invoice, events.size());
        }
    }

    /** Appends with patience: whether a failed attempt was stored or not, the ids make the next one right. */
    private AppendResult append(StreamId stream, List<?> events) {
        Duration pause = firstPause;
        for (int attempt = 1; ; attempt++) {
            try {
                return store.append(stream, ExpectedVersion.noStream(), events);
            } catch (StorageException e) {
                if (attempt == ATTEMPTS || failure.get() != null) {
                    throw e;
                }
            }
            LockSupport.parkNanos(pause.toNanos());
            pause = pause.multipliedBy(2);
        }
    }
}
