package dev.mink.postgres;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import dev.mink.StorageException;
import dev.mink.spi.AuditLog;
import dev.mink.spi.EventLog;
import dev.mink.spi.EventStorage;
import dev.mink.spi.ForwardingLog;
import dev.mink.spi.IdempotencyStore;
import dev.mink.spi.ProjectionStore;
import dev.mink.spi.SnapshotStore;
import dev.mink.spi.StorageInfo;
import dev.mink.spi.ViewStore;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

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
public final class PostgresStorage extends ForwardingLog implements EventStorage<Connection> {

    private final Sessions sessions;
    private final PostgresOptions options;
    private final @Nullable HikariDataSource ownPool;
    private final PostgresSchema schema;
    private final Queries queries;
    private final Appends joinedAppends;
    private final Signals signals;

    /** The connections of open transactions, each with whether something was appended. */
    private final Map<Connection, AtomicBoolean> appended = Collections.synchronizedMap(new IdentityHashMap<>());

    private final Inspection inspection;
    private final PostgresIdempotency idempotency;
    private final PostgresAuditLog audit;
    private final PostgresViews views;
    private final PostgresSnapshots snapshots;
    private final PostgresProjections projections;

    private PostgresStorage(
            Sessions sessions,
            Tables tables,
            Signals signals,
            PostgresOptions options,
            @Nullable HikariDataSource ownPool) {
        super(new PooledLog(
                sessions,
                new Queries(tables),
                Appends.alone(tables, tables.fence()),
                options.groupAppends(),
                signals::appended));
        this.sessions = sessions;
        this.signals = signals;
        this.options = options;
        this.ownPool = ownPool;
        this.schema = new PostgresSchema(sessions, options.schema());
        this.queries = new Queries(tables);
        this.joinedAppends = Appends.joined(tables);
        this.inspection = new Inspection(sessions, tables);
        this.idempotency = new PostgresIdempotency(sessions, options.schema());
        this.audit = new PostgresAuditLog(sessions, options.schema());
        this.views = new PostgresViews(sessions, options.schema());
        this.snapshots = new PostgresSnapshots(sessions, tables);
        this.projections = new PostgresProjections(sessions, options.schema());
    }

    private static PostgresStorage over(
            DataSource dataSource,
            Signals.Connector listening,
            PostgresOptions options,
            @Nullable HikariDataSource ownPool) {
        Sessions sessions = new Sessions(dataSource);
        Signals signals = new Signals(sessions, listening, options.schema(), options.notifications());
        return new PostgresStorage(sessions, new Tables(options.schema()), signals, options, ownPool);
    }

    /** A storage with the default options over a data source, which stays the caller's to close. */
    public static PostgresStorage of(DataSource dataSource) {
        return of(dataSource, PostgresOptions.defaults());
    }

    /** A storage over a data source, which should be a pool and stays the caller's to close. */
    public static PostgresStorage of(DataSource dataSource, PostgresOptions options) {
        Objects.requireNonNull(dataSource, "data source");
        Objects.requireNonNull(options, "options");
        return over(dataSource, dataSource::getConnection, options, null);
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
        JdbcUrl.check(url);
        try {
            HikariDataSource pool = new HikariDataSource(options.pool(url));
            return over(pool, () -> DriverManager.getConnection(url, options.login()), options, pool);
        } catch (HikariPool.PoolInitializationException e) {
            SQLException cause = e.getCause() instanceof SQLException sql ? sql : new SQLException(e);
            throw Failures.ofConnecting(JdbcUrl.withoutSecrets(url), cause);
        }
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
