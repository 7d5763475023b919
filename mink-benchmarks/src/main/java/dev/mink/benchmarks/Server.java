package dev.mink.benchmarks;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The PostgreSQL that is measured: the one that {@code DATABASE_URL} names, or an embedded one. */
final class Server implements AutoCloseable {

    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    private final String url;
    private final @Nullable EmbeddedPostgres embedded;

    private Server(String url, @Nullable EmbeddedPostgres embedded) {
        this.url = url;
        this.embedded = embedded;
    }

    static Server start(@Nullable String databaseUrl) throws IOException {
        if (databaseUrl != null && !databaseUrl.isBlank()) {
            return new Server(jdbc(databaseUrl.strip()), null);
        }
        EmbeddedPostgres embedded = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .start();
        return new Server(embedded.getJdbcUrl("postgres", "postgres"), embedded);
    }

    /** A URL for the driver, from that or from the form {@code postgres://user:password@host:port/database}. */
    static String jdbc(String databaseUrl) {
        if (databaseUrl.startsWith("jdbc:postgresql:")) {
            return databaseUrl;
        }
        URI uri = URI.create(databaseUrl);
        if (uri.getHost() == null || !List.of("postgres", "postgresql").contains(uri.getScheme())) {
            throw new IllegalArgumentException("DATABASE_URL is not like postgres://user:password@host:5432/database"
                    + " or jdbc:postgresql://host:5432/database?user=user&password=password");
        }
        List<String> parameters = new ArrayList<>();
        String user = uri.getRawUserInfo();
        if (user != null) {
            int colon = user.indexOf(':');
            parameters.add("user=" + (colon < 0 ? user : user.substring(0, colon)));
            if (colon >= 0) {
                parameters.add("password=" + user.substring(colon + 1));
            }
        }
        if (uri.getRawQuery() != null) {
            parameters.add(uri.getRawQuery());
        }
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return "jdbc:postgresql://" + uri.getHost() + port + uri.getRawPath() + "?" + String.join("&", parameters);
    }

    String url() {
        return url;
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url);
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** A name for a schema that is not there, made at once. */
    String newSchema() throws SQLException {
        String schema = unusedSchema();
        execute("create schema " + schema);
        return schema;
    }

    /** A name for a schema that is not there. */
    String unusedSchema() throws SQLException {
        String schema = "mink_benchmark_" + SCHEMAS.incrementAndGet();
        execute("drop schema if exists " + schema + " cascade");
        return schema;
    }

    void drop(String schema) throws SQLException {
        execute("drop schema " + schema + " cascade");
    }

    /** What it is and how durable, in a few words. */
    String describe() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select 'PostgreSQL ' || split_part(current_setting"
                        + "('server_version'), ' ', 1) || ', fsync=' || current_setting('fsync')"
                        + " || ', synchronous_commit=' || current_setting('synchronous_commit')")) {
            row.next();
            return row.getString(1);
        }
    }

    @Override
    public void close() throws IOException {
        if (embedded != null) {
            embedded.close();
        }
    }
}
