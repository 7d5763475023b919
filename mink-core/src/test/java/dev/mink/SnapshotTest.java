package dev.mink;

import static dev.mink.snapshot.SnapshotPolicy.every;
import static dev.mink.snapshot.SnapshotPolicy.never;
import static dev.mink.snapshot.SnapshotPolicy.olderThan;
import static dev.mink.snapshot.SnapshotPolicy.on;
import static dev.mink.snapshot.SnapshotPolicy.whenLoadTook;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mink.fixture.Account;
import dev.mink.fixture.Account.Balance;
import dev.mink.fixture.Account.Deposit;
import dev.mink.fixture.Account.Open;
import dev.mink.fixture.Basket;
import dev.mink.fixture.Basket.Closed;
import dev.mink.fixture.ObservedStorage;
import dev.mink.fixture.SettableClock;
import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import dev.mink.schema.EventTypes;
import dev.mink.schema.Payload;
import dev.mink.snapshot.SnapshotInfo;
import dev.mink.snapshot.SnapshotPolicy;
import dev.mink.snapshot.Snapshots;
import dev.mink.spi.Retention;
import dev.mink.spi.SnapshotStore;
import dev.mink.spi.StoredSnapshot;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class SnapshotTest {

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

    @Test
    void a_load_begins_with_the_newest_snapshot_and_reads_the_events_behind_it_at_once() {
        Repository<Basket> baskets = baskets(every(10));
        baskets.create("1", basket -> basket.add(10));
        baskets.update("1", basket -> basket.add(2));
        storage.tails.clear();
        storage.streamReads.clear();

        Basket basket = baskets.load("1");

        assertThat(basket.items()).hasSize(12).endsWith("item-11", "item-12");
        assertThat(basket.version()).isEqualTo(12);
        assertThat(storage.tails).hasSize(1);
        assertThat(storage.tails.get(0).events()).hasSize(2);
        assertThat(storage.streamReads).isEmpty();
        requireSound(baskets);
    }

    @Test
    void more_events_than_a_page_behind_a_snapshot_are_read_page_by_page() {
        Repository<Basket> baskets = baskets(every(10));
        baskets.create("1", basket -> basket.add(10));
        plain().update("1", basket -> basket.add(8));

        assertThat(baskets.load("1").items()).hasSize(18);
        requireSound(baskets);
    }

    @Test
    void what_was_restored_is_saved_on() {
        Repository<Basket> baskets = baskets(every(3));
        for (int i = 0; i < 20; i++) {
            Basket basket = baskets.loadOrNew("1");
            basket.add(1);
            baskets.save(basket);
        }

        requireSound(baskets);
        assertThat(versions(baskets)).containsExactly(18L);
    }

    @Test
    void one_object_that_is_saved_again_and_again_gets_its_snapshots_in_time() {
        Repository<Basket> baskets = store.repository(
                Basket.PLAIN.withSnapshots(Basket.snapshots(every(5)).keep(100)));
        Basket basket = new Basket("1");
        for (int i = 0; i < 23; i++) {
            basket.add(1);
            baskets.save(basket);
        }

        assertThat(versions(baskets)).containsExactly(20L, 15L, 10L, 5L);
        requireSound(baskets);
    }

    @Test
    void without_a_policy_that_says_so_none_is_taken() {
        Repository<Basket> baskets = baskets(never());
        baskets.create("1", basket -> basket.add(100));

        assertThat(versions(baskets)).isEmpty();
    }

    @Test
    void policies_are_asked_with_what_the_save_and_the_load_before_were() {
        Repository<Basket> onClose = baskets(on(Closed.class));
        onClose.create("1", basket -> basket.add(3));
        assertThat(versions(onClose)).isEmpty();
        onClose.update("1", Basket::close);
        assertThat(versions(onClose)).containsExactly(4L);

        Repository<Basket> slow = baskets(whenLoadTook(Duration.ZERO));
        slow.update("1", basket -> basket.add(1));
        assertThat(versions(slow)).containsExactly(5L);
        Repository<Basket> fast = baskets(whenLoadTook(Duration.ofDays(1)));
        fast.update("1", basket -> basket.add(1));
        assertThat(versions(fast)).containsExactly(5L);

        Repository<Basket> old = baskets(olderThan(Duration.ofHours(1)));
        clock.advance(Duration.ofHours(1));
        old.update("1", basket -> basket.add(1));
        assertThat(versions(old)).containsExactly(5L);
        clock.advance(Duration.ofMillis(1));
        old.update("1", basket -> basket.add(1));
        assertThat(versions(old)).containsExactly(8L);
        assertThat(old.snapshots().of("1").get(0).takenAt()).isEqualTo(clock.instant());
    }

    @Test
    void the_state_of_a_decider_is_the_snapshot() {
        DeciderRepository<Account.Command, Balance, Account.Event> accounts =
                store.repository(Account.TYPE.withSnapshots(Snapshots.of(every(4), Balance.class)));
        var unused = accounts.decide("a", new Open("ann"));
        for (int i = 1; i < 9; i++) {
            unused = accounts.decide("a", new Deposit(i));
        }
        storage.tails.clear();

        assertThat(accounts.load("a")).isEqualTo(new Versioned<>(new Balance(true, 36), 9));
        assertThat(storage.tails.get(0).events()).hasSize(1);
        assertThat(accounts.snapshots().of("a"))
                .extracting(SnapshotInfo::version)
                .containsExactly(8L);
    }

    @Test
    void an_earlier_version_is_made_from_a_snapshot_that_is_not_later() {
        Repository<Basket> baskets = store.repository(
                Basket.PLAIN.withSnapshots(Basket.snapshots(every(4)).keep(2)));
        for (int i = 0; i < 12; i++) {
            baskets.save(with(baskets.loadOrNew("1")));
        }
        assertThat(versions(baskets)).containsExactly(12L, 8L);

        for (int version = 1; version <= 12; version++) {
            Basket then = baskets.loadAt("1", version);
            assertThat(then.state()).isEqualTo(plain().loadAt("1", version).state());
            assertThat(then.version()).isEqualTo(version);
        }
        storage.tails.clear();
        assertThat(baskets.loadAt("1", 9).items()).hasSize(9);
        assertThat(storage.tails.get(0).events()).hasSize(1);
        assertThatExceptionOfType(AggregateNotFoundException.class)
                .isThrownBy(() -> baskets.loadAt("1", 13))
                .withMessageContaining("its last is 12");
    }

    private static Basket with(Basket basket) {
        basket.add(1);
        return basket;
    }

    @Test
    void an_instant_is_looked_up_among_all_events_even_if_the_clock_was_set_back() {
        Repository<Basket> baskets = baskets(every(2));
        Instant first = clock.instant();
        baskets.create("1", basket -> basket.add(1));
        clock.advance(Duration.ofHours(1));
        baskets.update("1", basket -> basket.add(1));
        clock.set("2025-01-01T00:00:00Z");
        baskets.update("1", basket -> basket.add(1));
        assertThat(versions(baskets)).containsExactly(2L);

        assertThat(baskets.loadAt("1", first).items()).containsExactly("item-1");
        assertThat(baskets.loadAt("1", first.plus(Duration.ofHours(1))).version())
                .isEqualTo(3);
    }

    @Test
    void snapshots_are_kept_as_long_as_asked() {
        Repository<Basket> baskets = store.repository(
                Basket.PLAIN.withSnapshots(Basket.snapshots(every(1)).keepFor(Duration.ofHours(2))));
        for (int i = 0; i < 5; i++) {
            baskets.save(with(baskets.loadOrNew("1")));
            clock.advance(Duration.ofHours(1));
        }

        assertThat(versions(baskets)).containsExactly(5L, 4L, 3L);
    }

    @Test
    void a_snapshot_of_another_version_of_the_schema_is_ignored_and_replaced() {
        baskets(every(5)).create("1", basket -> basket.add(5));
        Repository<Basket> second = store.repository(
                Basket.PLAIN.withSnapshots(Basket.snapshots(every(5)).version(2)));

        requireSound(second);
        assertThat(storage.tails.get(storage.tails.size() - 1).snapshot()).isNull();
        second.update("1", basket -> basket.add(1));
        assertThat(second.snapshots().of("1")).hasSize(1).first().satisfies(info -> {
            assertThat(info.version()).isEqualTo(6);
            assertThat(info.schema()).startsWith("2-");
        });
    }

    private void replace(Repository<Basket> baskets, String type, Payload payload) {
        StoredSnapshot good = kept.find(STREAM).get(0);
        assertThat(kept.write(
                        new StoredSnapshot(
                                good.stream(),
                                good.version(),
                                good.lastEvent(),
                                good.schema(),
                                type,
                                payload,
                                good.takenAt()),
                        new Retention(1, null)))
                .isTrue();
        requireSound(baskets);
        baskets.update("1", basket -> basket.add(1));
        requireSound(baskets);
        assertThat(kept.find(STREAM).get(0).version())
                .as("the version of the snapshot that replaces it")
                .isEqualTo(good.version() + 1);
    }

    private static Payload json(String text) {
        return Payload.json(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_snapshot_that_cannot_be_read_is_ignored_and_replaced() {
        Repository<Basket> baskets = baskets(every(5));
        baskets.create("1", basket -> basket.add(5));

        replace(baskets, "State", json("{\"items\":[\"item-1\""));
        replace(baskets, "State", json("null"));
        replace(baskets, "State", json("{\"items\":17,\"closed\":false}"));
        replace(baskets, "State", json("{}"));
        replace(baskets, "State", Payload.binary(new byte[] {1, 2, 3}));
        replace(baskets, "Estate", json("{\"items\":[],\"closed\":false}"));
    }

    @Test
    void a_snapshot_that_cannot_be_restored_is_ignored() {
        baskets(every(5)).create("1", basket -> basket.add(5));
        Repository<Basket> raising = store.repository(Basket.PLAIN.withSnapshots(
                Snapshots.of(never(), Basket.State.class, Basket::state, (basket, state) -> basket.add(3))));
        Repository<Basket> failing = store.repository(
                Basket.PLAIN.withSnapshots(Snapshots.of(never(), Basket.State.class, Basket::state, (basket, state) -> {
                    basket.cheat("half done");
                    throw new IllegalStateException("I cannot");
                })));

        requireSound(raising);
        requireSound(failing);
    }

    @Test
    void a_method_that_changes_the_state_by_itself_does_not_get_into_a_snapshot() {
        Repository<Basket> baskets = baskets(every(5));
        baskets.create("1", basket -> basket.add(4));
        baskets.update("1", basket -> {
            basket.cheat("smuggled");
            basket.close();
        });

        assertThat(versions(baskets)).containsExactly(5L);
        requireSound(baskets);
    }

    @Test
    void a_load_in_a_transaction_begins_with_a_snapshot_and_sees_what_the_transaction_has_saved() {
        baskets(every(5)).create("1", basket -> basket.add(5));

        store.transact(transaction -> {
            Repository<Basket> within = store.within(transaction).repository(Basket.type(every(5)));
            within.update("1", Basket::close);
            assertThat(within.load("1").isClosed()).isTrue();
            assertThat(within.load("1").version()).isEqualTo(6);
            assertThat(within.load("1").items()).hasSize(5);
            return transaction;
        });
    }

    @Test
    void a_storage_without_snapshots_replays_everything() {
        storage.onSnapshots(real -> null);
        EventStore<MemoryTransaction> without = store(Runnable::run);
        Repository<Basket> baskets = without.repository(Basket.type(every(1)));
        baskets.create("1", basket -> basket.add(5));
        storage.tails.clear();

        assertThat(baskets.load("1").items()).hasSize(5);
        assertThat(storage.tails).isEmpty();
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(baskets::snapshots)
                .withMessageContaining("storage of this store keeps no snapshots");
    }

    @Test
    void a_type_without_snapshots_says_how_to_get_some() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(plain()::snapshots)
                .withMessageContaining("Basket")
                .withMessageContaining("withSnapshots");
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> store.repository(Account.TYPE).snapshots())
                .withMessageContaining("Account");
    }
}
