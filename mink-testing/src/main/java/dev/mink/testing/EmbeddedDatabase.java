package dev.mink.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The server of this JVM on the embedded binaries. */
final class EmbeddedDatabase {

    private EmbeddedDatabase() {}

    /** Starts it, to be stopped and deleted when the JVM exits. */
    static String start(boolean durable) {
        try {
            Path directory = Files.createTempDirectory("mink-postgres");
            PostgresServer server = PostgresServer.start(
                    directory.resolve("data"), durable ? Map.of() : Map.of("fsync", "off", "full_page_writes", "off"));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(server, directory), "remove PostgreSQL"));
            return createDatabase(server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A database that sorts texts as people do, where the server can: then a test finds a query that
     * relies on the order of bytes without saying so.
     */
    private static String createDatabase(PostgresServer server) {
        try (Connection connection = server.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            if (!sortsLikePeople(statement)) {
                return server.url();
            }
            statement.execute("create database mink template template0 encoding 'UTF8'"
                    + " locale_provider icu icu_locale 'en-US'");
            return server.url().replace("/postgres?", "/mink?");
        } catch (SQLException e) {
            throw new IllegalStateException("the embedded PostgreSQL cannot be set up: " + e.getMessage(), e);
        }
    }

    private static boolean sortsLikePeople(Statement statement) throws SQLException {
        try (ResultSet result = statement.executeQuery("select current_setting('server_version_num')::int >= 150000"
                + " and exists (select from pg_collation where collprovider = 'i')")) {
            return result.next() && result.getBoolean(1);
        }
    }

    private static void remove(PostgresServer server, Path directory) {
        server.close();
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
