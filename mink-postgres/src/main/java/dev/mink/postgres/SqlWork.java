package dev.mink.postgres;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Something to do with a connection.
 *
 * @param <R> the result
 */
@FunctionalInterface
interface SqlWork<R> {
    R with(Connection connection) throws SQLException;

    /** The same without a result. */
    @FunctionalInterface
    interface Steps {
        void with(Connection connection) throws SQLException;
    }
}
