package dev.mink.postgres.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.EventStore;
import dev.mink.ExpectedVersion;
import dev.mink.FeedPage;
import dev.mink.FeedQuery;
import dev.mink.RecordedEvent;
import dev.mink.StreamId;
import dev.mink.postgres.PostgresOptions;
import dev.mink.postgres.PostgresStorage;
import dev.mink.postgres.kit.Database;
import dev.mink.postgres.kit.Fact;
import dev.mink.postgres.kit.Sql;
import dev.mink.testing.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A position that was drawn and never durably committed can be drawn again after a crash. So a cursor
 * must not move to it.
 */
class DurableCursorTest {

    private static final StreamId ORDER = StreamId.of("Order", "1");
    private static final StreamId NEVER = StreamId.of("Order", "never");

    /** More than the sequence writes ahead to the log at once. */
    private static final int DRAWN_IN_VAIN = 100;

    private static final int MOST_TRIES = 5;

    @TempDir
    Path directory;

    private PostgresServer server;
    private PostgresStorage storage;
    private EventStore<Connection> store;

    @BeforeEach
    void start() {
        server = PostgresServer.start(
                directory.resolve("data"), Map.of("wal_writer_delay", "10s", "wal_writer_flush_after", "1GB"));
        storage = PostgresStorage.connect(
                server.url(), PostgresOptions.defaults().migrateOnStart(true).connections(0, 4));
        storage.start();
        store = Database.facts(storage);
    }

    @AfterEach
    void stop() {
        storage.close();
        server.close();
    }

    @Test
    void a_follower_sees_events_at_positions_that_were_drawn_in_vain_before_a_crash() throws Exception {
        for (int i = 0; i < MOST_TRIES; i++) {
            store.append(ORDER, ExpectedVersion.any(), Fact.noted(1));
            drawInVain();

            FeedPage before = store.page(FeedQuery.all());
            long naiveCursor = lastDrawn();
            crash();
            boolean positionsComeAgain = lastDrawn() < naiveCursor;
            long position =
                    store.append(ORDER, ExpectedVersion.any(), Fact.noted(1)).position();

            assertThat(events(before.position()))
                    .extracting(RecordedEvent::position)
                    .containsExactly(position);
            if (positionsComeAgain) {
                assertThat(position).isLessThanOrEqualTo(naiveCursor);
                assertThat(events(naiveCursor))
                        .as("what a cursor at the last position drawn would see")
                        .isEmpty();
                return;
            }
        }
        throw new AssertionError(
                "in " + MOST_TRIES + " crashes no position was drawn again: the log was written too soon");
    }

    private void drawInVain() throws SQLException {
        try (Connection connection = server.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            store.within(connection).append(NEVER, ExpectedVersion.noStream(), Fact.noted(DRAWN_IN_VAIN));
            connection.rollback();
        }
    }

    private long lastDrawn() throws SQLException {
        return Sql.number(server.dataSource(), "select last_value from mink.event_position");
    }

    /** The pool forgets the connections of the server that is gone. */
    private void crash() {
        server.kill();
        server.restart();
        storage.close();
        storage = PostgresStorage.connect(server.url(), PostgresOptions.defaults());
        storage.start();
        store = Database.facts(storage);
    }

    private List<RecordedEvent> events(long after) {
        return store.page(FeedQuery.all().after(after)).events();
    }
}
