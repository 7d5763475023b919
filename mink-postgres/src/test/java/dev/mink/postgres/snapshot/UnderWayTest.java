package dev.mink.postgres.snapshot;

import static dev.mink.snapshot.SnapshotPolicy.every;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.ConcurrencyException;
import dev.mink.ConflictRetry;
import dev.mink.DeciderRepository;
import dev.mink.DeciderType;
import dev.mink.EventStore;
import dev.mink.Versioned;
import dev.mink.memory.InMemoryStorage;
import dev.mink.postgres.kit.Database;
import dev.mink.postgres.kit.Seed;
import dev.mink.postgres.kit.Soak;
import dev.mink.postgres.kit.Together;
import dev.mink.postgres.kit.Together.Outcome;
import dev.mink.schema.EventTypes;
import dev.mink.snapshot.AggregateCache;
import dev.mink.snapshot.Snapshots;
import dev.mink.spi.EventStorage;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Snapshots and cached states while many save, in transactions that commit or roll back. */
@ExtendWith(Seed.Source.class)
class UnderWayTest {

    private static final int THREADS = 6;

    @RegisterExtension
    final Database database = new Database();

    @Test
    void in_memory_every_load_is_what_the_events_up_to_its_version_make(Seed seed) throws Exception {
        run(new InMemoryStorage(), seed);
    }

    @Test
    void on_postgresql_every_load_is_what_the_events_up_to_its_version_make(Seed seed) throws Exception {
        run(database.storage(), seed);

        assertThat(database.number("select count(*) from \"" + database.schema() + "\".snapshots"))
                .isPositive();
        assertThat(database.number("select count(*) from \"" + database.schema() + "\".snapshots s where not exists"
                        + " (select from " + database.events() + " e where e.stream_id = s.stream_id"
                        + " and e.version = s.version and e.event_id = s.last_event)"))
                .as("snapshots of versions that were not committed")
                .isZero();
    }

    private static <T> void run(EventStorage<T> storage, Seed seed) throws Exception {
        DeciderType<Long, Ledger.State, Ledger.Event> type = Ledger.DECIDER
                .withSnapshots(Snapshots.of(every(3), Ledger.State.class).keep(1000))
                .withCache(AggregateCache.ofEntries(2));
        ExecutorService takers = Executors.newFixedThreadPool(2);
        try {
            EventStore<T> store = EventStore.builder(storage)
                    .events(EventTypes.of(Ledger.Event.class))
                    .snapshotsOn(takers)
                    .build();
            long end = System.nanoTime() + Soak.time(Duration.ofSeconds(3)).toNanos();
            List<Outcome<Integer>> outcomes = Together.run(THREADS, thread -> () -> {
                Random random = seed.random(thread);
                int checked = 0;
                while (System.nanoTime() < end) {
                    act(store, type, random);
                    checked += check(store, type, "s" + random.nextInt(3));
                }
                return checked;
            });
            assertThat(outcomes).extracting(Outcome::failure).containsOnlyNulls();
            assertThat(outcomes.stream().mapToInt(Outcome::result).sum()).isPositive();
        } finally {
            takers.shutdown();
            assertThat(takers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static <T> void act(
            EventStore<T> store, DeciderType<Long, Ledger.State, Ledger.Event> type, Random random) {
        String id = "s" + random.nextInt(3);
        long value = random.nextInt(1000);
        int kind = random.nextInt(3);
        try {
            if (kind == 0) {
                var unused =
                        store.repository(type).retrying(ConflictRetry.none()).decide(id, value);
                return;
            }
            store.transact(transaction -> {
                DeciderRepository<Long, Ledger.State, Ledger.Event> within =
                        store.within(transaction).repository(type);
                var unused = within.decide(id, value);
                unused = within.decide(id, value + 1);
                if (kind == 1) {
                    throw new RolledBack();
                }
                return transaction;
            });
        } catch (ConcurrencyException | RolledBack e) {
            // Nothing is stored, and that is what the check is about.
        }
    }

    /** Compares a load with the replay of all events up to its version. */
    private static <T> int check(EventStore<T> store, DeciderType<Long, Ledger.State, Ledger.Event> type, String id) {
        Versioned<Ledger.State> loaded = store.repository(type).load(id);
        if (loaded.version() == 0) {
            return 0;
        }
        Versioned<Ledger.State> replayed = store.repository(Ledger.DECIDER).loadAt(id, loaded.version());
        assertThat(loaded).isEqualTo(replayed);
        return 1;
    }

    private static final class RolledBack extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
