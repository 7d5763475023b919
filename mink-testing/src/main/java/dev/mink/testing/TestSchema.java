package dev.mink.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A schema of the shared database that belongs to one test or test class. */
final class TestSchema {

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private final DataSource database;
    private final String databaseUrl;
    private final String name;

    private TestSchema(String databaseUrl, String name) {
        this.database = dataSource(databaseUrl);
        this.databaseUrl = databaseUrl;
        this.name = name;
    }

    /** A new schema without anything in it. */
    static TestSchema create(String databaseUrl) {
        String name = "test_" + UUID.randomUUID().toString().substring(0, 8);
        TestSchema schema = new TestSchema(databaseUrl, name);
        schema.execute("create schema " + name);
        return schema;
    }

    String name() {
        return name;
    }

    /** The URL of the database, with this schema as the one that unqualified names mean. */
    String url() {
        return databaseUrl + (databaseUrl.contains("?") ? "&" : "?") + "currentSchema=" + name;
    }

    DataSource dataSource() {
        return dataSource(url());
    }

    /**
     * Removes the schema with all that is in it.
     *
     * @param patience how long to wait for transactions in it to end
     * @throws IllegalStateException if they do not
     */
    void drop(Duration patience) {
        execute("set lock_timeout = " + patience.toMillis(), "drop schema if exists " + name + " cascade");
    }

    static DataSource dataSource(String url) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setURL(url);
        return dataSource;
    }

    private void execute(String... statements) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            String hint = LOCK_NOT_AVAILABLE.equals(e.getSQLState())
                    ? ": end all transactions in it and close its connections at the end of the test"
                    : "";
            throw new IllegalStateException(
                    "schema " + name + " of the PostgreSQL for tests: " + e.getMessage() + hint, e);
        }
    }
}
