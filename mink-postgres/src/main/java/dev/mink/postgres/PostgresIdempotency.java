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

/**
 * Results of commands in a table. A transaction holds an advisory lock on the key that it has reserved,
 * in the key space of two numbers, which the fence of the events does not use.
 */
final class PostgresIdempotency implements IdempotencyStore<Connection> {

    private final Sessions sessions;
    private final String lock;
    private final String tryLock;
    private final String reserve;
    private final String recall;
    private final String remember;
    private final String forget;

    PostgresIdempotency(Sessions sessions, SchemaName schema) {
        this.sessions = sessions;
        String table = schema.quoted() + ".command_results";
        String key = "(" + schema.lockNamespace() + ", hashtext(?))";
        lock = "select pg_advisory_xact_lock" + key;
        tryLock = "select pg_try_advisory_xact_lock" + key;
        reserve = "insert into " + table + " as held (key, fingerprint, expires_at) values (?, '', 'infinity')"
                + " on conflict (key) do update set fingerprint = '', result = null, expires_at = 'infinity'"
                + " where held.expires_at <= ? returning key";
        recall = "select fingerprint, result from " + table + " where key = ?";
        remember = "update " + table + " set fingerprint = ?, result = ?::json, expires_at = ? where key = ?";
        forget = "delete from " + table + " where key in (select key from " + table
                + " where expires_at <= ? limit ? for update skip locked)";
    }

    @Override
    public Optional<RememberedResult> reserve(Connection transaction, String key, Instant now, boolean wait) {
        try {
            hold(transaction, key, wait);
            return isReserved(transaction, key, now) ? Optional.empty() : Optional.of(recall(transaction, key));
        } catch (SQLException e) {
            throw Failures.of(e);
        }
    }

    private void hold(Connection transaction, String key, boolean wait) throws SQLException {
        try (PreparedStatement statement = transaction.prepareStatement(wait ? lock : tryLock)) {
            statement.setString(1, key);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                if (!wait && !row.getBoolean(1)) {
                    throw new KeyInUseException(key);
                }
            }
        }
    }

    private boolean isReserved(Connection transaction, String key, Instant now) throws SQLException {
        try (PreparedStatement statement = transaction.prepareStatement(reserve)) {
            statement.setString(1, key);
            statement.setObject(2, at(now));
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    private RememberedResult recall(Connection transaction, String key) throws SQLException {
        try (PreparedStatement statement = transaction.prepareStatement(recall)) {
            statement.setString(1, key);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new RememberedResult(row.getString(1), row.getString(2));
            }
        }
    }

    @Override
    public void remember(Connection transaction, String key, RememberedResult result, Instant expires) {
        try (PreparedStatement statement = transaction.prepareStatement(remember)) {
            statement.setString(1, result.fingerprint());
            statement.setString(2, result.json());
            statement.setObject(3, at(expires));
            statement.setString(4, key);
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
