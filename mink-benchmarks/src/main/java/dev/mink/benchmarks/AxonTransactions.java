package dev.mink.benchmarks;

import java.sql.Connection;
import java.sql.SQLException;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.jdbc.ConnectionWrapperFactory;
import org.axonframework.common.jdbc.JdbcException;
import org.axonframework.common.transaction.Transaction;
import org.axonframework.common.transaction.TransactionManager;

/** Transactions of Axon's, each on one connection that belongs to its thread until it ends, as Spring's are. */
final class AxonTransactions implements TransactionManager, ConnectionProvider {

    private static final ThreadLocal<Connection> OPEN = new ThreadLocal<>();

    private final ConnectionProvider source;

    AxonTransactions(ConnectionProvider source) {
        this.source = source;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = OPEN.get();
        return connection == null
                ? source.getConnection()
                : ConnectionWrapperFactory.wrap(connection, new ConnectionWrapperFactory.NoOpCloseHandler());
    }

    @Override
    public Transaction startTransaction() {
        if (OPEN.get() != null) {
            return new Part();
        }
        try {
            Connection connection = source.getConnection();
            OPEN.set(connection);
            return new Whole(connection);
        } catch (SQLException e) {
            throw new JdbcException("no connection", e);
        }
    }

    /** Ends with the transaction that it is part of. */
    private record Part() implements Transaction {

        @Override
        public void commit() {}

        @Override
        public void rollback() {}
    }

    private static final class Whole implements Transaction {

        private final Connection connection;

        Whole(Connection connection) {
            this.connection = connection;
        }

        @Override
        public void commit() {
            end(true);
        }

        @Override
        public void rollback() {
            end(false);
        }

        private void end(boolean commit) {
            OPEN.remove();
            try (connection) {
                if (commit) {
                    connection.commit();
                } else {
                    connection.rollback();
                }
            } catch (SQLException e) {
                throw new JdbcException("the transaction did not end well", e);
            }
        }
    }
}
