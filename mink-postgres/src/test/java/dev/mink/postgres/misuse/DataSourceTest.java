package dev.mink.postgres.misuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.zaxxer.hikari.HikariDataSource;
import dev.mink.AppendResult;
import dev.mink.EventStore;
import dev.mink.ExpectedVersion;
import dev.mink.FeedQuery;
import dev.mink.StorageException;
import dev.mink.StorageException.Outcome;
import dev.mink.StreamId;
import dev.mink.postgres.PostgresStorage;
import dev.mink.postgres.kit.Database;
import dev.mink.postgres.kit.Fact;
import dev.mink.postgres.kit.Lender;
import dev.mink.postgres.kit.Sql;
import dev.mink.postgres.kit.Together;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Data sources in other states than expected, and connections that fail. */
class DataSourceTest {

    private static final StreamId ORDER = StreamId.of("Order", "1");

    @RegisterExtension
    final Database database = new Database();

    @ParameterizedTest(name = "autocommit: {0}")
    @ValueSource(booleans = {true, false})
    void connections_go_back_in_the_mode_they_came_in(boolean autocommit) throws Exception {
        Lender lender = new Lender(database.dataSource(), connection -> connection.setAutoCommit(autocommit));
        PostgresStorage storage = database.storage(lender, options -> options.notifications(false));
        EventStore<Connection> store = Database.facts(storage);

        store.append(ORDER, ExpectedVersion.noStream(), Fact.noted(2));
        store.transact(connection -> store.within(connection).append(ORDER, ExpectedVersion.exactly(2), Fact.noted(1)));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> store.transact(connection -> {
                    store.within(connection).append(ORDER, ExpectedVersion.exactly(3), Fact.noted(1));
                    throw new IOException("no");
                }));

        assertThat(store.read(ORDER)).hasSize(3);
        assertThat(store.page(FeedQuery.all()).events()).hasSize(3);
        assertThat(database.count()).isEqualTo(3);
        assertThat(lender.lent()).isPositive();
        assertThat(lender.modesOnReturn()).hasSize(lender.lent()).containsOnly(autocommit);
    }

    @ParameterizedTest(name = "grouped: {0}")
    @ValueSource(booleans = {true, false})
    @Timeout(20)
    void a_pool_without_a_free_connection_fails_every_caller_soon_and_writes_nothing(boolean grouped) throws Exception {
        HikariDataSource pool = database.pool(1, config -> config.setConnectionTimeout(400));
        EventStore<Connection> store = Database.facts(database.storage(pool, options -> options.groupAppends(grouped)));

        try (Connection borrowed = pool.getConnection()) {
            assertThat(borrowed.isClosed()).isFalse();
            List<Together.Outcome<AppendResult>> outcomes =
                    Together.run(10, i -> () -> store.append(ORDER, ExpectedVersion.any(), Fact.noted(1)));
            assertThat(outcomes)
                    .allSatisfy(outcome -> assertThat(outcome.failure())
                            .isInstanceOfSatisfying(StorageException.class, e -> {
                                assertThat(e.outcome()).isEqualTo(Outcome.NOTHING_WRITTEN);
                                assertThat(e)
                                        .hasMessageContaining("no connection was to be had")
                                        .hasMessageContaining("request timed out")
                                        .hasMessageContaining("give the pool more connections");
                            }));
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(store::safePosition)
                    .withMessageContaining("no connection was to be had");
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(() -> store.transact(connection -> null))
                    .withMessageContaining("no connection was to be had");
        }
        assertThat(database.count()).isZero();
        assertThat(store.append(ORDER, ExpectedVersion.noStream(), Fact.noted(1))
                        .version())
                .isEqualTo(1);
    }

    @Test
    void a_connection_that_commits_each_statement_cannot_be_appended_within() throws Exception {
        EventStore<Connection> store = database.store();

        try (Connection connection = database.dataSource().getConnection()) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> store.within(connection).append(ORDER, ExpectedVersion.noStream(), Fact.noted(1)))
                    .withMessageContaining("setAutoCommit(false)");
            assertThat(store.within(connection).read(ORDER)).isEmpty();
        }
        assertThat(database.count()).isZero();
    }

    @Test
    void what_the_work_of_a_transaction_throws_is_not_hidden_by_a_connection_that_is_gone() throws Exception {
        EventStore<Connection> store = database.store();
        IOException failure = new IOException("the work failed");

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> store.transact(connection -> {
                    store.within(connection).append(ORDER, ExpectedVersion.noStream(), Fact.noted(1));
                    terminate(connection);
                    throw failure;
                }))
                .isSameAs(failure);
        assertThat(database.count()).isZero();
    }

    @Test
    void an_append_on_a_connection_of_the_callers_that_is_gone_has_written_nothing() throws Exception {
        EventStore<Connection> store = database.store();

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> store.transact(connection -> {
                    EventStore<Connection> within = store.within(connection);
                    within.append(ORDER, ExpectedVersion.noStream(), Fact.noted(1));
                    terminate(connection);
                    return within.append(ORDER, ExpectedVersion.exactly(1), Fact.noted(1));
                }))
                .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.NOTHING_WRITTEN))
                .withMessageContaining("Order-1");
        assertThat(database.count()).isZero();
    }

    @Test
    void a_transaction_that_swallowed_a_failure_is_told_at_its_end() throws Exception {
        EventStore<Connection> store = database.store();

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> store.<Void, SQLException>transact(connection -> {
                    store.within(connection).append(ORDER, ExpectedVersion.noStream(), Fact.noted(1));
                    try {
                        Sql.execute(connection, "select 1 / 0");
                    } catch (SQLException e) {
                        assertThat(e.getSQLState()).isEqualTo("22012");
                    }
                    return null;
                }))
                .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.NOTHING_WRITTEN))
                .withMessageContaining("rolled back");
        assertThat(database.count()).isZero();
    }

    @Test
    void a_statement_timeout_says_what_it_is_and_nothing_is_written() throws Exception {
        EventStore<Connection> store = database.store();
        EventStore<Connection> hasty = Database.facts(
                database.storage(database.pool(2, "set statement_timeout = '200ms'"), options -> options));

        try (Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            store.within(connection).append(ORDER, ExpectedVersion.noStream(), Fact.noted(1));
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(() -> hasty.append(ORDER, ExpectedVersion.noStream(), Fact.noted(1)))
                    .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.NOTHING_WRITTEN))
                    .withMessageContaining("Order-1")
                    .withMessageContaining("statement timeout")
                    .withMessageContaining("statementTimeout");
            connection.rollback();
        }
        assertThat(database.count()).isZero();
        assertThat(hasty.append(ORDER, ExpectedVersion.noStream(), Fact.noted(1))
                        .version())
                .isEqualTo(1);
    }

    @Test
    void a_storage_from_a_url_limits_the_time_of_its_statements() throws Exception {
        PostgresStorage storage = database.closing(
                PostgresStorage.connect(database.url(), database.options().statementTimeout(Duration.ofMillis(150))));
        storage.start();

        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> storage.<Void, SQLException>transact(connection -> {
                    Sql.execute(connection, "select pg_sleep(" + TimeUnit.MINUTES.toSeconds(1) + ")");
                    return null;
                }))
                .withMessageContaining("statement timeout");
    }

    private void terminate(Connection connection) throws SQLException {
        database.execute(
                "select pg_terminate_backend(" + Sql.number(connection, "select pg_backend_pid()") + ", 10000)");
    }
}
