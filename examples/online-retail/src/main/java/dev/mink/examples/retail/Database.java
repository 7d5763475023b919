package dev.mink.examples.retail;

import dev.mink.Mink;
import dev.mink.MinkException;
import dev.mink.postgres.PostgresOptions;
import dev.mink.postgres.PostgresStorage;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The PostgreSQL that the events go to: the one of {@code DATABASE_URL}, or an embedded one. */
final class Database implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(250);

    /** For the import, and for the views and who reads them. */
    private static final int CONNECTIONS = Importer.THREADS + 6;

    private final DatabaseUrl url;
    private final String wayOut;
    private final @Nullable EmbeddedServer server;

    private Database(DatabaseUrl url, String wayOut, @Nullable EmbeddedServer server) {
        this.url = url;
        this.wayOut = wayOut;
        this.server = server;
    }

    /**
     * @param databaseUrl null or blank for an embedded server
     * @param directory where an embedded server keeps its data
     * @throws Refusal if the one is not a URL, or the other does not serve
     */
    static Database open(@Nullable String databaseUrl, Path directory) throws InterruptedException {
        if (databaseUrl != null && !databaseUrl.isBlank()) {
            return new Database(
                    DatabaseUrl.parse(databaseUrl.strip()), "or unset DATABASE_URL to use an embedded server", null);
        }
        EmbeddedServer server = EmbeddedServer.start(directory);
        return new Database(server.url(), "or choose another directory with --data-dir", server);
    }

    /**
     * A store in one of its schemas, ready for use.
     *
     * @throws Refusal if the database cannot be used
     */
    Mink<Connection> start(String schema) {
        PostgresOptions options =
                PostgresOptions.defaults().schema(schema).migrateOnStart(true).connections(1, CONNECTIONS);
        if (url.user() != null) {
            options = options.credentials(url.user(), url.password() == null ? "" : url.password());
        }
        try {
            return Bookkeeping.in(PostgresStorage.connect(url.jdbc(), options), PAUSE)
                    .build()
                    .start();
        } catch (MinkException e) {
            throw new Refusal("the database " + name() + " cannot be used: " + e.getMessage() + ", " + wayOut, e);
        }
    }

    /** For people, without secrets. */
    String name() {
        return server == null ? url.shown() : server.name();
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }
}
