package dev.mink.postgres;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import dev.mink.AppendResult;
import dev.mink.StorageException;
import dev.mink.StreamId;
import dev.mink.StreamInfo;
import dev.mink.StreamQuery;
import dev.mink.spi.AppendRequest;
import dev.mink.spi.AuditLog;
import dev.mink.spi.EventLog;
import dev.mink.spi.EventStorage;
import dev.mink.spi.FeedRange;
import dev.mink.spi.IdempotencyStore;
import dev.mink.spi.ProjectionStore;
import dev.mink.spi.SnapshotStore;
import dev.mink.spi.StorageInfo;
import dev.mink.spi.StoredEvent;
import dev.mink.spi.StreamTail;
import dev.mink.spi.ViewStore;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * Keeps events in one schema of a PostgreSQL database, version 14 or later, whose encoding is UTF-8.
 *
 * <p>An append is one round trip. Every event gets its global position under a lock that readers look
 * at, so that a reader never goes past an event that is still being committed, and nobody ever waits
 * for that lock. Needed for that: reading on the primary, and at READ COMMITTED.
 *
 * <p>Thread-safe. Appends within a caller's {@link Connection} are undone to a savepoint when they fail,
 * so that the transaction may go on.
 */
public final class PostgresStorage implements EventStorage<Connection> {

    private final Sessions sessions;
    private final PostgresOptions options;
    private final @Nullable HikariDataSource ownPool;
    private final PostgresSchema schema;
    private final Queries queries;
    private final Appends joinedAppends;
    private final Signals signals;
    private final EventLog log;

    /** The connections of open transactions, each with whether something was appended. */
    private final Map<Connection, AtomicBoolean> appended = Collections.synchronizedMap(new IdentityHashMap<>());

    private final Inspection inspection;
    private final PostgresIdempotency idempotency;
    private final PostgresAuditLog audit;
    private final PostgresViews views;
    private final PostgresSnapshots snapshots;
    private final PostgresProjections projections;

    private PostgresStorage(
            DataSource dataSource,
            Signals.Connector listening,
            PostgresOptions options,
            @Nullable HikariDataSource ownPool) {
        Tables tables = new Tables(options.schema());
        this.sessions = new Sessions(dataSource);
        this.options = options;
        this.ownPool = ownPool;
        this.schema = new PostgresSchema(sessions, options.schema());
        this.queries = new Queries(tables);
        this.inspection = new Inspection(sessions, tables);
        this.idempotency = new PostgresIdempotency(sessions, options.schema());
        this.audit = new PostgresAuditLog(sessions, options.schema());
        this.views = new PostgresViews(sessions, options.schema());
        this.snapshots = new PostgresSnapshots(sessions, tables);
        this.projections = new PostgresProjections(sessions, options.schema());
        this.joinedAppends = Appends.joined(tables);
        this.signals = new Signals(sessions, listening, options.schema(), options.notifications());
        this.log = new PooledLog(
                sessions, queries, Appends.alone(tables, tables.fence()), options.groupAppends(), signals::appended);
    }

    /** A storage with the default options over a data source, which stays the caller's to close. */
    public static PostgresStorage of(DataSource dataSource) {
        return of(dataSource, PostgresOptions.defaults());
    }

    /** A storage over a data source, which should be a pool and stays the caller's to close. */
    public static PostgresStorage of(DataSource dataSource, PostgresOptions options) {
        Objects.requireNonNull(dataSource, "data source");
        Objects.requireNonNull(options, "options");
        return new PostgresStorage(dataSource, dataSource::getConnection, options, null);
    }

    /**
     * A storage with a connection pool of its own, which is closed with it. It connects at once.
     *
     * @param url a JDBC URL such as {@code jdbc:postgresql://localhost:5432/shop}; all settings of the
     *     driver, such as those for TLS, can be given in it
     * @throws IllegalArgumentException if it is not the URL of a PostgreSQL database
     * @throws StorageException if the database cannot be reached or refuses the credentials
     */
    public static PostgresStorage connect(String url, PostgresOptions options) {
        Objects.requireNonNull(url, "url");
        check(url);
        try {
            HikariDataSource pool = new HikariDataSource(options.pool(url));
            return new PostgresStorage(pool, () -> DriverManager.getConnection(url, options.login()), options, pool);
        } catch (HikariPool.PoolInitializationException e) {
            SQLException cause = e.getCause() instanceof SQLException sql ? sql : new SQLException(e);
            throw Failures.ofConnecting(withoutSecrets(url), cause);
        }
    }

    /** Looks for what the driver would not understand, and would log with the password. */
    private static void check(String url) {
        String plain = beforeParameters(url);
        String problem = null;
        if (!url.startsWith("jdbc:postgresql:")) {
            problem = "is not a JDBC URL of PostgreSQL";
        } else if (plain.contains("@")) {
            problem = "has a user before the host, where the driver wants it in the parameters user and password";
        } else if (Driver.parseURL(url, new Properties()) == null) {
            problem = "cannot be read by the driver";
        }
        if (problem != null) {
            throw new IllegalArgumentException("url " + withoutSecrets(url) + " " + problem
                    + ": write it like jdbc:postgresql://localhost:5432/shop");
        }
    }

    private static String withoutSecrets(String url) {
        return beforeParameters(url).replaceAll("//.*@", "//");
    }

    private static String beforeParameters(String url) {
        int parameters = url.indexOf('?');
        return parameters < 0 ? url : url.substring(0, parameters);
    }

    /** The tables and functions of this storage. */
    public PostgresSchema schema() {
        return schema;
    }

    /**
     * Checks the database, and migrates the schema if the options say so.
     *
     * @throws StorageException if the database cannot be reached or used, or its schema is older or
     *     newer than this library's; the message says the way out
     */
    @Override
    public void start() {
        schema.requireUsableServer();
        if (options.migrateOnStart()) {
            schema.up();
        } else {
            schema.requireLatest();
        }
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException when appending, if the connection is in autocommit mode
     */
    @Override
    public EventLog within(Connection transaction) {
        AtomicBoolean mark = appended.get(transaction);
        return new JoinedLog(transaction, queries, joinedAppends, mark == null ? new AtomicBoolean() : mark);
    }

    @Override
    public <R, X extends Exception> R transact(Work<Connection, R, X> work) throws X {
        AtomicBoolean mark = new AtomicBoolean();
        R result = sessions.transact(connection -> {
            appended.put(connection, mark);
            try {
                return work.in(connection);
            } finally {
                appended.remove(connection);
            }
        });
        if (mark.get()) {
            signals.appended();
        }
        return result;
    }

    @Override
    public Listening listen(Runnable listener) {
        return signals.listen(listener);
    }

    @Override
    public List<AppendResult> append(AppendRequest request) {
        return log.append(request);
    }

    @Override
    public List<StoredEvent> readStream(StreamQuery query) {
        return log.readStream(query);
    }

    @Override
    public StreamTail readTail(StreamQuery query, String snapshotSchema) {
        return log.readTail(query, snapshotSchema);
    }

    @Override
    public List<StoredEvent> readFeed(FeedRange range) {
        return log.readFeed(range);
    }

    @Override
    public Optional<StreamInfo> streamInfo(StreamId stream) {
        return log.streamInfo(stream);
    }

    @Override
    public List<StreamInfo> streams(String prefix, String after, int limit) {
        return log.streams(prefix, after, limit);
    }

    @Override
    public long lastPosition() {
        return log.lastPosition();
    }

    @Override
    public long safePosition() {
        return log.safePosition();
    }

    @Override
    public boolean readsAhead() {
        return true;
    }

    @Override
    public StorageInfo info() {
        return inspection.take();
    }

    @Override
    public Optional<IdempotencyStore<Connection>> idempotency() {
        return Optional.of(idempotency);
    }

    @Override
    public Optional<AuditLog> audit() {
        return Optional.of(audit);
    }

    @Override
    public Optional<ViewStore<Connection>> views() {
        return Optional.of(views);
    }

    @Override
    public Optional<SnapshotStore> snapshots() {
        return Optional.of(snapshots);
    }

    @Override
    public Optional<ProjectionStore<Connection>> projections() {
        return Optional.of(projections);
    }

    /**
     * Closes the pool, if the storage made it. An interrupt does not disturb that, and the thread stays
     * interrupted: a pool that is interrupted while it closes leaves its threads behind.
     */
    @Override
    public void close() {
        signals.close();
        if (ownPool != null) {
            CompletableFuture.runAsync(ownPool::close, task -> new Thread(task, "mink-close").start())
                    .join();
        }
    }
}
