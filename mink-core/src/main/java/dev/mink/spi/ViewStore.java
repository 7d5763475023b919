package dev.mink.spi;

import dev.mink.projection.Condition;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the documents of views, one set of them for each generation of a view. Thread-safe. Every method throws
 * {@link dev.mink.StorageException} where the storage fails.
 *
 * <p>What takes a transaction is done in it, and undone with it. Reading sees what is committed.
 *
 * @param <T> the transactions of the storage
 */
public interface ViewStore<T> {

    // Generations

    /** Makes room for a generation that does not exist, without documents. */
    void create(T transaction, ViewGeneration generation);

    /**
     * Has readers of a version see a generation, in place of the one that they have seen.
     *
     * @param view the name of the view
     */
    void serve(T transaction, String view, int version, int generation);

    /** Removes a generation with all its documents, whoever reads it; does nothing if it does not exist. */
    void drop(T transaction, String view, int generation);

    // Filling

    /**
     * Locks documents until the end of the transaction, whether they exist or not; waits for others who have locked them.
     * What is loaded after that cannot be changed by others who lock.
     *
     * @param keys of documents; an empty one stands for all of the generation, which those who lock keys do not notice
     */
    void lock(T transaction, ViewGeneration generation, Set<String> keys);

    /**
     * Documents of a generation, each once and in any order.
     *
     * @param keys those with these keys
     * @param matches and those in which a field has one of these values
     */
    List<ViewDocument> load(T transaction, ViewGeneration generation, Set<String> keys, Collection<FieldValue> matches);

    /**
     * Puts documents in place of those with the same keys, and removes others, in few statements however many
     * there are.
     *
     * @param documents with different keys, which are not among those removed
     * @param removed keys of documents, whether they exist or not
     */
    void save(T transaction, ViewGeneration generation, Collection<ViewDocument> documents, Collection<String> removed);

    // Reading: the generation that serves a version, or, if none does yet, that of the greatest lower version that
    // is served. If there is none at all, there are no documents. A reader sees one generation as a whole. A field
    // that the generation does not have is a StorageException.

    /** The documents with these keys, in any order. */
    List<ViewDocument> get(String view, int version, Set<String> keys);

    /** The documents that a query asks for, in its order. */
    List<ViewDocument> find(String view, int version, DocumentQuery query);

    /** How many documents meet a condition; null for all. */
    long count(String view, int version, @Nullable Condition condition);
}
