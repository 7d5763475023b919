package dev.mink.examples.observability;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** The PostgreSQL of the shop: one that runs somewhere, or an embedded one. */
final class Database implements AutoCloseable {
    private final String url;
    private final @Nullable EmbeddedPostgres server;

    private Database(String url, @Nullable EmbeddedPostgres server) {
        this.url = url;
        this.server = server;
    }

    /**
     * @param url of the driver, such as {@code jdbc:postgresql://localhost/shop?user=u&password=p}; null for an
     *     embedded server, whose data are gone when it is closed
     * @throws UncheckedIOException if the embedded server does not start
     */
    static Database open(@Nullable String url) {
        if (url != null) {
            return new Database(url, null);
        }
        try {
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setLocaleConfig("locale", "C")
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .start();
            return new Database(server.getJdbcUrl("postgres", "postgres"), server);
        } catch (IOException e) {
            throw new UncheckedIOException("the embedded PostgreSQL does not start: name a server in DATABASE_URL", e);
        }
    }

    String url() {
        return url;
    }

    @Override
    public void close() {
        if (server != null) {
            try {
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
