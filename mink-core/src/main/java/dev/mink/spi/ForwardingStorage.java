package dev.mink.spi;

import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Hands everything on to another storage: what decorators extend, to override the little that they are about.
 *
 * @param <T> the transactions of the storage
 */
public abstract class ForwardingStorage<T> extends ForwardingLog implements EventStorage<T> {

    private final EventStorage<T> to;
    private final UnaryOperator<EventLog> change;

    /** Hands on to this one. */
    protected ForwardingStorage(EventStorage<T> to) {
        this(to, UnaryOperator.identity());
    }

    /**
     * Hands on to this one, with something around its operations on events.
     *
     * @param change puts it around them, outside of transactions and within each one
     */
    protected ForwardingStorage(EventStorage<T> to, UnaryOperator<EventLog> change) {
        super(change.apply(to));
        this.to = to;
        this.change = change;
    }

    @Override
    public void start() {
        to.start();
    }

    @Override
    public EventLog within(T transaction) {
        return change.apply(to.within(transaction));
    }

    @Override
    public <R, X extends Exception> R transact(Work<T, R, X> work) throws X {
        return to.transact(work);
    }

    @Override
    public StorageInfo info() {
        return to.info();
    }

    @Override
    public boolean readsAhead() {
        return to.readsAhead();
    }

    @Override
    public Optional<IdempotencyStore<T>> idempotency() {
        return to.idempotency();
    }

    @Override
    public Optional<AuditLog> audit() {
        return to.audit();
    }

    @Override
    public Optional<ViewStore<T>> views() {
        return to.views();
    }

    @Override
    public Optional<ProjectionStore<T>> projections() {
        return to.projections();
    }

    @Override
    public Optional<SnapshotStore> snapshots() {
        return to.snapshots();
    }

    @Override
    public Listening listen(Runnable listener) {
        return to.listen(listener);
    }

    @Override
    public void close() {
        to.close();
    }
}
