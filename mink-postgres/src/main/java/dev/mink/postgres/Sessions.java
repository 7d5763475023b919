package dev.mink.postgres;

import dev.mink.StorageException;
import dev.mink.spi.EventStorage;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
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
        try (Loan loan = lend(true)) {
            return work.with(loan.connection());
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
        try (Loan loan = begin()) {
            boolean done = false;
            try {
                R result = work.in(loan.connection());
                done = true;
                return result;
            } finally {
                end(loan.connection(), done);
            }
        }
    }

    private Loan begin() {
        try {
            return lend(false);
        } catch (SQLException e) {
            throw Failures.of(e);
        }
    }

    private static void end(Connection connection, boolean commit) {
        if (!commit) {
            rollback(connection);
            return;
        }
        try {
            if (hasFailed(connection)) {
                rollback(connection);
                throw Failures.ofFailedTransaction();
            }
            connection.commit();
        } catch (SQLException e) {
            throw Failures.ofCommit(e);
        }
    }

    /** Whether a statement has failed, so that the server would answer a commit by rolling back, without an error. */
    private static boolean hasFailed(Connection connection) throws SQLException {
        return connection.isWrapperFor(BaseConnection.class)
                && connection.unwrap(BaseConnection.class).getTransactionState() == TransactionState.FAILED;
    }

    /** Where this fails the connection is lost, and the transaction with it. */
    private static void rollback(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            LOG.debug("rollback failed, the connection is given up", e);
        }
    }

    private Loan lend(boolean autocommit) throws SQLException {
        Connection connection = connect();
        try {
            boolean before = connection.getAutoCommit();
            Loan loan = new Loan(connection, before);
            if (before != autocommit) {
                connection.setAutoCommit(autocommit);
            }
            return loan;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private Connection connect() throws SQLException {
        try {
            return dataSource.getConnection();
        } catch (SQLException e) {
            SQLException failure = Failures.notConnected(e);
            if (Failures.isInterrupted(failure)) {
                Thread.currentThread().interrupt();
            }
            throw failure;
        }
    }

    /**
     * A connection on loan. It goes back as it came, and that never fails: the work is done by then.
     *
     * @param autocommit the mode that it came in
     */
    private record Loan(Connection connection, boolean autocommit) implements AutoCloseable {

        @Override
        public void close() {
            try (connection) {
                if (connection.getAutoCommit() != autocommit) {
                    connection.setAutoCommit(autocommit);
                }
            } catch (SQLException e) {
                LOG.debug("the connection could not be given back as it came", e);
            }
        }
    }
}
