package dev.mink.postgres.misuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.mink.EventStore;
import dev.mink.ExpectedVersion;
import dev.mink.FeedQuery;
import dev.mink.StorageException;
import dev.mink.StorageException.Outcome;
import dev.mink.StreamId;
import dev.mink.postgres.PostgresOptions;
import dev.mink.postgres.PostgresSchema;
import dev.mink.postgres.PostgresStorage;
import dev.mink.postgres.kit.Await;
import dev.mink.postgres.kit.Database;
import dev.mink.postgres.kit.Fact;
import dev.mink.postgres.kit.Sql;
import dev.mink.testing.PostgresServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Servers, databases and users that cannot be used: each a clear error that names no password. */
@Timeout(60)
class ConnectingTest {

    private static final String PASSWORD = "hunter2";

    @TempDir
    static Path directory;

    private static PostgresServer server;

    @BeforeAll
    static void start() throws Exception {
        server = PostgresServer.start(directory.resolve("data"), Map.of("fsync", "off"));
        Files.writeString(directory.resolve("data/pg_hba.conf"), """
                host all clerk all scram-sha-256
                host all all all trust
                """);
        Sql.execute(server.dataSource(), "select pg_reload_conf()");
        Sql.execute(server.dataSource(), "create role clerk login password '" + PASSWORD + "'");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void a_user_with_the_right_password_is_let_in_wherever_it_is_given() throws Exception {
        Sql.execute(server.dataSource(), "create schema authorization clerk");
        PostgresOptions options =
                PostgresOptions.defaults().schema("clerk").migrateOnStart(true).connections(0, 1);

        try (PostgresStorage storage =
                PostgresStorage.connect(url("/postgres"), options.credentials("clerk", PASSWORD))) {
            storage.start();
        }
        try (PostgresStorage storage =
                PostgresStorage.connect(url("/postgres?user=clerk&password=" + PASSWORD), options)) {
            storage.start();
            assertThat(storage.lastPosition()).isZero();
        }
    }

    @Test
    void an_interrupt_neither_keeps_the_pool_from_closing_nor_gets_lost() throws Exception {
        PostgresOptions options = PostgresOptions.defaults()
                .schema("interrupted")
                .migrateOnStart(true)
                .connections(1, 2);
        PostgresStorage storage = PostgresStorage.connect(url("/postgres?user=postgres"), options);
        storage.start();
        long position = storage.transact(transaction -> storage.lastPosition()); // on a second connection
        assertThat(position).isZero();

        Thread.currentThread().interrupt();
        storage.close();

        assertThat(Thread.interrupted()).isTrue();
        Await.until(
                "no thread of the pool is left",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("mink-interrupted")));
    }

    @Test
    void a_wrong_password_is_refused() {
        Throwable inOptions = catchThrowable(() -> PostgresStorage.connect(
                url("/postgres"), PostgresOptions.defaults().credentials("clerk", "wrong-" + PASSWORD)));
        Throwable inUrl = catchThrowable(() -> PostgresStorage.connect(
                url("/postgres?user=clerk&password=wrong-" + PASSWORD), PostgresOptions.defaults()));
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setURL(url("/postgres?user=clerk&password=wrong-" + PASSWORD));
        Throwable inDataSource =
                catchThrowable(() -> PostgresStorage.of(dataSource).start());

        for (Throwable each : new Throwable[] {inOptions, inUrl, inDataSource}) {
            requireNothingWritten(each);
            assertThat(each)
                    .hasMessageContaining("password authentication failed for user \"clerk\"")
                    .hasMessageContaining("check the credentials in the URL, the options or the data source");
            assertThat(everythingSaid(each)).doesNotContain(PASSWORD);
        }
        assertThat(inUrl).hasMessageContaining(url("/postgres") + ":");
    }

    @Test
    void a_missing_database_is_named() {
        Throwable failure =
                catchThrowable(() -> PostgresStorage.connect(url("/shop?user=postgres"), PostgresOptions.defaults()));

        requireNothingWritten(failure);
        assertThat(failure)
                .hasMessageContaining("database \"shop\" does not exist")
                .hasMessageContaining("create it or correct the URL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:postgresql://localhost:1/shop", "jdbc:postgresql://no-such-host.invalid/shop"})
    void a_server_that_cannot_be_reached_is_named(String url) {
        Throwable failure = catchThrowable(
                () -> PostgresStorage.connect(url + "?user=clerk&password=" + PASSWORD, PostgresOptions.defaults()));

        requireNothingWritten(failure);
        assertThat(failure)
                .hasMessageContaining("cannot connect to " + url)
                .hasMessageContaining("check the URL and that the server accepts connections");
        assertThat(everythingSaid(failure)).doesNotContain(PASSWORD);

        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setURL(url);
        requireNothingWritten(
                catchThrowable(() -> PostgresStorage.of(dataSource).start()));
        requireNothingWritten(
                catchThrowable(() -> PostgresSchema.of(dataSource, "mink").up()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost/shop?password=hunter2",
                "postgres://me:hunter2@localhost/shop",
                "jdbc:mysql://localhost/shop?user=me&password=hunter2",
                "jdbc:postgresql://localhost:port/shop?user=me&password=hunter2",
                "jdbc:postgresql://me:hunter2@localhost/shop",
                "jdbc:postgresql://me:hun@ter2hunter2@localhost/shop"
            })
    void a_url_of_another_form_is_refused_with_an_example(String url) {
        Throwable failure = catchThrowable(() -> PostgresStorage.connect(url, PostgresOptions.defaults()));

        assertThat(failure)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("jdbc:postgresql://localhost:5432/shop");
        assertThat(everythingSaid(failure)).doesNotContain(PASSWORD).doesNotContain("ter2");
    }

    @Test
    void a_server_without_tls_is_refused_where_the_url_asks_for_it() {
        Throwable failure = catchThrowable(() ->
                PostgresStorage.connect(url("/postgres?user=postgres&sslmode=require"), PostgresOptions.defaults()));

        requireNothingWritten(failure);
        assertThat(failure).hasMessageContaining("SSL");
    }

    @ParameterizedTest
    @CsvSource({"SQL_ASCII", "LATIN1"})
    void a_database_in_another_encoding_is_refused(String encoding) throws Exception {
        String name = encoding.toLowerCase(Locale.ROOT);
        Sql.execute(
                server.dataSource(),
                "create database " + name + " template template0 encoding '" + encoding
                        + "' lc_collate 'C' lc_ctype 'C'");
        try (PostgresStorage storage = PostgresStorage.connect(
                url("/" + name + "?user=postgres"), PostgresOptions.defaults().migrateOnStart(true))) {
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(storage::start)
                    .withMessageContaining(encoding)
                    .withMessageContaining("create the database with the encoding UTF8");
            assertThat(storage.schema().status()).allMatch(entry -> entry.appliedAt() == null);
        }
    }

    @Test
    void a_user_who_may_not_create_schemas_is_told_what_to_do() throws Exception {
        PostgresOptions options = PostgresOptions.defaults()
                .schema("forbidden")
                .migrateOnStart(true)
                .credentials("clerk", PASSWORD)
                .connections(0, 2);
        try (PostgresStorage storage = PostgresStorage.connect(url("/postgres"), options)) {
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(storage::start)
                    .withMessageContaining("permission denied for database postgres")
                    .withMessageContaining("grant it");
        }
        assertThat(Sql.texts(server.dataSource(), "select 1 from pg_namespace where nspname = 'forbidden'"))
                .isEmpty();
    }

    @Test
    void a_user_who_may_only_append_and_read_needs_no_more_rights() throws Exception {
        PostgresSchema.of(server.dataSource(), "granted").up();
        Sql.execute(server.dataSource(), """
                create role teller login;
                grant usage on schema granted to teller;
                grant select, insert on granted.events to teller;
                grant select on granted.migrations to teller;
                grant select, usage on granted.event_position to teller;
                """);
        PostgresOptions options = PostgresOptions.defaults()
                .schema("granted")
                .migrateOnStart(true)
                .connections(0, 2);
        try (PostgresStorage storage = PostgresStorage.connect(url("/postgres?user=teller"), options)) {
            storage.start();
            EventStore<Connection> store = Database.facts(storage);
            store.append(StreamId.of("Order", "1"), ExpectedVersion.noStream(), Fact.noted(2));
            assertThat(store.page(FeedQuery.all()).events()).hasSize(2);
        }
    }

    @Test
    void options_never_say_the_password() {
        PostgresOptions options = PostgresOptions.defaults().credentials("clerk", PASSWORD);

        assertThat(options).asString().doesNotContain(PASSWORD);
    }

    @Test
    void options_out_of_range_are_refused_with_their_value() {
        PostgresOptions options = PostgresOptions.defaults();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.connections(3, 2))
                .withMessageContaining("connections(3, 2)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.connections(0, 0))
                .withMessageContaining("at least 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.connectionTimeout(Duration.ofMillis(249)))
                .withMessageContaining("PT0.249S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.statementTimeout(Duration.ofMillis(-1)))
                .withMessageContaining("statementTimeout");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.idleTimeout(Duration.ofSeconds(9)))
                .withMessageContaining("PT9S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.maxLifetime(Duration.ofSeconds(29)))
                .withMessageContaining("PT29S");
    }

    private static String url(String pathAndParameters) {
        String url = server.url();
        return url.substring(0, url.indexOf("/postgres?")) + pathAndParameters;
    }

    private static void requireNothingWritten(Throwable failure) {
        assertThat(failure)
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.outcome()).isEqualTo(Outcome.NOTHING_WRITTEN));
    }

    /** The messages of all causes, and all else that a log would show. */
    private static String everythingSaid(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
