package dev.mink;

import static dev.mink.snapshot.SnapshotPolicy.every;
import static dev.mink.snapshot.SnapshotPolicy.never;
import static dev.mink.snapshot.SnapshotPolicy.whenLoadTook;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mink.fixture.Account;
import dev.mink.fixture.Basket;
import dev.mink.fixture.Later;
import dev.mink.fixture.ObservedStorage;
import dev.mink.fixture.SettableClock;
import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import dev.mink.schema.EventTypes;
import dev.mink.snapshot.SnapshotInfo;
import dev.mink.snapshot.SnapshotPolicy;
import dev.mink.snapshot.Snapshots;
import dev.mink.spi.Retention;
import dev.mink.spi.SnapshotStore;
import dev.mink.spi.StoredSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** Snapshots are taken after saves, and nothing can go wrong with the saves by that. */
class SnapshotTakingTest {

    private static final StreamId STREAM = StreamId.of("Basket", "1");

    private final SettableClock clock = new SettableClock("2026-01-01T00:00:00Z");
    private final ObservedStorage<MemoryTransaction> storage = new ObservedStorage<>(new InMemoryStorage(clock));
    private final EventStore<MemoryTransaction> store = store(Runnable::run);
    private final SnapshotStore kept = store.shortcuts().snapshots().orElseThrow();

    private EventStore<MemoryTransaction> store(Executor executor) {
        return EventStore.builder(storage)
                .events(EventTypes.of(Basket.Event.class, Account.Event.class))
                .pageSize(3)
                .clock(clock)
                .snapshotsOn(executor)
                .build();
    }

    private Repository<Basket> baskets(SnapshotPolicy policy) {
        return store.repository(Basket.type(policy));
    }

    private Repository<Basket> plain() {
        return store.repository(Basket.PLAIN);
    }

    private List<Long> versions(Repository<Basket> baskets) {
        return baskets.snapshots().of("1").stream().map(SnapshotInfo::version).toList();
    }

    /** What is loaded is what all events make. */
    private void requireSound(Repository<Basket> baskets) {
        Basket loaded = baskets.load("1");
        Basket replayed = plain().load("1");
        assertThat(loaded.state()).isEqualTo(replayed.state());
        assertThat(loaded.version()).isEqualTo(replayed.version());
        assertThat(loaded.uncommitted()).isEmpty();
    }

    private static Basket with(Basket basket) {
        basket.add(1);
        return basket;
    }

    @Test
    void a_slow_load_leads_to_one_snapshot_however_often_its_aggregate_is_saved() {
        Later later = new Later();
        Repository<Basket> baskets = store(later).repository(Basket.type(whenLoadTook(Duration.ZERO)));
        plain().create("1", basket -> basket.add(1));
        Basket basket = baskets.load("1");
        for (int i = 0; i < 3; i++) {
            baskets.save(with(basket));
            later.run();
        }

        assertThat(kept.find(STREAM)).extracting(StoredSnapshot::version).containsExactly(2L);
    }

    @Test
    void nothing_about_snapshots_makes_a_save_fail() {
        storage.onSnapshots(real -> new Failing());
        EventStore<MemoryTransaction> broken = store(Runnable::run);
        EventStore<MemoryTransaction> busy = store(work -> {
            throw new RejectedExecutionException("too much to do");
        });
        Snapshots<Basket> unable = Snapshots.of(
                every(1),
                Basket.State.class,
                basket -> {
                    throw new AssertionError("no picture, please");
                },
                Basket::restore);
        SnapshotPolicy undecided = saved -> {
            throw new IllegalStateException("how should I know");
        };
        Snapshots<Basket> unwritable =
                Snapshots.of(every(1), Unwritable.class, basket -> new Unwritable(Double.NaN), (basket, state) -> {});

        List<Repository<Basket>> all = List.of(
                broken.repository(Basket.type(every(1))),
                busy.repository(Basket.type(every(1))),
                store.repository(Basket.PLAIN.withSnapshots(unable)),
                store.repository(Basket.PLAIN.withSnapshots(unwritable)),
                store.repository(Basket.type(undecided)));
        for (Repository<Basket> baskets : all) {
            baskets.save(with(baskets.loadOrNew("1")));
        }

        assertThat(plain().load("1").version()).isEqualTo(all.size());
        assertThat(kept.find(STREAM)).isEmpty();
    }

    record Unwritable(double value) {}

    @Test
    void what_is_saved_in_a_transaction_is_not_taken_on_its_thread() {
        store.transact(transaction -> {
            store.within(transaction).repository(Basket.type(every(1))).create("1", basket -> basket.add(3));
            return transaction;
        });

        assertThat(storage.tails).as("what was read for it").isEmpty();
        assertThat(kept.find(STREAM)).isEmpty();
    }

    @Test
    void what_is_saved_in_a_transaction_is_taken_by_others_after_its_commit() {
        Later later = new Later();
        EventStore<MemoryTransaction> asynchronous = store(later);
        asynchronous.transact(transaction -> {
            asynchronous.within(transaction).repository(Basket.type(every(3))).create("1", basket -> basket.add(3));
            return transaction;
        });
        later.run();

        assertThat(kept.find(STREAM)).extracting(StoredSnapshot::version).containsExactly(3L);
        requireSound(asynchronous.repository(Basket.type(every(3))));
    }

    @Test
    void what_is_rolled_back_is_never_in_a_snapshot() {
        Later later = new Later();
        EventStore<MemoryTransaction> asynchronous = store(later);
        plain().create("1", basket -> basket.add(2));
        for (EventStore<MemoryTransaction> each : List.of(store, asynchronous)) {
            assertThatThrownBy(() -> each.transact(transaction -> {
                        each.within(transaction)
                                .repository(Basket.type(every(1)))
                                .update("1", basket -> basket.add(3));
                        // The storage in memory lets the thread take part in the transaction.
                        each.repository(Basket.type(every(1))).update("1", basket -> basket.add(1));
                        each.repository(Basket.type(every(1))).snapshots().take("1");
                        throw new IllegalStateException("rolled back");
                    }))
                    .hasMessage("rolled back");
        }
        later.run();

        assertThat(kept.find(STREAM)).extracting(StoredSnapshot::version).containsExactly(2L);
        plain().update("1", Basket::close);
        requireSound(baskets(never()));
    }

    @Test
    void a_stream_waits_for_one_snapshot_at_a_time_and_its_latest_state_is_taken() {
        Later later = new Later();
        Repository<Basket> baskets = store(later).repository(Basket.type(every(1)));
        for (int i = 0; i < 5; i++) {
            baskets.save(with(baskets.loadOrNew("1")));
        }
        baskets.create("2", basket -> basket.add(1));
        assertThat(later.waiting()).isEqualTo(2);
        later.run();

        assertThat(versions(baskets)).containsExactly(5L);
        baskets.update("1", basket -> basket.add(1));
        assertThat(later.waiting()).isEqualTo(1);
    }

    @Test
    void what_someone_else_has_taken_meanwhile_is_not_taken_again() {
        Later later = new Later();
        Repository<Basket> slow = store(later).repository(Basket.type(every(5)));
        slow.create("1", basket -> basket.add(5));
        baskets(every(1)).update("1", basket -> basket.add(1));
        assertThat(versions(slow)).containsExactly(6L);
        plain().update("1", basket -> basket.add(1));
        later.run();

        assertThat(versions(slow)).containsExactly(6L);
    }

    private static final class Failing implements SnapshotStore {

        private static StorageException failure() {
            return new StorageException("disk full", StorageException.Outcome.NOTHING_WRITTEN, null);
        }

        @Override
        public boolean write(StoredSnapshot snapshot, Retention retention) {
            throw failure();
        }

        @Override
        public List<StoredSnapshot> find(StreamId stream) {
            throw failure();
        }

        @Override
        public List<StreamId> streams(String category, String after, int limit) {
            throw failure();
        }

        @Override
        public int delete(StreamId stream) {
            throw failure();
        }

        @Override
        public int deleteAll(String category) {
            throw failure();
        }
    }
}
