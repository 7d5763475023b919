package dev.mink.examples.retail;

import dev.mink.command.CommandBus;
import dev.mink.command.CommandResult;
import dev.mink.command.CommandResult.Rejected;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Enters the invoices of a file into the books, each by a command. It can end at any moment and be started again. */
final class Importer {
    /** How many commands are handled at once; each is a transaction. */
    static final int THREADS = 10;

    private static final int UNDER_WAY = 2 * THREADS;

    private final CommandBus<?> commands;
    private final Progress progress;
    private final Rejects rejects;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final Semaphore room = new Semaphore(UNDER_WAY);

    Importer(CommandBus<?> commands, Progress progress, Rejects rejects) {
        this.commands = commands;
        this.progress = progress;
        this.rejects = rejects;
    }

    /**
     * Imports all invoices of a file.
     *
     * @throws dev.mink.StorageException if the storage keeps failing
     * @throws InterruptedException if the thread is interrupted; what was begun is finished before
     */
    void run(DataFile file) throws IOException, InterruptedException {
        ExecutorService workers = Executors.newFixedThreadPool(THREADS);
        try (InvoiceReader invoices = new InvoiceReader(file, rejects)) {
            for (Invoice next = invoices.next(); next != null && failure.get() == null; next = invoices.next()) {
                Invoice invoice = next;
                room.acquire();
                workers.execute(() -> work(invoice));
                progress.show();
            }
        } finally {
            workers.shutdown();
            room.acquireUninterruptibly(UNDER_WAY);
        }
        Throwable failed = failure.get();
        if (failed instanceof Error error) {
            throw error;
        }
        if (failed instanceof RuntimeException exception) {
            throw exception;
        }
    }

    private void work(Invoice invoice) {
        try {
            if (failure.get() == null) {
                enter(invoice);
            }
        } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
        } finally {
            room.release();
        }
    }

    private void enter(Invoice invoice) {
        CommandResult result = commands.dispatch(invoice.toCommand());
        if (result instanceof Rejected rejected) {
            rejects.add(invoice, String.valueOf(rejected.reason().getMessage()));
        } else {
            progress.imported(invoice);
        }
    }
}
