package dev.mink.projection;

/**
 * How a projection keeps several fillings side by side, such as one table for each. With it a projection can be
 * rebuilt while the present generation is being read.
 *
 * @param <T> the transactions of the storage
 */
public interface Generations<T> {

    /** Makes room for a generation, such as an empty table with its number in the name. */
    void create(T transaction, int generation) throws Exception;

    /** Has readers see a generation from the commit on, such as by replacing an SQL view. */
    void serve(T transaction, int generation) throws Exception;

    /** Removes a generation that nobody is to read any more. */
    void drop(T transaction, int generation) throws Exception;
}
