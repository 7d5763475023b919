package dev.mink.projection;

import dev.mink.FeedQuery;
import dev.mink.RecordedEvent;
import java.util.List;

/**
 * What the engine runs: something that comes from events, whoever keeps it.
 *
 * @param <T> the transactions of the storage
 */
interface ReadModel<T> {

    /** Its name, unique among all, which never changes. */
    String name();

    /** Grows whenever what it makes of the events changes; from 1. */
    int version();

    /** Which events it is made from. */
    FeedQuery events();

    /** Whether events of different streams never touch the same, so that slices of the streams can run at once. */
    boolean isSliceable();

    /** Whether several generations can be there side by side, as a rebuild needs it. */
    boolean hasGenerations();

    /** Makes room for a generation, in the transaction that adds it. */
    void create(T transaction, int generation);

    /** Has readers see a generation from the commit of the transaction on. */
    void serve(T transaction, int generation);

    /** Removes a generation that is not served any more. */
    void drop(T transaction, int generation);

    /** Begins to process events in a transaction. */
    Batch<T> begin(T transaction, int generation, boolean isReplay);

    /**
     * Begins to process events in a transaction, while others may do the same at once: those who change the same wait for
     * each other.
     */
    default Batch<T> beginBesideOthers(T transaction, int generation) {
        return begin(transaction, generation, false);
    }

    /**
     * The events that are processed in one transaction. Not thread-safe.
     *
     * @param <T> the transactions of the storage
     */
    interface Batch<T> {

        /**
         * Processes some more events, in their order. What they do to the read model may be kept back until {@link
         * #flush}.
         *
         * @throws EventFailure if one of them cannot be processed
         */
        void apply(List<RecordedEvent> events);

        /** How much is kept back: something like the number of documents in memory. */
        int held();

        /** Writes what was kept back. */
        void flush();
    }
}
