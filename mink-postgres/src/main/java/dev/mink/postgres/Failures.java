package dev.mink.postgres;

import dev.mink.StorageException;
import dev.mink.StorageException.Outcome;
import java.sql.SQLException;
import java.util.Set;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What the driver's exceptions mean. The states are those of PostgreSQL's appendix "Error Codes". */
final class Failures {

    private static final Set<String> SHUTDOWNS = Set.of("57P01", "57P02", "57P03");

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
    static StorageException ofAppend(SQLException e) {
        if (!isConnectionLost(e)) {
            return of(e);
        }
        return new StorageException(
                "the connection was lost during an append, which may or may not have happened: repeat it with the same"
                        + " event ids, and it happens once; " + explain(e),
                Outcome.UNKNOWN,
                e);
    }

    /** Whether the server did not get to say what became of the statement. */
    static boolean isConnectionLost(SQLException e) {
        String state = root(e).getSQLState();
        return state == null || state.startsWith("08") || SHUTDOWNS.contains(state);
    }

    /** Whether another transaction got there first. */
    static boolean isRaceLost(SQLException e) {
        String state = e.getSQLState();
        return "23505".equals(state) || "40P01".equals(state) || "40001".equals(state);
    }

    private static String explain(SQLException e) {
        SQLException root = root(e);
        String state = root.getSQLState();
        String reason = reason(root);
        if (state == null) {
            return "PostgreSQL failed: " + reason;
        }
        return switch (state) {
            case "28P01", "28000" ->
                "PostgreSQL refused the user or password: " + reason
                        + "; check the credentials in the URL, the options or the data source";
            case "3D000" -> "PostgreSQL has no such database: " + reason + "; create it or correct the URL";
            case "42P01", "3F000", "42883" ->
                "the schema of mink is missing or incomplete: " + reason
                        + "; call PostgresSchema.up(), or set PostgresOptions.migrateOnStart(true) and start()";
            case "08001", "08004", "08006" ->
                "PostgreSQL cannot be reached: " + reason + "; check the URL and that the server accepts connections";
            case "53300" ->
                "PostgreSQL has no connection left: " + reason + "; use a smaller pool or raise max_connections";
            case "57014" ->
                "PostgreSQL cancelled the statement: " + reason
                        + "; raise PostgresOptions.statementTimeout, or find what it waited for";
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
