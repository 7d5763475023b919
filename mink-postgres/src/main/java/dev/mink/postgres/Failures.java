package dev.mink.postgres;

import dev.mink.StorageException;
import dev.mink.StorageException.Outcome;
import dev.mink.spi.AppendRequest;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What the driver's exceptions mean. The states are those of PostgreSQL's appendix "Error Codes". */
final class Failures {

    private static final Set<String> SHUTDOWNS = Set.of("57P01", "57P02", "57P03");

    /** The state of a client that could not connect, and hence has sent nothing. */
    private static final String NOT_CONNECTED = "08001";

    private static final String CANCELLED = "57014";

    /** Connection, rollback by the server, resources, operator. */
    private static final Set<String> TRANSIENT_CLASSES = Set.of("08", "40", "53", "57");

    /** A lock was not available, the transaction stood still for too long, the server is a standby. */
    private static final Set<String> TRANSIENT_STATES = Set.of("55P03", "25P03", "25006");

    private Failures() {}

    /** The failure of something that wrote nothing. */
    static StorageException of(SQLException e) {
        return new StorageException(explain(e), Outcome.NOTHING_WRITTEN, e);
    }

    /** The failure to connect to a URL. */
    static StorageException ofConnecting(String url, SQLException e) {
        return new StorageException("cannot connect to " + url + ": " + explain(e), Outcome.NOTHING_WRITTEN, e);
    }

    /** The failure of an append. */
    static StorageException ofAppend(AppendRequest request, SQLException e) {
        String what = what(request);
        if (isConnectionLost(e)) {
            return new StorageException(
                    "the connection was lost during " + what + ", which may or may not have happened: repeat it with"
                            + " the same event ids, and it happens once; " + explain(e),
                    Outcome.UNKNOWN,
                    e);
        }
        return ofAppendWithin(request, e);
    }

    /** The failure of an append within a transaction of the caller's. */
    static StorageException ofAppendWithin(AppendRequest request, SQLException e) {
        return new StorageException(what(request) + " failed: " + explain(e), Outcome.NOTHING_WRITTEN, e);
    }

    private static String what(AppendRequest request) {
        int others = request.streams().size() - 1;
        return "an append to " + request.streams().get(0).stream()
                + (others == 0 ? "" : " and " + others + (others == 1 ? " other stream" : " other streams"));
    }

    /** The failure to commit. */
    static StorageException ofCommit(SQLException e) {
        if (isConnectionLost(e)) {
            return new StorageException(
                    "the connection was lost during a commit, which may or may not have happened: look, or run the"
                            + " transaction again with the same event ids; " + explain(e),
                    Outcome.UNKNOWN,
                    e);
        }
        return new StorageException("the transaction was rolled back: " + explain(e), Outcome.NOTHING_WRITTEN, e);
    }

    /** The refusal to commit a transaction in which a statement has failed. */
    static StorageException ofFailedTransaction() {
        return new StorageException(
                "the transaction was rolled back instead of committed, because a statement in it had failed: let its"
                        + " exception end the transaction, or roll back to a savepoint before going on",
                Outcome.NOTHING_WRITTEN,
                null);
    }

    /** The failure to get a connection. */
    static SQLException notConnected(SQLException e) {
        return new SQLTransientConnectionException(e.getMessage(), NOT_CONNECTED, e);
    }

    /** Whether the thread was interrupted while it waited for a connection. */
    static boolean isInterrupted(SQLException e) {
        return isNotConnected(e) && root(e).getCause() instanceof InterruptedException;
    }

    static boolean isNotConnected(SQLException e) {
        return NOT_CONNECTED.equals(e.getSQLState());
    }

    /** Whether the server did not get to say what became of the statement. */
    static boolean isConnectionLost(SQLException e) {
        String state = root(e).getSQLState();
        return !isNotConnected(e) && (state == null || state.startsWith("08") || SHUTDOWNS.contains(state));
    }

    /** Whether another transaction got there first, or had to be let through. */
    static boolean isRaceLost(SQLException e) {
        String state = e.getSQLState();
        return isDuplicate(e) || "40P01".equals(state) || "40001".equals(state);
    }

    /** Whether a version or an event id is there already. */
    static boolean isDuplicate(SQLException e) {
        return "23505".equals(e.getSQLState());
    }

    /**
     * Whether a failure, or what caused it, will probably go away by itself: the connection was lost or is not to be
     * had, a deadlock, a serialization failure, a lock that was not to be had in time, missing resources, a server
     * that stops, or one that has become a standby. A statement that was cancelled is none of these: one that always
     * takes too long would be tried for ever.
     */
    static boolean isTransient(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && isTransient(sql)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isTransient(SQLException e) {
        String state = e.getSQLState();
        if (state == null) {
            return e instanceof SQLTransientConnectionException || e instanceof SQLRecoverableException;
        }
        return TRANSIENT_STATES.contains(state)
                || (state.length() == 5
                        && TRANSIENT_CLASSES.contains(state.substring(0, 2))
                        && !state.equals(CANCELLED));
    }

    private static String explain(SQLException e) {
        SQLException root = root(e);
        String state = root.getSQLState();
        String reason = reason(root);
        if (isInterrupted(e)) {
            return "the thread was interrupted while it waited for a connection";
        }
        if (state == null) {
            return isNotConnected(e)
                    ? "no connection was to be had: " + reason
                            + "; give the pool more connections or a longer timeout, and give back what was borrowed"
                    : "PostgreSQL failed: " + reason;
        }
        return switch (state) {
            case "28P01", "28000" ->
                "PostgreSQL refused the user or password: " + reason
                        + "; check the credentials in the URL, the options or the data source";
            case "3D000" -> "PostgreSQL has no such database: " + reason + "; create it or correct the URL";
            case "42P01", "3F000", "42883" ->
                "the schema of mink is missing or incomplete: " + reason
                        + "; call PostgresSchema.up(), or set PostgresOptions.migrateOnStart(true) and start()";
            case "42703" ->
                "a column is missing: " + reason
                        + "; if it is a field of a view, raise the version of the view when its fields change, and wait"
                        + " until it is filled";
            case "42501" ->
                "PostgreSQL does not let this user do that: " + reason
                        + "; grant it, or run PostgresSchema.ddl() as a user who may";
            case "22P02", "22021" ->
                "PostgreSQL cannot take a value: " + reason
                        + "; a payload that is no valid JSON comes from the codec, which should write JSON or binary";
            case "08001", "08004", "08006" ->
                "PostgreSQL cannot be reached: " + reason + "; check the URL and that the server accepts connections";
            case "53300" ->
                "PostgreSQL has no connection left: " + reason + "; use a smaller pool or raise max_connections";
            case "40P01", "40001" ->
                "PostgreSQL gave another transaction the precedence: " + reason
                        + "; roll this one back and run it again from its start";
            case "57014" ->
                "PostgreSQL cancelled the statement: " + reason
                        + "; raise PostgresOptions.statementTimeout, or find what it waited for";
            case "25P03" ->
                "PostgreSQL ended the transaction, which had done nothing for too long: " + reason
                        + "; run it again from its start";
            case "25006" -> "PostgreSQL is read-only here: " + reason + "; connect to the primary";
            default -> "PostgreSQL failed with " + state + ": " + reason;
        };
    }

    /** What the server says, without the position and hints that the driver adds. */
    private static String reason(SQLException e) {
        ServerErrorMessage server = e instanceof PSQLException driver ? driver.getServerErrorMessage() : null;
        return String.valueOf(server != null ? server.getMessage() : e.getMessage());
    }

    /** The driver's own exception where a pool has wrapped it. */
    private static SQLException root(SQLException e) {
        SQLException root = e;
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException inner) {
                root = inner;
            }
        }
        return root;
    }
}
