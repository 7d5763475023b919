package dev.mink.postgres.kit;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.mink.EventStore;
import dev.mink.postgres.PostgresOptions;
import dev.mink.postgres.PostgresStorage;
import dev.mink.spi.EventStorage;
import dev.mink.testing.MinkPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** An empty schema of the shared server for each test, and what a test opens there. */
public final class Database implements BeforeEachCallback, AfterEachCallback {

    private final MinkPostgres postgres = MinkPostgres.create();
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    @Override
    public void beforeEach(ExtensionContext test) {
        postgres.beforeEach(test);
    }

    @Override
    public void afterEach(ExtensionContext test) throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
        postgres.afterEach(test);
    }

    /** The URL of the database, with the user. */
    public String url() {
        return postgres.url();
    }

    /** The database, each connection a new one. */
    public DataSource dataSource() {
        return postgres.dataSource();
    }

    /** A pool of connections to the server, closed after the test. */
    public HikariDataSource pool(int size) {
        return pool(size, config -> {});
    }

    /** A pool whose connections begin with a statement. */
    public HikariDataSource pool(int size, String first) {
        return pool(size, config -> config.setConnectionInitSql(first));
    }

    /** A pool that is set up further. */
    public HikariDataSource pool(int size, Consumer<HikariConfig> change) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(dataSource());
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(0);
        change.accept(config);
        return closing(new HikariDataSource(config));
    }

    /** The name of the schema, without quotes. */
    public String schema() {
        return postgres.schema();
    }

    /** The events table in SQL. */
    public String events() {
        return '"' + schema() + "\".events";
    }

    /** Options that name the schema and migrate it. */
    public PostgresOptions options() {
        return PostgresOptions.defaults().schema(schema()).migrateOnStart(true);
    }

    /** A started storage with a pool of 20 connections. */
    public PostgresStorage storage() {
        return storage(pool(20), options -> options);
    }

    /** A started storage. */
    public PostgresStorage storage(DataSource dataSource, UnaryOperator<PostgresOptions> change) {
        PostgresStorage storage = PostgresStorage.of(dataSource, change.apply(options()));
        storage.start();
        return closing(storage);
    }

    /** An event store of {@link Fact facts}. */
    public EventStore<Connection> store() {
        return facts(storage());
    }

    /** An event store of {@link Fact facts}. */
    public static EventStore<Connection> facts(EventStorage<Connection> storage) {
        return EventStore.of(storage, Fact.TYPES);
    }

    /** Remembers something to close after the test. */
    public <C extends AutoCloseable> C closing(C resource) {
        opened.push(resource);
        return resource;
    }

    /** Runs statements by hand. */
    public void execute(String sql) throws SQLException {
        Sql.execute(dataSource(), sql);
    }

    /** The number that a query by hand gives. */
    public long number(String sql) throws SQLException {
        return Sql.number(dataSource(), sql);
    }

    /** The first column of what a query by hand gives. */
    public List<String> texts(String sql) throws SQLException {
        return Sql.texts(dataSource(), sql);
    }

    /** The name of one more empty schema. */
    public String newSchema() {
        return postgres.newSchema();
    }

    /** Waits until no statement runs in the database but the one that looks. */
    public void awaitIdle() throws Exception {
        Await.until(
                "no statement runs",
                () -> number("select count(*) from pg_stat_activity where state = 'active'"
                                + " and backend_type = 'client backend' and datname = current_database()"
                                + " and pid <> pg_backend_pid()")
                        == 0);
    }

    /** How many statements on the schema wait for a lock. */
    public long waitingForLocks() throws SQLException {
        return number("select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                + " and datname = current_database() and query like '%\"" + schema() + "\"%'");
    }

    /** How many events the schema has. */
    public long count() throws SQLException {
        return number("select count(*) from " + events());
    }
}
