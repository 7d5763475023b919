package dev.mink.postgres;

import dev.mink.StorageException;
import dev.mink.spi.EventStorage;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lends connections of a data source for one piece of work each. Thread-safe. */
final class Sessions {

    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

    private final DataSource dataSource;

    Sessions(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Does work in which every statement is a transaction of its own. */
    <R> R autocommit(SqlWork<R> work) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            if (connection.getAutoCommit()) {
                return work.with(connection);
            }
            connection.setAutoCommit(true);
            try {
                return work.with(connection);
            } finally {
                connection.setAutoCommit(false);
            }
        }
    }

    /** Does work in one transaction. */
    <R> R inTransaction(SqlWork<R> work) {
        try {
            return transact(work::with);
        } catch (SQLException e) {
            throw Failures.of(e);
        }
    }

    /** Does some steps in one transaction. */
    void runInTransaction(SqlWork.Steps steps) {
        inTransaction(connection -> {
            steps.with(connection);
            return true;
        });
    }

    /**
     * Does work in one transaction, which commits if the work returns and rolls back if it throws.
     *
     * @throws X what the work throws, as it is
     * @throws StorageException if the transaction cannot begin or commit
     */
    <R, X extends Exception> R transact(EventStorage.Work<Connection, R, X> work) throws X {
        Connection connection = begin();
        boolean done = false;
        try {
            R result = work.in(connection);
            done = true;
            return result;
        } finally {
            end(connection, done);
        }
    }

    private Connection begin() {
        try {
            Connection connection = dataSource.getConnection();
            try {
                connection.setAutoCommit(false);
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
            return connection;
        } catch (SQLException e) {
            throw Failures.of(e);
        }
    }

    private static void end(Connection connection, boolean commit) {
        try (connection) {
            if (commit) {
                connection.commit();
            } else {
                rollback(connection);
            }
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            throw Failures.ofAppend(e);
        }
    }

    /** Where this fails the connection is lost, and the transaction with it. */
    private static void rollback(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            LOG.debug("rollback failed, the connection is given up", e);
        }
    }
}
