package dev.mink.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.zaxxer.hikari.HikariDataSource;
import dev.mink.StorageException;
import dev.mink.postgres.kit.Database;
import dev.mink.postgres.kit.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which failures go away by themselves. */
class TransientTest {

    @RegisterExtension
    final Database database = new Database();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "08000", "08001", "08003", "08006", "40001", "40P01", "53100", "53200", "53300", "57P01", "57P02",
                "57P03", "55P03", "25P03", "25006"
            })
    void what_the_server_or_the_network_is_to_blame_for_is_transient_wherever_it_is_among_the_causes(String state) {
        SQLException failure = new SQLException("broken", state);

        assertThat(Failures.isTransient(failure)).isTrue();
        assertThat(Failures.isTransient(Failures.of(failure))).isTrue();
        assertThat(Failures.isTransient(new IllegalStateException(
                        "mine", new StorageException("", StorageException.Outcome.UNKNOWN, failure))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "22P02", "42P01", "57014", "25P02", "28P01", "XX000", "4", ""})
    void what_the_program_is_to_blame_for_is_not(String state) {
        assertThat(Failures.isTransient(Failures.of(new SQLException("broken", state))))
                .isFalse();
    }

    @Test
    void what_has_no_state_is_transient_if_its_type_says_so() {
        assertThat(Failures.isTransient(new SQLRecoverableException("gone"))).isTrue();
        assertThat(Failures.isTransient(new SQLException("broken"))).isFalse();
        assertThat(Failures.isTransient(new IllegalStateException("broken"))).isFalse();
    }

    @Test
    void a_cut_connection_is_transient() throws Exception {
        PostgresStorage storage = database.storage();
        Throwable failure = catchThrowable(() -> storage.<Long, SQLException>transact(transaction -> {
            database.execute("select pg_terminate_backend("
                    + transaction.unwrap(org.postgresql.PGConnection.class).getBackendPID() + ")");
            return storage.within(transaction).lastPosition();
        }));

        assertThat(failure).isInstanceOf(StorageException.class);
        assertThat(Failures.isTransient(failure)).isTrue();
    }

    @Test
    void a_pool_without_a_free_connection_is_transient() throws Exception {
        HikariDataSource pool = database.pool(1, config -> config.setConnectionTimeout(250));
        PostgresStorage storage = database.storage(pool, options -> options.notifications(false));
        try (Connection taken = pool.getConnection()) {
            assertThat(taken.isValid(5)).isTrue();
            assertThat(Failures.isTransient(catchThrowable(storage::lastPosition)))
                    .isTrue();
        }
    }

    @Test
    void a_statement_that_takes_too_long_is_not_transient() throws Exception {
        PostgresStorage storage = database.storage();
        Throwable failure = catchThrowable(() -> storage.<Boolean, SQLException>transact(transaction -> {
            Sql.execute(transaction, "set local statement_timeout = 20; select pg_sleep(60)");
            return true;
        }));

        assertThat(failure).hasMessageContaining("statement timeout");
        assertThat(Failures.isTransient(failure)).isFalse();
    }
}
