package dev.mink.testing;

import static dev.mink.testing.Sql.execute;
import static dev.mink.testing.Sql.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerTest {

    @TempDir
    Path directory;

    @Test
    void what_was_committed_survives_a_kill_and_what_was_not_does_not() throws Exception {
        try (PostgresServer server = PostgresServer.start(directory.resolve("data"), Map.of());
                Connection open = server.dataSource().getConnection();
                Statement statement = open.createStatement()) {
            String url = server.url();
            execute(server.dataSource(), "create table t as select 1 as n");
            open.setAutoCommit(false);
            statement.execute("insert into t values (2)");

            server.kill();
            assertThatThrownBy(open::commit).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> server.dataSource().getConnection()).isInstanceOf(SQLException.class);
            assertThatIllegalStateException().isThrownBy(server::kill).withMessageContaining("is KILLED, not RUNNING");

            server.restart();
            assertThat(server.url()).isEqualTo(url);
            assertThat(query(server.dataSource(), "select string_agg(n::text, ',') from t"))
                    .isEqualTo("1");
        }
    }

    @Test
    void a_server_is_durable_and_keeps_its_settings_over_every_restart() throws Exception {
        try (PostgresServer server =
                PostgresServer.start(directory.resolve("data"), Map.of("wal_writer_delay", "11ms"))) {
            assertSettings(server);
            for (int kills = 0; kills < 2; kills++) {
                server.kill();
                server.restart();
                assertSettings(server);
            }
            assertThatIllegalStateException()
                    .isThrownBy(server::restart)
                    .withMessageContaining("is RUNNING, not KILLED");
        }
    }

    @Test
    void a_server_starts_in_the_directory_of_one_that_was_closed() throws Exception {
        Path data = directory.resolve("data");
        try (PostgresServer first = PostgresServer.start(data, Map.of())) {
            execute(first.dataSource(), "create table t as select 7 as n");
        }
        try (PostgresServer second = PostgresServer.start(data, Map.of("fsync", "off"))) {
            assertThat(query(second.dataSource(), "select n from t")).isEqualTo("7");
            assertThat(query(second.dataSource(), "show fsync")).isEqualTo("off");
        }
    }

    @Test
    void a_closed_server_is_gone_for_good() {
        PostgresServer server = PostgresServer.start(directory.resolve("data"), Map.of());
        server.close();
        server.close();

        assertThatThrownBy(() -> server.dataSource().getConnection()).isInstanceOf(SQLException.class);
        assertThatIllegalStateException().isThrownBy(server::kill).withMessageContaining("is CLOSED, not RUNNING");
        assertThatIllegalStateException().isThrownBy(server::restart).withMessageContaining("is CLOSED, not KILLED");
    }

    @Test
    void a_server_that_cannot_start_says_where_and_why() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatIllegalStateException()
                .isThrownBy(() -> PostgresServer.start(file, Map.of("wal_writer_delay", "11ms")))
                .withMessageContaining(file.toString())
                .withMessageContaining("wal_writer_delay=11ms");
    }

    @Test
    void a_setting_with_other_characters_than_plain_ones_is_refused() {
        Path data = directory.resolve("data");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PostgresServer.start(data, Map.of("log_line_prefix", "a; b")))
                .withMessageContaining("\"log_line_prefix\" = \"a; b\"");
        assertThat(Files.exists(data)).isFalse();
    }

    private static void assertSettings(PostgresServer server) throws SQLException {
        assertThat(query(server.dataSource(), "show fsync")).isEqualTo("on");
        assertThat(query(server.dataSource(), "show synchronous_commit")).isEqualTo("on");
        assertThat(query(server.dataSource(), "show full_page_writes")).isEqualTo("on");
        assertThat(query(server.dataSource(), "show wal_writer_delay")).isEqualTo("11ms");
        assertThat(query(server.dataSource(), "show listen_addresses")).isEqualTo("localhost");
    }
}
