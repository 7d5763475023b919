package dev.mink.postgres.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.AppendResult;
import dev.mink.EventStore;
import dev.mink.FeedPage;
import dev.mink.FeedQuery;
import dev.mink.postgres.PostgresOptions;
import dev.mink.postgres.PostgresStorage;
import dev.mink.postgres.kit.Database;
import dev.mink.postgres.kit.Seed;
import dev.mink.postgres.kit.Soak;
import dev.mink.postgres.kit.Sql;
import dev.mink.postgres.kit.Together;
import dev.mink.testing.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed in the middle of appends, again and again. */
@ExtendWith(Seed.Source.class)
class CrashTest {

    private static final int WRITERS = 8;
    private static final int LONGEST_LIFE_MILLIS = 600;

    @TempDir
    Path directory;

    private final List<Attempt> attempts = new ArrayList<>();
    private final List<UUID> followed = new ArrayList<>();
    private long cursor;
    private int acknowledged;
    private int unknown;

    @Test
    void what_was_acknowledged_is_there_the_rest_is_whole_or_absent_and_a_repetition_stores_it_once(Seed seed)
            throws Exception {
        try (PostgresServer server = PostgresServer.start(directory.resolve("data"), Map.of())) {
            for (int round = 0; round < Soak.rounds(4); round++) {
                List<Attempt> tried = appendUntilCrash(server, round, seed.random(round));
                server.restart();
                requireNothingTorn(tried, stored(server));
                repeatWhatFailed(server, tried);
            }
            requireEverythingOnce(server);
            assertThat(acknowledged).as("acknowledged appends").isGreaterThan(100);
            assertThat(unknown).as("appends that the crashes interrupted").isPositive();
        }
    }

    private List<Attempt> appendUntilCrash(PostgresServer server, int round, Random random) throws Exception {
        List<Attempt> tried = new ArrayList<>();
        try (PostgresStorage grouped = storage(server, true);
                PostgresStorage ungrouped = storage(server, false);
                Together threads = new Together()) {
            List<Future<List<Attempt>>> writing = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                EventStore<Connection> store = Database.facts(i % 2 == 0 ? grouped : ungrouped);
                writing.add(threads.start(new DoomedWriter(store, round + "-" + i, new Random(random.nextLong()))));
            }
            follow(Database.facts(grouped));
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100 + random.nextInt(LONGEST_LIFE_MILLIS)));
            server.kill();
            for (Future<List<Attempt>> each : writing) {
                tried.addAll(Together.result(each));
            }
        }
        return tried;
    }

    /** Acknowledged appends are there, others as a whole or not at all; refused ones are not there. */
    private void requireNothingTorn(List<Attempt> tried, Set<UUID> stored) {
        for (Attempt attempt : tried) {
            List<UUID> ids = attempt.ids();
            long there = ids.stream().filter(stored::contains).count();
            if (attempt.isAcknowledged()) {
                assertThat(there).as("events of the acknowledged %s", attempt).isEqualTo(ids.size());
                acknowledged++;
            } else if (attempt.isRefused()) {
                assertThat(there).as("events of the refused %s", attempt).isZero();
            } else {
                assertThat(there).as("events of %s", attempt).isIn(0L, (long) ids.size());
                unknown++;
            }
        }
    }

    private void repeatWhatFailed(PostgresServer server, List<Attempt> tried) throws SQLException {
        try (PostgresStorage storage = storage(server, true)) {
            EventStore<Connection> store = Database.facts(storage);
            Set<UUID> stored = stored(server);
            for (Attempt attempt : tried) {
                if (!attempt.isAcknowledged()) {
                    boolean wasStored = stored.containsAll(attempt.ids());
                    assertThat(store.append(attempt.toAppend()))
                            .as("repeating %s", attempt)
                            .extracting(AppendResult::repeated)
                            .containsOnly(wasStored);
                }
            }
            follow(store);
        }
        attempts.addAll(tried);
    }

    private void requireEverythingOnce(PostgresServer server) throws SQLException {
        Set<UUID> expected = new HashSet<>();
        attempts.forEach(attempt -> expected.addAll(attempt.ids()));
        assertThat(stored(server)).isEqualTo(expected);
        assertThat(Sql.number(server.dataSource(), "select count(*) from mink.events"))
                .isEqualTo(expected.size());
        assertThat(Sql.texts(
                        server.dataSource(),
                        "select stream_id from mink.events group by stream_id having max(version) <> count(*)"))
                .as("streams with holes")
                .isEmpty();
        assertThat(followed).as("what a reader was given across the crashes").doesNotHaveDuplicates();
        assertThat(new HashSet<>(followed)).isEqualTo(expected);
    }

    /** Goes on with the feed where it was left, to its end. */
    private void follow(EventStore<Connection> store) {
        while (true) {
            FeedPage page = store.page(FeedQuery.all().after(cursor));
            page.events().forEach(event -> followed.add(event.id()));
            cursor = page.position();
            if (page.atEnd()) {
                return;
            }
        }
    }

    private static Set<UUID> stored(PostgresServer server) throws SQLException {
        Set<UUID> ids = new HashSet<>();
        Sql.texts(server.dataSource(), "select event_id from mink.events").forEach(id -> ids.add(UUID.fromString(id)));
        return ids;
    }

    private static PostgresStorage storage(PostgresServer server, boolean grouped) {
        PostgresStorage storage = PostgresStorage.connect(
                server.url(),
                PostgresOptions.defaults()
                        .migrateOnStart(true)
                        .groupAppends(grouped)
                        .connections(0, WRITERS)
                        .connectionTimeout(Duration.ofSeconds(1)));
        storage.start();
        return storage;
    }
}
