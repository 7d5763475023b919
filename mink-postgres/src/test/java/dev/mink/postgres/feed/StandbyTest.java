package dev.mink.postgres.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mink.EventStore;
import dev.mink.ExpectedVersion;
import dev.mink.FeedQuery;
import dev.mink.StorageException;
import dev.mink.StreamId;
import dev.mink.postgres.PostgresOptions;
import dev.mink.postgres.PostgresStorage;
import dev.mink.postgres.kit.Database;
import dev.mink.postgres.kit.Fact;
import dev.mink.postgres.kit.Sql;
import dev.mink.testing.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The feed of one database on servers that have others, and on a standby. */
class StandbyTest {

    private static final StreamId ORDER = StreamId.of("Order", "1");
    private static final Map<String, String> FAST = Map.of("fsync", "off");

    @TempDir
    Path directory;

    @Test
    void databases_do_not_hold_each_other_back_and_a_standby_refuses_the_feed_that_it_cannot_know() throws Exception {
        Path data = directory.resolve("data");
        try (PostgresServer server = PostgresServer.start(data, FAST)) {
            Sql.execute(server.dataSource(), "create database neighbour template template0 encoding 'UTF8'");
            try (PostgresStorage storage = storage(server.url());
                    PostgresStorage neighbour = storage(server.url().replace("/postgres?", "/neighbour?"))) {
                requireIndependence(Database.facts(storage), Database.facts(neighbour));
            }
        }
        Files.createFile(data.resolve("standby.signal"));
        try (PostgresServer standby = PostgresServer.start(data, FAST);
                PostgresStorage storage = PostgresStorage.connect(
                        standby.url(), PostgresOptions.defaults().connections(0, 2))) {
            storage.start();
            requireRefusal(Database.facts(storage));
        }
    }

    private static void requireIndependence(EventStore<Connection> store, EventStore<Connection> neighbour)
            throws SQLException {
        store.<Void, SQLException>transact(connection -> {
            store.within(connection).append(ORDER, ExpectedVersion.any(), Fact.noted(1));
            neighbour.append(ORDER, ExpectedVersion.any(), Fact.noted(2));
            assertThat(neighbour.page(FeedQuery.all()).events()).hasSize(2);
            assertThat(store.page(FeedQuery.all()).events()).isEmpty();
            return null;
        });
        assertThat(store.page(FeedQuery.all()).events()).hasSize(1);
    }

    private static void requireRefusal(EventStore<Connection> store) {
        assertThat(store.read(ORDER)).hasSize(1);
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> store.page(FeedQuery.all()))
                .withMessageContaining("the feed can be read on the primary only");
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> store.append(ORDER, ExpectedVersion.any(), Fact.noted(1)))
                .satisfies(e -> assertThat(e.outcome()).isEqualTo(StorageException.Outcome.NOTHING_WRITTEN))
                .withMessageContaining("connect to the primary");
    }

    private static PostgresStorage storage(String url) {
        PostgresStorage storage = PostgresStorage.connect(
                url, PostgresOptions.defaults().migrateOnStart(true).connections(0, 3));
        storage.start();
        return storage;
    }
}
