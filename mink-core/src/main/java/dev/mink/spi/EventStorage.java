package dev.mink.spi;

import java.util.Optional;

/**
 * Where events are kept.
 *
 * @param <T> its transactions, such as {@code java.sql.Connection}
 */
public interface EventStorage<T> extends EventLog, AutoCloseable {

    /**
     * Makes ready for use, and checks what the storage finds; may be called again.
     *
     * @throws dev.mink.StorageException if the storage cannot be used; the message says the way out
     */
    void start();

    /**
     * The same events through a transaction that the caller began and ends. What is appended becomes
     * visible to others when the transaction commits, and is gone when it rolls back. After a failed
     * append the transaction can only be rolled back.
     */
    EventLog within(T transaction);

    /**
     * Runs work in a transaction of its own, which commits when the work returns and rolls back when
     * it throws.
     *
     * @return what the work returns
     * @throws X what the work throws
     */
    <R, X extends Exception> R transact(Work<T, R, X> work) throws X;

    /**
     * What operators want to know, by one cheap look: sizes may be estimated.
     *
     * @throws dev.mink.StorageException if the storage fails
     */
    default StorageInfo info() {
        return new StorageInfo(getClass().getSimpleName(), 0, lastPosition(), 0);
    }

    /**
     * Whether a long read of the feed may be continued by another thread than the one that began it, while that
     * one does something else: worth it where reading means waiting for another machine, and wrong where what a thread
     * reads depends on the thread.
     */
    default boolean readsAhead() {
        return false;
    }

    /** Where results of commands are remembered, if the storage can do that. */
    default Optional<IdempotencyStore<T>> idempotency() {
        return Optional.empty();
    }

    /** Where audit entries of commands are kept, if the storage can do that. */
    default Optional<AuditLog> audit() {
        return Optional.empty();
    }

    /** Where the documents of views are kept, if the storage can do that. */
    default Optional<ViewStore<T>> views() {
        return Optional.empty();
    }

    /** Where projections keep how far they are, if the storage can do that. */
    default Optional<ProjectionStore<T>> projections() {
        return Optional.empty();
    }

    /** Where snapshots are kept, if the storage can do that. */
    default Optional<SnapshotStore> snapshots() {
        return Optional.empty();
    }

    /**
     * Has a listener called when something may have been appended, by whichever process, as soon after the
     * commit as the storage comes to know. It may be called without reason, once for many appends, and not at
     * all after a failure: whoever listens also looks now and then. Called by any thread; it must be quick.
     *
     * @return to be closed when nobody listens any more; a storage that cannot tell never calls
     */
    default Listening listen(Runnable listener) {
        return () -> {};
    }

    /** Gives back what the storage itself acquired; may be called again. */
    @Override
    void close();

    /** The calls of a listener, until it is closed. */
    @FunctionalInterface
    interface Listening extends AutoCloseable {

        /** Ends the calls, but for one under way; may be called again. */
        @Override
        void close();
    }

    /**
     * Something to do in a transaction.
     *
     * @param <T> the transaction
     * @param <R> the result
     * @param <X> what it may throw
     */
    @FunctionalInterface
    interface Work<T, R, X extends Exception> {

        /**
         * Does it.
         *
         * @throws X to roll back
         */
        R in(T transaction) throws X;
    }
}
