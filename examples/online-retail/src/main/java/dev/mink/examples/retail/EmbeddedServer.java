package dev.mink.examples.retail;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server of the program's own, fully durable, on a free port of the loopback interface. Its data outlive
 * it; a server that a killed program has left over on them is stopped first.
 */
final class EmbeddedServer implements AutoCloseable {
    private static final String USER = "postgres";
    /** Recovery after a crash counts, too. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final ServerDirectory directory;
    private final EmbeddedPostgres postgres;

    private EmbeddedServer(ServerDirectory directory, EmbeddedPostgres postgres) {
        this.directory = directory;
        this.postgres = postgres;
    }

    /**
     * @throws Refusal if the directory cannot be used, or the server does not start on it
     * @throws InterruptedException if the thread is interrupted; no server runs then
     */
    static EmbeddedServer start(Path path) throws InterruptedException {
        ServerDirectory directory = ServerDirectory.open(path);
        boolean started = false;
        try {
            Path cluster = directory.cluster();
            EmbeddedServer server = new EmbeddedServer(directory, undisturbed(() -> start(cluster, directory.log())));
            started = true;
            server.keep(cluster);
            return server;
        } catch (IOException | CompletionException e) {
            throw new Refusal(
                    "the embedded PostgreSQL does not start in " + path + ", see " + directory.log() + " ("
                            + directory.complaint()
                            + "): choose another directory with --data-dir, or name a server in DATABASE_URL",
                    e);
        } finally {
            if (!started) {
                directory.close();
            }
        }
    }

    /** Makes the data those of the next start, too; otherwise nothing remains running. */
    private void keep(Path cluster) throws IOException, InterruptedException {
        boolean kept = false;
        try {
            directory.keep(cluster);
            if (Thread.interrupted()) {
                throw new InterruptedException("while the server started");
            }
            kept = true;
        } finally {
            if (!kept) {
                close();
            }
        }
    }

    private static EmbeddedPostgres start(Path cluster, Path log) {
        Redirect redirect = Redirect.appendTo(log.toFile());
        try {
            return EmbeddedPostgres.builder()
                    .setDataDirectory(cluster)
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setPGStartupWait(PATIENCE)
                    .setLocaleConfig("locale", "C")
                    .setServerConfig("fsync", "on")
                    .setServerConfig("full_page_writes", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setOutputRedirector(redirect)
                    .setErrorRedirector(redirect)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    DatabaseUrl url() {
        String jdbc = "jdbc:postgresql://localhost:" + postgres.getPort() + "/postgres";
        return new DatabaseUrl(jdbc, USER, "", jdbc);
    }

    String name() {
        return "in " + directory.path();
    }

    @Override
    public void close() {
        try {
            undisturbed(this::stop);
        } finally {
            directory.close();
        }
    }

    private boolean stop() {
        checkpoint();
        try {
            postgres.close();
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes the work out of the shutdown, for which there are only seconds. */
    private void checkpoint() {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("checkpoint");
        } catch (SQLException e) {
            LoggerFactory.getLogger(EmbeddedServer.class).debug("no checkpoint before the shutdown", e);
        }
    }

    /**
     * Does something where no interruption reaches it: a server must not be left half started or half stopped.
     *
     * @throws CompletionException if it fails
     */
    private static <R> R undisturbed(Supplier<R> work) {
        return CompletableFuture.supplyAsync(work, task -> new Thread(task, "embedded-postgres").start())
                .join();
    }
}
