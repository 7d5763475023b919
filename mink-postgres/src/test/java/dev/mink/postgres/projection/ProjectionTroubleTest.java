package dev.mink.postgres.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.EventStore;
import dev.mink.ExpectedVersion;
import dev.mink.Mink;
import dev.mink.StorageException;
import dev.mink.StreamId;
import dev.mink.postgres.PostgresOptions;
import dev.mink.postgres.PostgresStorage;
import dev.mink.postgres.kit.Await;
import dev.mink.postgres.kit.Database;
import dev.mink.postgres.kit.Fact.Noted;
import dev.mink.postgres.kit.Seed;
import dev.mink.postgres.kit.Soak;
import dev.mink.postgres.kit.Sql;
import dev.mink.postgres.kit.Together;
import dev.mink.postgres.kit.Wire;
import dev.mink.testing.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Cut connections, a server that crashes, and transactions of others: every event counts once. */
@ExtendWith(Seed.Source.class)
class ProjectionTroubleTest {

    /** How long somebody else's transaction stays open; a minute in the long run. */
    private static final int OPEN_SECONDS = Integer.getInteger("mink.soak.openSeconds", 1);

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    @RegisterExtension
    final Database database = new Database();

    @Test
    void cut_connections_neither_lose_nor_double_events(Seed seed) throws Exception {
        PostgresStorage direct = database.storage();
        Totals.createTable(database.dataSource(), database.schema());
        Wire wire = database.closing(new Wire(database.url()));
        Random random = seed.random(0);
        try (PostgresStorage cut = PostgresStorage.connect(
                        wire.url(),
                        PostgresOptions.defaults().schema(database.schema()).connections(0, 10));
                Mink<Connection> mink = Totals.node(cut, database.schema(), "a")) {
            try (Writers writers = new Writers(direct, seed.random(1))) {
                for (int i = 0; i < 5 * Soak.rounds(2); i++) {
                    long end = writers.written() + 20 + random.nextInt(80);
                    Await.until("writers have written", () -> writers.written() >= end);
                    wire.cutAll();
                }
                writers.end();
            }
            awaitCaughtUp(mink, direct.lastPosition());

            assertThat(Totals.read(database.dataSource(), database.schema())).isEqualTo(Totals.recount(direct));
        }
    }

    @Test
    void a_server_that_crashes_neither_loses_nor_doubles_events(Seed seed, @TempDir Path directory) throws Exception {
        try (PostgresServer server = PostgresServer.start(directory.resolve("data"), Map.of());
                PostgresStorage storage = PostgresStorage.connect(
                        server.url(),
                        PostgresOptions.defaults()
                                .migrateOnStart(true)
                                .connections(0, 12)
                                .connectionTimeout(Duration.ofSeconds(1)))) {
            storage.start();
            Totals.createTable(server.dataSource(), "mink");
            try (Mink<Connection> mink = Totals.node(storage, "mink", "a")) {
                for (int round = 0; round < Soak.rounds(2); round++) {
                    crashWhileWriting(server, storage, 100 + seed.random(round).nextInt(200));
                    Await.until("the server answers", () -> answers(storage));
                }
                awaitCaughtUp(mink, storage.lastPosition());

                assertThat(Totals.read(server.dataSource(), "mink")).isEqualTo(Totals.recount(storage));
            }
        }
    }

    private static boolean answers(PostgresStorage storage) {
        try {
            return storage.lastPosition() > 0;
        } catch (StorageException e) {
            return false; // it is still starting
        }
    }

    private static void crashWhileWriting(PostgresServer server, PostgresStorage storage, int appends)
            throws Exception {
        AtomicInteger appended = new AtomicInteger();
        try (Together threads = new Together()) {
            Future<Boolean> writing = threads.start(() -> appendUntilFailure(storage, appended));
            Await.until("some are appended", () -> appended.get() >= appends);
            server.kill();
            assertThat(Together.result(writing)).isTrue();
        }
        server.restart();
    }

    private static boolean appendUntilFailure(PostgresStorage storage, AtomicInteger appended) {
        EventStore<Connection> store = Database.facts(storage);
        try {
            while (appended.get() < 1_000_000) {
                StreamId stream = StreamId.of("Account", "a-" + appended.incrementAndGet() % 20);
                var unused = store.append(stream, ExpectedVersion.any(), List.of(new Noted(appended.get())));
            }
            return false;
        } catch (StorageException e) {
            return true;
        }
    }

    @Test
    @Timeout(180)
    void a_transaction_of_somebody_else_does_not_delay_projections() throws Exception {
        PostgresStorage storage = database.storage();
        Totals.createTable(database.dataSource(), database.schema());
        database.execute("create table \"" + database.schema() + "\".unrelated (n int)");
        try (Mink<Connection> mink = Totals.node(storage, database.schema(), "a");
                Connection other = database.dataSource().getConnection()) {
            other.setAutoCommit(false);
            Sql.execute(
                    other,
                    "set transaction isolation level repeatable read; insert into \"" + database.schema()
                            + "\".unrelated values (1)");
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(OPEN_SECONDS);
            int count = 0;
            while (count < 50 || System.nanoTime() < end) {
                count++;
                long position = mink.store()
                        .append(StreamId.of("Account", "a"), ExpectedVersion.any(), List.of(new Noted(count)))
                        .position();
                mink.projections().awaitCaughtUp("grand", position, SOON);
            }
            awaitCaughtUp(mink, storage.lastPosition());

            assertThat(Totals.read(database.dataSource(), database.schema()))
                    .isEqualTo(Totals.recount(storage))
                    .containsEntry("grand", count * (count + 1L) / 2 + " of " + count);
            other.rollback();
        }
    }

    private static void awaitCaughtUp(Mink<Connection> mink, long position) {
        mink.projections().awaitCaughtUp("grand", position, A_MINUTE);
        mink.projections().awaitCaughtUp("per-stream", position, A_MINUTE);
    }
}
