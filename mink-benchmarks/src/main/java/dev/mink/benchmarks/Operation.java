package dev.mink.benchmarks;

import java.sql.SQLException;

/** What is timed, for one thread. */
interface Operation extends AutoCloseable {

    /**
     * Does it once.
     *
     * @return how many events it was about
     */
    int run() throws Exception;

    @Override
    default void close() throws SQLException {}
}
