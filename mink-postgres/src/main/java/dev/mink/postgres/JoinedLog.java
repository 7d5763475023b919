package dev.mink.postgres;

import dev.mink.spi.AppendRequest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The event log within a transaction that a caller began and ends. An append that writes nothing fails no
 * statement, or is undone to a savepoint, so that the transaction can be asked why, and can go on. A deadlock ends the
 * transaction: what it locked before it would keep, and so run into the same deadlock again.
 */
final class JoinedLog extends SqlLog {

    private final Connection connection;
    private final Appends appends;
    private final AtomicBoolean appended;

    /**
     * @param appended becomes true with the first append that writes something
     */
    JoinedLog(Connection connection, Queries queries, Appends appends, AtomicBoolean appended) {
        super(queries);
        this.appended = appended;
        this.connection = connection;
        this.appends = appends;
    }

    @Override
    <R> R read(SqlWork<R> work) {
        try {
            return work.with(connection);
        } catch (SQLException e) {
            throw Failures.of(e);
        }
    }

    @Override
    List<Written> attempt(AppendRequest request) {
        List<Written> written = write(request);
        if (written.stream().anyMatch(Written::isDone)) {
            appended.set(true);
        }
        return written;
    }

    private List<Written> write(AppendRequest request) {
        try {
            requireTransaction();
            if (Appends.needsNoSavepoint(request)) {
                return appends.together(connection, request.streams());
            }
            Savepoint before = connection.setSavepoint();
            try {
                List<Written> written = appends.together(connection, request.streams());
                connection.releaseSavepoint(before);
                return written;
            } catch (SQLException e) {
                if (!Failures.isDuplicate(e)) {
                    throw e;
                }
                connection.rollback(before);
                return List.of(Written.NOTHING);
            }
        } catch (SQLException e) {
            throw Failures.ofAppendWithin(request, e);
        }
    }

    private void requireTransaction() throws SQLException {
        if (connection.getAutoCommit()) {
            throw new IllegalStateException("the connection commits each statement by itself: call"
                    + " setAutoCommit(false) before you append within its transaction, and commit() after");
        }
    }
}
