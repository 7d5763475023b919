package dev.mink.postgres;

import dev.mink.StorageException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The tables and functions that mink keeps in one schema of a database, and their migrations.
 *
 * <p>Every migration runs once, in a transaction with its entry in the history; an advisory lock keeps
 * processes that start at the same time out of each other's way. Thread-safe.
 */
public final class PostgresSchema {

    private static final int OLDEST_SERVER = 140_000;

    private final Sessions sessions;
    private final SchemaName name;

    PostgresSchema(Sessions sessions, SchemaName name) {
        this.sessions = sessions;
        this.name = name;
    }

    /** The schema of this name in the database that the data source connects to. */
    public static PostgresSchema of(DataSource dataSource, String schema) {
        return new PostgresSchema(new Sessions(dataSource), new SchemaName(schema));
    }

    /**
     * All SQL that makes the schema from nothing, with its history, so that a storage starts on it; needs
     * no database. To be run in one transaction.
     *
     * @throws IllegalArgumentException if the name cannot be a schema's
     */
    public static String ddl(String schema) {
        SchemaName name = new SchemaName(schema);
        return Migration.ALL.stream()
                .map(migration -> migration.up(name) + "\n" + entry(name, migration) + ";\n")
                .collect(Collectors.joining("\n", createSchema(name) + ";\n\n" + createHistory(name) + ";\n\n", ""));
    }

    /**
     * Brings the schema to the version of this library.
     *
     * @return what was applied now, in order; empty if nothing was missing
     * @throws StorageException if the schema is newer than this library, a migration in its history is
     *     not the one that this library knows, or the database fails; nothing is changed then
     */
    public List<Entry> up() {
        return sessions.inTransaction(connection -> {
            lock(connection);
            if (!schemaExists(connection)) {
                execute(connection, createSchema(name));
            }
            if (!historyExists(connection)) {
                execute(connection, createHistory(name));
            }
            Map<Integer, Applied> applied = applied(connection);
            check(applied);
            for (Migration migration : Migration.ALL) {
                if (!applied.containsKey(migration.version())) {
                    execute(connection, migration.up(name));
                    execute(connection, entry(name, migration));
                }
            }
            return status(connection).stream()
                    .filter(entry -> !applied.containsKey(entry.version()))
                    .toList();
        });
    }

    /**
     * Undoes every migration behind a version. What the dropped tables held is lost.
     *
     * @param version the version to go back to; 0 leaves only the history
     * @throws IllegalArgumentException if the library has no such version
     * @throws StorageException as for {@link #up()}
     */
    public void down(int version) {
        if (version < 0 || version > Migration.LATEST) {
            throw new IllegalArgumentException(
                    "schema version " + version + " is unknown: this library has 0 to " + Migration.LATEST);
        }
        sessions.runInTransaction(connection -> {
            lock(connection);
            Map<Integer, Applied> applied = historyExists(connection) ? applied(connection) : Map.of();
            check(applied);
            for (int v = Migration.LATEST; v > version; v--) {
                if (applied.containsKey(v)) {
                    execute(connection, Migration.ALL.get(v - 1).down(name));
                    execute(connection, "delete from " + history() + " where version = " + v);
                }
            }
        });
    }

    /**
     * Every migration that this library knows, applied or not.
     *
     * @throws StorageException if the database fails
     */
    public List<Entry> status() {
        return sessions.inTransaction(this::status);
    }

    /** Refuses a schema that is not at the version of this library. */
    void requireLatest() {
        sessions.runInTransaction(connection -> {
            Map<Integer, Applied> applied = historyExists(connection) ? applied(connection) : Map.of();
            check(applied);
            if (applied.size() < Migration.LATEST) {
                throw failure("schema " + name + " is at version " + applied.size() + " but this library needs version "
                        + Migration.LATEST + ": call PostgresSchema.up(), or set PostgresOptions.migrateOnStart(true)");
            }
        });
    }

    /** Refuses a server on which mink would not be right. */
    void requireUsableServer() {
        sessions.runInTransaction(connection -> {
            require(connection, "server_encoding", "UTF8", "create the database with the encoding UTF8");
            int version = Integer.parseInt(setting(connection, "server_version_num"));
            if (version < OLDEST_SERVER) {
                throw failure("PostgreSQL " + setting(connection, "server_version")
                        + " is too old: mink needs version 14 or later");
            }
            require(
                    connection,
                    "transaction_isolation",
                    "read committed",
                    "set the data source to READ COMMITTED, which the order of events depends on");
        });
    }

    private static void require(Connection connection, String name, String needed, String remedy) throws SQLException {
        String actual = setting(connection, name);
        if (!actual.equalsIgnoreCase(needed)) {
            throw failure(name + " is " + actual + " but mink needs " + needed + ": " + remedy);
        }
    }

    private static String setting(Connection connection, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select current_setting(?)")) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    private void check(Map<Integer, Applied> applied) {
        applied.forEach((version, entry) -> {
            if (version > Migration.LATEST) {
                throw failure("schema " + name + " is at version " + version + " but this library knows only version "
                        + Migration.LATEST + ": use the version of mink that migrated it, or a later one");
            }
            Migration known = Migration.ALL.get(version - 1);
            if (!known.checksum().equals(entry.checksum())) {
                throw failure("migration " + version + " (" + entry.name() + ") of schema " + name
                        + " has the checksum " + entry.checksum() + " but this library's has " + known.checksum()
                        + ": the schema was made by another build of mink; use that, or migrate into a new schema");
            }
        });
    }

    private List<Entry> status(Connection connection) throws SQLException {
        Map<Integer, Applied> applied = historyExists(connection) ? applied(connection) : Map.of();
        List<Entry> entries = new ArrayList<>();
        for (Migration migration : Migration.ALL) {
            Applied entry = applied.get(migration.version());
            entries.add(new Entry(migration.version(), migration.name(), entry == null ? null : entry.at()));
        }
        return entries;
    }

    private void lock(Connection connection) throws SQLException {
        execute(connection, "select pg_advisory_xact_lock(" + (name.lockNamespace() << 48 | 0xffff_ffff_ffffL) + ")");
    }

    private boolean schemaExists(Connection connection) throws SQLException {
        return exists(connection, "select from pg_namespace where nspname = ?", name.value());
    }

    private boolean historyExists(Connection connection) throws SQLException {
        return exists(
                connection, "select from pg_tables where schemaname = ? and tablename = 'migrations'", name.value());
    }

    private static boolean exists(Connection connection, String sql, String parameter) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, parameter);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    private Map<Integer, Applied> applied(Connection connection) throws SQLException {
        Map<Integer, Applied> applied = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select version, name, checksum, applied_at from " + history() + " order by version")) {
            while (rows.next()) {
                Instant at = Objects.requireNonNull(rows.getObject(4, OffsetDateTime.class))
                        .toInstant();
                applied.put(rows.getInt(1), new Applied(rows.getString(2), rows.getString(3), at));
            }
        }
        return applied;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String createSchema(SchemaName name) {
        return "create schema " + name.quoted();
    }

    private static String createHistory(SchemaName name) {
        return "create table " + history(name) + " (version int primary key, name text not null,"
                + " checksum text not null, applied_at timestamptz not null default clock_timestamp())";
    }

    /** The entry of a migration in the history. */
    private static String entry(SchemaName name, Migration migration) {
        return "insert into " + history(name) + " (version, name, checksum) values (" + migration.version() + ", '"
                + migration.name() + "', '" + migration.checksum() + "')";
    }

    private String history() {
        return history(name);
    }

    private static String history(SchemaName name) {
        return name.quoted() + ".migrations";
    }

    private static StorageException failure(String message) {
        return new StorageException(message, StorageException.Outcome.NOTHING_WRITTEN, null);
    }

    /**
     * A migration and whether it has been applied.
     *
     * @param version its number, from 1
     * @param name what it does
     * @param appliedAt when it was applied, or null if it has not been
     */
    public record Entry(int version, String name, @Nullable Instant appliedAt) {}

    private record Applied(String name, String checksum, Instant at) {}
}
