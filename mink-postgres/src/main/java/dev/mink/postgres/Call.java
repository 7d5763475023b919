package dev.mink.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * One or several statements, which go to the server in one round trip. Each of them sees what was committed when it
 * begins.
 */
final class Call implements AutoCloseable {

    private final PreparedStatement statement;
    private boolean sent;

    /**
     * @param sql statements with a semicolon between them
     * @param values of their parameters, in order
     */
    Call(Connection connection, String sql, @Nullable Object... values) throws SQLException {
        statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }

    /** Runs one statement, and tells how many rows it has changed. */
    static int update(Connection connection, String sql, @Nullable Object... values) throws SQLException {
        try (Call call = new Call(connection, sql, values)) {
            return call.statement.executeUpdate();
        }
    }

    /** The rows of the next statement that gives rows; valid until the next call. */
    ResultSet rows() throws SQLException {
        boolean rows = sent ? statement.getMoreResults() : statement.execute();
        sent = true;
        while (!rows) {
            if (statement.getUpdateCount() < 0) {
                throw new SQLException("no more rows: " + statement);
            }
            rows = statement.getMoreResults();
        }
        return statement.getResultSet();
    }

    /** The same, of which there is at least one, that is the current one then. */
    ResultSet row() throws SQLException {
        ResultSet row = rows();
        if (!row.next()) {
            throw new SQLException("no row: " + statement);
        }
        return row;
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }
}
