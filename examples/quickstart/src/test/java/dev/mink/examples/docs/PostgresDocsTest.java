package dev.mink.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mink.ConcurrencyException;
import dev.mink.EventStore;
import dev.mink.ExpectedVersion;
import dev.mink.FeedPage;
import dev.mink.FeedQuery;
import dev.mink.Mink;
import dev.mink.RecordedEvent;
import dev.mink.StorageException;
import dev.mink.StreamId;
import dev.mink.command.AuditQuery;
import dev.mink.examples.docs.Payments.Pay;
import dev.mink.examples.quickstart.Order;
import dev.mink.examples.quickstart.OrderEvent;
import dev.mink.examples.quickstart.OrderEvent.LineAdded;
import dev.mink.examples.quickstart.OrderEvent.Placed;
import dev.mink.postgres.PostgresOptions;
import dev.mink.postgres.PostgresSchema;
import dev.mink.postgres.PostgresStorage;
import dev.mink.schema.EventTypes;
import dev.mink.testing.MinkPostgres;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.ds.PGSimpleDataSource;

/** What docs/postgresql.md shows and says, but for its queries. */
final class PostgresDocsTest {
    private static final StreamId O_1 = StreamId.of("Order", "o-1");
    private static final LineAdded MUG = new LineAdded("mug", 2, new BigDecimal("4.50"));
    private static final LineAdded TEA = new LineAdded("tea", 1, new BigDecimal("7.20"));

    @RegisterExtension
    final MinkPostgres postgres = MinkPostgres.create();

    private DataSource dataSource;
    private String schema;

    @BeforeEach
    void find_the_database() {
        dataSource = postgres.dataSource();
        schema = postgres.schema();
    }

    @Test
    void a_storage_uses_a_data_source_of_yours() {
        // region: data-source
        PostgresOptions options = PostgresOptions.defaults().schema(schema).migrateOnStart(true);
        try (Mink<Connection> mink = Mink.builder(PostgresStorage.of(dataSource, options))
                .aggregate(Order.TYPE)
                .build()
                .start()) {
            mink.repository(Order.TYPE).create("o-1", order -> order.place("c-1"));
        }
        // endregion

        assertThat(store().lastPosition()).isEqualTo(1);
    }

    @Test
    void a_storage_makes_a_pool_from_a_url() throws SQLException {
        String url = postgres.url();
        String user = user();
        String password = "not checked here";

        // region: url
        PostgresOptions options = PostgresOptions.defaults()
                .credentials(user, password) // unless the URL has them
                .schema(schema)
                .migrateOnStart(true)
                .connections(2, 20)
                .connectionTimeout(Duration.ofSeconds(5))
                .statementTimeout(Duration.ofSeconds(30));
        try (Mink<Connection> mink = Mink.builder(PostgresStorage.connect(url, options))
                .aggregate(Order.TYPE)
                .build()
                .start()) {
            mink.repository(Order.TYPE).create("o-1", order -> order.place("c-1"));
        }
        // endregion

        assertThat(store().lastPosition()).isEqualTo(1);
    }

    private String user() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return connection.getMetaData().getUserName();
        }
    }

    @Test
    void the_schema_is_migrated_up_and_down() {
        // region: schema
        PostgresSchema tables = PostgresSchema.of(dataSource, schema);

        List<PostgresSchema.Entry> missing = tables.status().stream()
                .filter(entry -> entry.appliedAt() == null)
                .toList();
        List<PostgresSchema.Entry> applied = tables.up(); // each in its turn; empty if nothing was missing
        // endregion

        assertThat(missing)
                .extracting(PostgresSchema.Entry::name)
                .containsExactly("events", "command_results", "command_audit", "snapshots", "projections", "views");
        assertThat(applied).hasSameSizeAs(missing);
        assertThat(tables.up()).isEmpty();
        // region: down
        tables.down(0); // drops the events, too
        // endregion
        assertThat(tables.status())
                .allSatisfy(entry -> assertThat(entry.appliedAt()).isNull());
    }

    @Test
    void the_ddl_is_there_without_a_database() throws SQLException {
        // region: ddl
        String sql = PostgresSchema.ddl("mink");
        // endregion

        assertThat(sql).startsWith("create schema \"mink\";").contains("create table \"mink\".events");
    }

    @Test
    void a_storage_does_not_start_on_a_schema_that_is_missing() {
        PostgresStorage storage =
                PostgresStorage.of(dataSource, PostgresOptions.defaults().schema(schema));

        assertThatThrownBy(storage::start)
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("migrateOnStart(true)");
    }

    @Test
    void your_own_tables_change_in_the_transaction_of_the_append() throws SQLException {
        EventStore<Connection> store = store();
        execute("create table " + schema + ".customers (id text primary key)");

        // region: transact
        store.transact(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("insert into customers values ('c-1')");
            }
            return store.within(connection)
                    .append(StreamId.of("Order", "o-1"), ExpectedVersion.noStream(), List.of(new Placed("c-1")));
        });
        // endregion
        // region: own-connection
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            store.within(connection).repository(Order.TYPE).update("o-1", order -> order.ship("T-1"));
            connection.commit();
        }
        // endregion

        assertThat(execute("select * from " + schema + ".customers")).hasSize(1);
        assertThat(store.read(O_1)).hasSize(2);
    }

    @Test
    void a_conflict_leaves_the_transaction_usable() {
        EventStore<Connection> store = store();

        store.transact(connection -> {
            EventStore<Connection> within = store.within(connection);
            within.append(O_1, ExpectedVersion.noStream(), List.of(new Placed("c-1")));
            assertThatThrownBy(() -> within.append(O_1, ExpectedVersion.noStream(), List.of(new Placed("c-2"))))
                    .isInstanceOf(ConcurrencyException.class);
            return within.append(O_1, ExpectedVersion.exactly(1), List.of(MUG));
        });

        assertThat(store.read(O_1)).hasSize(2);
    }

    @Test
    void a_connection_that_commits_by_itself_is_refused() throws SQLException {
        EventStore<Connection> store = store();

        try (Connection connection = dataSource.getConnection()) {
            EventStore<Connection> within = store.within(connection);
            assertThatThrownBy(() -> within.append(O_1, ExpectedVersion.any(), List.of(MUG)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("setAutoCommit(false)");
        }
    }

    @Test
    void a_read_model_and_its_cursor_move_together() throws SQLException {
        EventStore<Connection> store = store();
        store.append(O_1, ExpectedVersion.noStream(), List.of(new Placed("c-1"), MUG, TEA));
        store.append(StreamId.of("Order", "o-2"), ExpectedVersion.noStream(), List.of(new Placed("c-2"), MUG));
        execute("create table " + schema + ".sold (sku text primary key, pieces int not null)");
        execute("create table " + schema + ".cursors (name text primary key, position bigint not null)");
        execute("insert into " + schema + ".cursors values ('sold', 0)");

        assertThat(applyPage(store)).isTrue();
        store.append(O_1, ExpectedVersion.exactly(3), List.of(TEA));
        assertThat(applyPage(store)).isTrue();
        assertThat(applyPage(store)).isTrue();

        assertThat(execute("select sku, pieces from " + schema + ".sold order by sku"))
                .containsExactly(Map.of("sku", "mug", "pieces", 4), Map.of("sku", "tea", "pieces", 2));
        assertThat(execute("select position from " + schema + ".cursors")).containsExactly(Map.of("position", 6L));
    }

    // region: exactly-once
    private static boolean applyPage(EventStore<Connection> store) throws SQLException {
        return store.transact(connection -> {
            FeedQuery lines = FeedQuery.all()
                    .types(LineAdded.class)
                    .after(cursor(connection))
                    .limit(500);
            FeedPage page = store.within(connection).page(lines);
            for (RecordedEvent event : page.events()) {
                add(connection, (LineAdded) event.event());
            }
            moveCursor(connection, page.position());
            return page.atEnd();
        });
    }

    private static long cursor(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery( // the lock keeps a second worker out
                        "select position from cursors where name = 'sold' for update")) {
            row.next();
            return row.getLong(1);
        }
    }
    // endregion

    private static void add(Connection connection, LineAdded line) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("insert into sold values (?, ?) on conflict (sku) do update"
                        + " set pieces = sold.pieces + excluded.pieces")) {
            statement.setString(1, line.sku());
            statement.setInt(2, line.quantity());
            statement.executeUpdate();
        }
    }

    private static void moveCursor(Connection connection, long position) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("update cursors set position = ? where name = 'sold'")) {
            statement.setLong(1, position);
            statement.executeUpdate();
        }
    }

    @Test
    void a_failure_that_is_kept_quiet_makes_the_commit_a_rollback() throws SQLException {
        EventStore<Connection> store = store();

        assertThatThrownBy(() -> store.transact(connection -> {
                    store.within(connection).append(O_1, ExpectedVersion.noStream(), List.of(MUG));
                    failQuietly(connection);
                    return "done";
                }))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("rolled back instead of committed");
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            store.within(connection).append(O_1, ExpectedVersion.noStream(), List.of(MUG));
            failQuietly(connection);
            connection.commit();
        }

        assertThat(store.read(O_1)).isEmpty();
    }

    private static void failQuietly(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("select 1 / 0");
        } catch (SQLException e) {
            assertThat(e.getSQLState()).isEqualTo("22012");
        }
    }

    @Test
    void the_feed_is_refused_above_read_committed() throws SQLException {
        EventStore<Connection> store = store();

        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            assertThatThrownBy(() -> store.within(connection).page(FeedQuery.all()))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("READ COMMITTED");
            connection.rollback();
        }
    }

    @Test
    void a_user_needs_few_privileges_and_cannot_change_history() throws IOException, SQLException {
        store();
        String role = "user_of_" + schema;
        Queries queries = new Queries(dataSource, schema);
        queries.execute("create role " + role);
        try {
            queries.execute(queries.text("grants").replace("to shop", "to " + role));
            PGSimpleDataSource asRole = new PGSimpleDataSource();
            asRole.setURL(postgres.url() + "&options=-c%20role=" + role);
            PostgresStorage storage =
                    PostgresStorage.of(asRole, PostgresOptions.defaults().schema(schema));
            storage.start();
            EventStore<Connection> store = EventStore.of(storage, EventTypes.of(OrderEvent.class));

            store.append(O_1, ExpectedVersion.noStream(), List.of(new Placed("c-1"), MUG));
            store.append(O_1, ExpectedVersion.exactly(2), List.of(TEA));
            assertThatThrownBy(() -> store.append(O_1, ExpectedVersion.exactly(2), List.of(TEA)))
                    .isInstanceOf(ConcurrencyException.class);

            assertThat(store.page(FeedQuery.all()).events()).hasSize(3);
            PostgresOptions migrating =
                    PostgresOptions.defaults().schema(schema).migrateOnStart(true);
            PostgresStorage.of(asRole, migrating).start();
            Payments.mink(storage).dispatch(new Pay("p-1", "o-1", BigDecimal.TEN));
            Instant later = Instant.now().plus(Duration.ofDays(2));
            assertThat(storage.idempotency().orElseThrow().forget(later, 10)).isEqualTo(1);
            assertThat(storage.audit().orElseThrow().find(AuditQuery.all())).hasSize(1);
            Queries limited = new Queries(asRole, schema);
            assertThatThrownBy(() -> limited.execute("delete from events"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("permission denied");
        } finally {
            queries.execute("drop owned by " + role);
            queries.execute("drop role " + role);
        }
    }

    @Test
    void the_messages_on_the_page_are_those_of_the_storage() throws IOException {
        Path root = DocumentationTest.root();
        String source = Files.readString(root.resolve("mink-postgres/src/main/java/dev/mink/postgres/Failures.java"));
        String page = Files.readString(root.resolve("docs/postgresql.md"));

        List<String> messages = Pattern.compile(
                        "(?m)^\\| (PostgreSQL [^|]+?|no connection [^|]+?|the schema of [^|]+?) \\|")
                .matcher(page)
                .results()
                .map(row -> row.group(1))
                .toList();
        assertThat(messages)
                .hasSizeGreaterThan(8)
                .allSatisfy(message -> assertThat(source).contains('"' + message));
    }

    private EventStore<Connection> store() {
        PostgresStorage storage = PostgresStorage.of(
                dataSource, PostgresOptions.defaults().schema(schema).migrateOnStart(true));
        storage.start();
        return EventStore.of(storage, EventTypes.of(OrderEvent.class));
    }

    private List<Map<String, Object>> execute(String sql) throws SQLException {
        return new Queries(dataSource, schema).execute(sql);
    }
}
