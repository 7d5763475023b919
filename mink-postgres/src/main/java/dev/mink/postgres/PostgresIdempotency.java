package dev.mink.postgres;

import dev.mink.spi.IdempotencyStore;
import dev.mink.spi.KeyInUseException;
import dev.mink.spi.RememberedResult;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Results of commands in a table. A transaction holds an advisory lock on the key that it has reserved: a
 * negative hash of 63 bits, where those of the fence of the events are positive. The statement that looks
 * for a result begins after the lock was taken, and so sees what its last holder has committed.
 */
final class PostgresIdempotency implements IdempotencyStore<Connection> {

    private static final long LONGEST_PAUSE_MILLIS = 50;

    private final Sessions sessions;
    private final String hold;
    private final String recall;
    private final String remember;
    private final String forget;

    PostgresIdempotency(Sessions sessions, SchemaName schema) {
        this.sessions = sessions;
        String table = schema.quoted() + ".command_results";
        hold = "select pg_try_advisory_xact_lock(hashtextextended(?, " + schema.lockNamespace()
                + ") | (1::bigint << 63))";
        recall = "select fingerprint, result from " + table + " where key = ? and expires_at > ?";
        remember = "insert into " + table + " as known (key, fingerprint, result, expires_at) values (?, ?, ?::json, ?)"
                + " on conflict (key) do update set fingerprint = excluded.fingerprint, result = excluded.result,"
                + " expires_at = excluded.expires_at";
        forget = "delete from " + table + " where key in (select key from " + table
                + " where expires_at <= ? limit ? for update skip locked)";
    }

    /** One round trip, unless it has to wait. */
    @Override
    public Optional<RememberedResult> reserve(Connection transaction, String key, Instant now, boolean wait) {
        try (PreparedStatement statement = transaction.prepareStatement(hold + "; " + recall)) {
            statement.setString(1, key);
            statement.setString(2, key);
            statement.setObject(3, at(now));
            for (int pause = 0; ; pause++) {
                statement.execute();
                if (isHeld(statement)) {
                    return result(statement);
                }
                if (!wait || !pause(pause)) {
                    throw new KeyInUseException(key);
                }
            }
        } catch (SQLException e) {
            throw Failures.of(e);
        }
    }

    private static boolean isHeld(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.getResultSet()) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private static Optional<RememberedResult> result(PreparedStatement statement) throws SQLException {
        statement.getMoreResults();
        try (ResultSet row = statement.getResultSet()) {
            return row.next()
                    ? Optional.of(new RememberedResult(row.getString(1), row.getString(2)))
                    : Optional.empty();
        }
    }

    /** Waits a little, longer each time; false if interrupted. */
    private static boolean pause(int number) {
        try {
            TimeUnit.MILLISECONDS.sleep(Math.min(1L << Math.min(number, 10), LONGEST_PAUSE_MILLIS));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void remember(Connection transaction, String key, RememberedResult result, Instant expires) {
        try (PreparedStatement statement = transaction.prepareStatement(remember)) {
            statement.setString(1, key);
            statement.setString(2, result.fingerprint());
            statement.setString(3, result.json());
            statement.setObject(4, at(expires));
            statement.executeUpdate();
        } catch (SQLException e) {
            throw Failures.of(e);
        }
    }

    @Override
    public int forget(Instant expired, int limit) {
        try {
            return sessions.autocommit(connection -> {
                try (PreparedStatement statement = connection.prepareStatement(forget)) {
                    statement.setObject(1, at(expired));
                    statement.setInt(2, limit);
                    return statement.executeUpdate();
                }
            });
        } catch (SQLException e) {
            throw Failures.of(e);
        }
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
