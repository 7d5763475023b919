package dev.mink.postgres;

import dev.mink.StreamId;
import dev.mink.command.AuditEntry;
import dev.mink.command.AuditQuery;
import dev.mink.spi.AuditLog;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The audit log in a table that refuses changes. */
final class PostgresAuditLog implements AuditLog {

    private static final String COLUMNS = "at, command_id, command_type, user_id, tenant_id, correlation_id, outcome,"
            + " reason, duration_us, stream_id, version, details";

    private final Sessions sessions;
    private final String insert;
    private final String select;

    PostgresAuditLog(Sessions sessions, SchemaName schema) {
        this.sessions = sessions;
        String table = schema.quoted() + ".command_audit";
        insert = "insert into " + table + " (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::json)";
        select = "select " + COLUMNS + ", position from " + table + " where position > ?";
    }

    @Override
    public void write(AuditEntry entry) {
        try {
            var unused = sessions.autocommit(connection -> {
                try (PreparedStatement statement = connection.prepareStatement(insert)) {
                    statement.setObject(1, at(entry.at()));
                    statement.setString(2, entry.commandId());
                    statement.setString(3, entry.commandType());
                    statement.setString(4, entry.userId());
                    statement.setString(5, entry.tenantId());
                    statement.setString(6, entry.correlationId());
                    statement.setString(7, entry.outcome());
                    statement.setString(8, entry.reason());
                    statement.setLong(9, micros(entry.duration()));
                    statement.setString(
                            10, entry.stream() == null ? null : entry.stream().toString());
                    statement.setLong(11, entry.version());
                    statement.setString(12, entry.details());
                    return statement.executeUpdate();
                }
            });
        } catch (SQLException e) {
            throw Failures.of(e);
        }
    }

    @Override
    public List<AuditEntry> find(AuditQuery query) {
        StringBuilder sql = new StringBuilder(select);
        List<Object> values = new ArrayList<>();
        values.add(query.after());
        restrict(sql, values, "at >=", query.from() == null ? null : at(query.from()));
        restrict(sql, values, "at <", query.until() == null ? null : at(query.until()));
        restrict(sql, values, "user_id =", query.userId());
        restrict(sql, values, "tenant_id =", query.tenantId());
        restrict(sql, values, "correlation_id =", query.correlationId());
        restrict(sql, values, "command_type =", query.commandType());
        if (query.outcome() != null) {
            // As a literal, so that the planner sees whether the partial index has all of them.
            sql.append(" and outcome = '").append(query.outcome()).append('\'');
        }
        restrict(
                sql,
                values,
                "stream_id =",
                query.stream() == null ? null : query.stream().toString());
        restrict(sql, values, "version =", query.version() == 0 ? null : query.version());
        Duration least = query.tookAtLeast();
        restrict(sql, values, "duration_us >=", least == null ? null : micros(least));
        sql.append(" order by position limit ?");
        values.add(query.limit());
        try {
            return sessions.autocommit(connection -> {
                try (PreparedStatement statement = connection.prepareStatement(sql.toString())) {
                    for (int i = 0; i < values.size(); i++) {
                        statement.setObject(i + 1, values.get(i));
                    }
                    try (ResultSet rows = statement.executeQuery()) {
                        List<AuditEntry> entries = new ArrayList<>();
                        while (rows.next()) {
                            entries.add(entry(rows));
                        }
                        return entries;
                    }
                }
            });
        } catch (SQLException e) {
            throw Failures.of(e);
        }
    }

    private static void restrict(StringBuilder sql, List<Object> values, String condition, @Nullable Object value) {
        if (value != null) {
            sql.append(" and ").append(condition).append(" ?");
            values.add(value);
        }
    }

    private static AuditEntry entry(ResultSet row) throws SQLException {
        String stream = row.getString(10);
        return new AuditEntry(
                row.getLong(13),
                row.getObject(1, OffsetDateTime.class).toInstant(),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                Duration.of(row.getLong(9), ChronoUnit.MICROS),
                stream == null ? null : StreamId.parse(stream),
                row.getLong(11),
                row.getString(12));
    }

    private static long micros(Duration duration) {
        return TimeUnit.MICROSECONDS.convert(duration);
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
