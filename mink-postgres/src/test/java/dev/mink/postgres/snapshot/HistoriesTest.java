package dev.mink.postgres.snapshot;

import static dev.mink.snapshot.SnapshotPolicy.every;
import static dev.mink.snapshot.SnapshotPolicy.never;
import static dev.mink.snapshot.SnapshotPolicy.olderThan;
import static dev.mink.snapshot.SnapshotPolicy.on;
import static dev.mink.snapshot.SnapshotPolicy.whenLoadTook;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mink.AggregateType;
import dev.mink.EventStore;
import dev.mink.Repository;
import dev.mink.StreamId;
import dev.mink.StreamQuery;
import dev.mink.memory.InMemoryStorage;
import dev.mink.postgres.kit.Database;
import dev.mink.postgres.kit.Seed;
import dev.mink.postgres.kit.Soak;
import dev.mink.schema.EventTypes;
import dev.mink.schema.Payload;
import dev.mink.snapshot.AggregateCache;
import dev.mink.snapshot.SnapshotPolicy;
import dev.mink.snapshot.Snapshots;
import dev.mink.spi.EventStorage;
import dev.mink.spi.Retention;
import dev.mink.spi.SnapshotStore;
import dev.mink.spi.StoredSnapshot;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Random histories, with random policies, and snapshots at random moments: a load gives what all events make. */
@ExtendWith(Seed.Source.class)
class HistoriesTest {

    private static final int STEPS = 60;
    private static final List<String> IDS = List.of("a", "b", "c");

    @RegisterExtension
    final Database database = new Database();

    @Test
    void in_memory_a_load_gives_what_all_events_make(Seed seed) {
        for (int round = 0; round < Soak.rounds(40); round++) {
            new History<>(new InMemoryStorage(), seed.random(round)).run();
        }
    }

    @Test
    void on_postgresql_a_load_gives_what_all_events_make(Seed seed) throws Exception {
        EventStorage<?> storage = database.storage();
        for (int round = 0; round < Soak.rounds(5); round++) {
            database.execute("truncate " + database.events() + ", \"" + database.schema() + "\".snapshots");
            new History<>(storage, seed.random(1000 + round)).run();
        }
    }

    private static final class History<T> {

        private final Random random;
        private final Queue<Runnable> waiting = new ArrayDeque<>();
        private final EventStore<T> store;
        private final SnapshotStore kept;
        private final Repository<Ledger> plain;
        private AggregateType<Ledger, Ledger.Event> type;
        private int garbage;

        History(EventStorage<T> storage, Random random) {
            this.random = random;
            this.store = EventStore.builder(storage)
                    .events(EventTypes.of(Ledger.Event.class))
                    .pageSize(1 + random.nextInt(10))
                    .snapshotsOn(random.nextBoolean() ? Runnable::run : sometime())
                    .build();
            this.kept = storage.snapshots().orElseThrow();
            this.plain = store.repository(Ledger.TYPE);
            this.type = randomType();
        }

        private Executor sometime() {
            return waiting::add;
        }

        private AggregateType<Ledger, Ledger.Event> randomType() {
            Snapshots<Ledger> snapshots = Snapshots.of(
                            randomPolicy(2), Ledger.State.class, Ledger::state, Ledger::restore)
                    .keep(1 + random.nextInt(3))
                    .version(1 + random.nextInt(2));
            if (random.nextInt(3) == 0) {
                snapshots = snapshots.keepFor(Duration.ofNanos(random.nextInt(100_000_000)));
            }
            AggregateType<Ledger, Ledger.Event> made = Ledger.TYPE.withSnapshots(snapshots);
            return random.nextBoolean() ? made : made.withCache(AggregateCache.ofEntries(1 + random.nextInt(4)));
        }

        private SnapshotPolicy randomPolicy(int depth) {
            return switch (random.nextInt(depth > 0 ? 7 : 5)) {
                case 0 -> never();
                case 1 -> every(1 + random.nextInt(10));
                case 2 -> on(Ledger.Closed.class);
                case 3 -> whenLoadTook(Duration.ofNanos(random.nextInt(1_000_000)));
                case 4 -> olderThan(Duration.ofNanos(random.nextInt(10_000_000)));
                case 5 -> randomPolicy(depth - 1).or(randomPolicy(depth - 1));
                default -> randomPolicy(depth - 1).and(randomPolicy(depth - 1));
            };
        }

        void run() {
            for (int step = 0; step < STEPS; step++) {
                String id = IDS.get(random.nextInt(IDS.size()));
                step(id);
                IDS.forEach(this::requireSame);
            }
            while (!waiting.isEmpty()) {
                waiting.remove().run();
            }
            IDS.forEach(this::requireSame);
            IDS.forEach(this::requireCommitted);
        }

        private void step(String id) {
            switch (random.nextInt(12)) {
                case 0, 1, 2 -> act(store, id);
                case 3 ->
                    store.transact(transaction -> {
                        EventStore<T> within = store.within(transaction);
                        act(within, id);
                        act(within, id);
                        return transaction;
                    });
                case 4 -> rollBack(id);
                case 5 -> type = randomType();
                case 6 -> store.repository(type).snapshots().take(id);
                case 7 -> store.repository(type).snapshots().delete(id);
                case 8 -> store.repository(type).snapshots().snapshotLongStreams(1 + random.nextInt(20));
                case 9 -> store.repository(type).snapshots().recreateAll();
                case 10 -> spoil(id);
                default -> {
                    for (int i = random.nextInt(3); i > 0 && !waiting.isEmpty(); i--) {
                        runElsewhere(waiting.remove());
                    }
                }
            }
        }

        private static void runElsewhere(Runnable work) {
            Thread thread = new Thread(work);
            thread.start();
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        private void act(EventStore<T> through, String id) {
            Repository<Ledger> ledgers = through.repository(type);
            Ledger ledger = ledgers.loadOrNew(id);
            for (int i = 0; i < random.nextInt(8); i++) {
                if (random.nextInt(6) == 0) {
                    ledger.close();
                } else {
                    ledger.book(random.nextInt(1000));
                }
            }
            ledgers.save(ledger);
        }

        private void rollBack(String id) {
            assertThatThrownBy(() -> store.transact(transaction -> {
                        EventStore<T> within = store.within(transaction);
                        act(within, id);
                        act(within, id);
                        assertThat(within.repository(type).loadOrNew(id).state())
                                .isEqualTo(within.repository(Ledger.TYPE)
                                        .loadOrNew(id)
                                        .state());
                        // In memory the thread takes part in the transaction; elsewhere it sees nothing of it.
                        store.repository(type).loadOrNew(id);
                        throw new IllegalStateException("rolled back");
                    }))
                    .hasMessage("rolled back");
        }

        /** Puts something unreadable where a snapshot is. */
        private void spoil(String id) {
            List<StoredSnapshot> found = kept.find(StreamId.of("Ledger", id));
            if (!found.isEmpty()) {
                StoredSnapshot good = found.get(0);
                List<String> texts = List.of("[]", "{}", "{\"digest\":1}", "\"Ä\"", "{\"digest\":\"x\",\"last\":[]}");
                Payload bad = random.nextInt(4) == 0
                        ? Payload.binary(new byte[] {1})
                        : Payload.json(texts.get(random.nextInt(texts.size())).getBytes(StandardCharsets.UTF_8));
                garbage++;
                assertThat(kept.write(
                                new StoredSnapshot(
                                        good.stream(),
                                        good.version(),
                                        good.lastEvent(),
                                        good.schema(),
                                        "State" + (random.nextInt(4) == 0 ? garbage : ""),
                                        bad,
                                        good.takenAt()),
                                new Retention(1, null)))
                        .isTrue();
            }
        }

        private void requireSame(String id) {
            Ledger replayed = plain.loadOrNew(id);
            for (int i = 0; i < 2; i++) {
                Ledger loaded = store.repository(type).loadOrNew(id);
                assertThat(loaded.state()).isEqualTo(replayed.state());
                assertThat(loaded.version()).isEqualTo(replayed.version());
            }
            if (replayed.version() > 0) {
                long version = 1L + random.nextInt((int) replayed.version());
                assertThat(store.repository(type).loadAt(id, version).state())
                        .isEqualTo(plain.loadAt(id, version).state());
            }
        }

        /** Each snapshot is of a version that was committed, with its event. */
        private void requireCommitted(String id) {
            StreamId stream = StreamId.of("Ledger", id);
            for (StoredSnapshot snapshot : kept.find(stream)) {
                assertThat(store.read(StreamQuery.of(stream)
                                        .from(snapshot.version())
                                        .limit(1))
                                .toList())
                        .singleElement()
                        .satisfies(event -> assertThat(event.id()).isEqualTo(snapshot.lastEvent()));
            }
        }
    }
}
