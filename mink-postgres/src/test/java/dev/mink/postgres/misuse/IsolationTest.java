package dev.mink.postgres.misuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mink.EventStore;
import dev.mink.ExpectedVersion;
import dev.mink.FeedQuery;
import dev.mink.StorageException;
import dev.mink.StorageException.Outcome;
import dev.mink.StreamId;
import dev.mink.postgres.PostgresOptions;
import dev.mink.postgres.PostgresStorage;
import dev.mink.postgres.kit.Database;
import dev.mink.postgres.kit.Fact;
import dev.mink.postgres.kit.Lender;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Transactions at other isolation levels than READ COMMITTED, and read-only ones. */
class IsolationTest {

    private static final StreamId ORDER = StreamId.of("Order", "1");

    @RegisterExtension
    final Database database = new Database();

    @ParameterizedTest
    @ValueSource(ints = {Connection.TRANSACTION_REPEATABLE_READ, Connection.TRANSACTION_SERIALIZABLE})
    void a_data_source_above_read_committed_is_refused_at_the_start(int level) throws Exception {
        DataSource strict = new Lender(database.dataSource(), connection -> connection.setTransactionIsolation(level));
        String name = level == Connection.TRANSACTION_SERIALIZABLE ? "serializable" : "repeatable read";
        PostgresOptions options = database.options();

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> PostgresStorage.of(strict, options).start())
                .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.NOTHING_WRITTEN))
                .withMessageContaining("transaction_isolation is " + name)
                .withMessageContaining("set the data source to READ COMMITTED");
        assertThat(database.texts("select 1 from pg_class where relname = 'events' and relnamespace = '"
                        + database.schema() + "'::regnamespace"))
                .isEmpty();
    }

    @Test
    void the_feed_cannot_be_read_in_a_transaction_above_read_committed() throws Exception {
        EventStore<Connection> store = database.store();
        store.append(ORDER, ExpectedVersion.any(), Fact.noted(1));

        try (Connection connection = repeatableRead()) {
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(() -> store.within(connection).page(FeedQuery.all()))
                    .withMessageContaining("READ COMMITTED only, not at REPEATABLE READ");
        }
    }

    @Test
    void an_append_in_a_transaction_above_read_committed_is_told_to_run_again_when_it_cannot_see_the_winner()
            throws Exception {
        EventStore<Connection> store = database.store();

        try (Connection connection = repeatableRead()) {
            assertThat(store.within(connection).read(ORDER)).isEmpty();
            store.append(ORDER, ExpectedVersion.noStream(), Fact.noted(1));

            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(() -> store.within(connection).append(ORDER, ExpectedVersion.any(), Fact.noted(1)))
                    .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.NOTHING_WRITTEN))
                    .withMessageContaining("rolled back and run again");
            connection.rollback();
            assertThat(store.within(connection)
                            .append(ORDER, ExpectedVersion.any(), Fact.noted(1))
                            .version())
                    .isEqualTo(2);
            connection.commit();
        }
        assertThat(store.read(ORDER)).hasSize(2);
    }

    @Test
    void a_read_only_database_says_so_and_can_be_read() throws Exception {
        EventStore<Connection> store = database.store();
        store.append(ORDER, ExpectedVersion.any(), Fact.noted(1));
        EventStore<Connection> readOnly = Database.facts(
                PostgresStorage.of(database.pool(2, "set default_transaction_read_only = on"), database.options()));

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> readOnly.append(ORDER, ExpectedVersion.any(), Fact.noted(1)))
                .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.NOTHING_WRITTEN))
                .withMessageContaining("read-only")
                .withMessageContaining("connect to the primary");
        assertThat(readOnly.page(FeedQuery.all()).events()).hasSize(1);
        assertThat(database.count()).isEqualTo(1);
    }

    private Connection repeatableRead() throws SQLException {
        Connection connection = database.dataSource().getConnection();
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setAutoCommit(false);
        return connection;
    }
}
