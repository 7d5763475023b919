package dev.mink.memory;

import dev.mink.AppendResult;
import dev.mink.StorageException;
import dev.mink.StreamId;
import dev.mink.StreamInfo;
import dev.mink.StreamQuery;
import dev.mink.spi.AppendRequest;
import dev.mink.spi.AuditLog;
import dev.mink.spi.EventLog;
import dev.mink.spi.EventStorage;
import dev.mink.spi.FeedRange;
import dev.mink.spi.IdempotencyStore;
import dev.mink.spi.ProjectionStore;
import dev.mink.spi.SnapshotStore;
import dev.mink.spi.StoredEvent;
import dev.mink.spi.StreamTail;
import dev.mink.spi.ViewStore;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps events in memory for as long as it lives: for tests and first steps.
 *
 * <p>Thread-safe. One operation or transaction runs at a time; others wait for it, and an operation of
 * the thread that runs a transaction takes part in it.
 */
public final class InMemoryStorage implements EventStorage<MemoryTransaction> {

    private final ReentrantLock lock = new ReentrantLock();
    private final MemoryLog log;
    private final MemoryIdempotency idempotency = new MemoryIdempotency(this);
    private final MemoryAuditLog audit = new MemoryAuditLog();
    private final MemorySnapshots snapshots;
    private final MemoryProjections projections;
    private final MemoryViews views = new MemoryViews(this);
    private final Map<Object, Runnable> listeners = new ConcurrentHashMap<>();
    private boolean closed;

    /** How many transactions are open, one within the other, all on the thread that has the lock. */
    private int depth;

    /** The last position before the outermost of them. */
    private long committed;

    /** The innermost of them. */
    private @Nullable MemoryTransaction current;

    /** An empty storage with the system's clock. */
    public InMemoryStorage() {
        this(Clock.systemUTC());
    }

    /** An empty storage whose events are recorded at the times that the clock tells. */
    public InMemoryStorage(Clock clock) {
        this.log = new MemoryLog(Objects.requireNonNull(clock, "clock"));
        this.snapshots = new MemorySnapshots(this, log);
        this.projections = new MemoryProjections(this, clock);
    }

    /** Does nothing: the storage is ready when it is made. */
    @Override
    public void start() {}

    @Override
    public List<AppendResult> append(AppendRequest request) {
        List<AppendResult> results = alone(() -> log.append(request));
        tellListeners();
        return results;
    }

    @Override
    public List<StoredEvent> readStream(StreamQuery query) {
        return alone(() -> log.readStream(query));
    }

    @Override
    public StreamTail readTail(StreamQuery query, String schema) {
        return alone(() -> snapshots.readTail(query, schema));
    }

    @Override
    public List<StoredEvent> readFeed(FeedRange range) {
        return alone(() -> log.readFeed(range));
    }

    @Override
    public Optional<StreamInfo> streamInfo(StreamId stream) {
        return alone(() -> log.streamInfo(stream));
    }

    @Override
    public List<StreamInfo> streams(String prefix, String after, int limit) {
        return alone(() -> log.streams(prefix, after, limit));
    }

    @Override
    public long lastPosition() {
        return alone(log::lastPosition);
    }

    @Override
    public long safePosition() {
        return alone(() -> depth > 0 ? committed : log.lastPosition());
    }

    /**
     * @throws IllegalArgumentException if the transaction belongs to another storage
     * @throws IllegalStateException if it has ended, is another thread's, or an append in it failed; the
     *     operations of the result throw the same
     */
    @Override
    public EventLog within(MemoryTransaction transaction) {
        transaction.requireOpenOn(this);
        return new TransactionLog(this, transaction);
    }

    /**
     * {@inheritDoc}
     *
     * @throws StorageException if the work returns although an append in its transaction failed; it is
     *     rolled back
     */
    @Override
    public <R, X extends Exception> R transact(Work<MemoryTransaction, R, X> work) throws X {
        Objects.requireNonNull(work, "work");
        lock.lock();
        MemoryTransaction transaction = new MemoryTransaction(this);
        long before = log.lastPosition();
        MemoryTransaction outer = current;
        current = transaction;
        boolean done = false;
        boolean appended = false;
        if (depth++ == 0) {
            committed = before;
        }
        try {
            requireOpen();
            R result = work.in(transaction);
            if (transaction.hasFailed()) {
                throw new StorageException(
                        "an append in this transaction failed, so it was rolled back: let the failure pass through",
                        StorageException.Outcome.NOTHING_WRITTEN,
                        null);
            }
            done = true;
            appended = log.lastPosition() > before;
            return result;
        } finally {
            transaction.end();
            if (!done) {
                log.undoAfter(before);
                transaction.rollback();
            } else if (outer != null) {
                outer.onRollback(transaction::rollback);
            }
            current = outer;
            depth--;
            lock.unlock();
            if (appended) {
                tellListeners();
            }
        }
    }

    @Override
    public Listening listen(Runnable listener) {
        Object key = new Object();
        listeners.put(key, Objects.requireNonNull(listener, "listener"));
        return () -> listeners.remove(key);
    }

    private void tellListeners() {
        listeners.values().forEach(Runnable::run);
    }

    @Override
    public Optional<IdempotencyStore<MemoryTransaction>> idempotency() {
        return Optional.of(idempotency);
    }

    @Override
    public Optional<AuditLog> audit() {
        return Optional.of(audit);
    }

    @Override
    public Optional<SnapshotStore> snapshots() {
        return Optional.of(snapshots);
    }

    @Override
    public Optional<ProjectionStore<MemoryTransaction>> projections() {
        return Optional.of(projections);
    }

    @Override
    public Optional<ViewStore<MemoryTransaction>> views() {
        return Optional.of(views);
    }

    /** Makes the storage unusable; its events are gone with it. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    /** Whether what this thread reads may still roll back. */
    boolean isWithinTransaction() {
        return depth > 0;
    }

    /** Does something while nobody else does anything. */
    <R> R alone(Supplier<R> work) {
        lock.lock();
        try {
            requireOpen();
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the in-memory storage is closed");
        }
    }
}
