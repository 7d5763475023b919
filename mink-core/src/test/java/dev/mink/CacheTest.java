package dev.mink;

import static dev.mink.snapshot.SnapshotPolicy.every;
import static dev.mink.snapshot.SnapshotPolicy.never;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mink.fixture.Account;
import dev.mink.fixture.Account.Balance;
import dev.mink.fixture.Account.Deposit;
import dev.mink.fixture.Account.Open;
import dev.mink.fixture.Basket;
import dev.mink.fixture.Later;
import dev.mink.fixture.ObservedStorage;
import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import dev.mink.schema.EventTypes;
import dev.mink.snapshot.AggregateCache;
import dev.mink.snapshot.CacheCounts;
import dev.mink.snapshot.SnapshotInfo;
import dev.mink.snapshot.Snapshots;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class CacheTest {

    private static final AggregateType<Basket, Basket.Event> TYPE =
            Basket.type(never()).withCache(AggregateCache.ofEntries(100));
    private static final DeciderType<Account.Command, Balance, Account.Event> ACCOUNT =
            Account.TYPE.withCache(AggregateCache.ofEntries(100));

    private final ObservedStorage<MemoryTransaction> storage = new ObservedStorage<>(new InMemoryStorage());
    private final EventStore<MemoryTransaction> store = store(Runnable::run);
    private final Repository<Basket> baskets = store.repository(TYPE);
    private final Repository<Basket> plain = store.repository(Basket.PLAIN);

    private EventStore<MemoryTransaction> store(Executor executor) {
        return EventStore.builder(storage)
                .events(EventTypes.of(Basket.Event.class, Account.Event.class))
                .pageSize(4)
                .snapshotsOn(executor)
                .build();
    }

    private CacheCounts counts() {
        return store.cacheCounts().get("Basket");
    }

    private void requireSound() {
        assertThat(baskets.load("1").state()).isEqualTo(plain.load("1").state());
        assertThat(baskets.load("1").version()).isEqualTo(plain.load("1").version());
    }

    @Test
    void a_hit_asks_for_its_own_last_event_and_for_newer_ones_only() {
        plain.create("1", basket -> basket.add(10));
        assertThat(baskets.load("1").items()).hasSize(10);
        plain.update("1", basket -> basket.add(2));
        storage.streamReads.clear();
        storage.tails.clear();

        Basket basket = baskets.load("1");

        assertThat(basket.items()).hasSize(12);
        assertThat(basket.version()).isEqualTo(12);
        assertThat(storage.streamReads).extracting(StreamQuery::from).containsExactly(10L);
        assertThat(storage.tails).isEmpty();
        assertThat(baskets.load("1").items()).hasSize(12);
        assertThat(storage.streamReads).extracting(StreamQuery::from).containsExactly(10L, 12L);
        assertThat(counts()).isEqualTo(new CacheCounts(2, 1, 0, 1));
    }

    @Test
    void more_newer_events_than_a_page_are_read_page_by_page() {
        plain.create("1", basket -> basket.add(3));
        assertThat(baskets.load("1").items()).hasSize(3);
        plain.update("1", basket -> basket.add(11));

        assertThat(baskets.load("1").items()).hasSize(14);
        requireSound();
    }

    @Test
    void what_was_loaded_from_the_cache_is_saved_on() {
        baskets.create("1", basket -> basket.add(1));
        for (int i = 0; i < 10; i++) {
            baskets.update("1", basket -> basket.add(1));
        }

        requireSound();
        assertThat(counts().hits()).isEqualTo(11);
    }

    @Test
    void what_does_not_exist_is_not_cached() {
        assertThat(baskets.find("1")).isEmpty();
        assertThat(baskets.loadOrNew("1").items()).isEmpty();
        baskets.create("1", Basket::close);

        assertThat(baskets.load("1").isClosed()).isTrue();
        assertThat(counts().hits()).isZero();
    }

    @Test
    void a_loaded_aggregate_is_nobody_elses() {
        plain.create("1", basket -> basket.add(3));
        Basket first = baskets.load("1");
        Basket second = baskets.load("1");
        first.cheat("mine");
        second.add("not saved");

        assertThat(baskets.load("1").items()).containsExactly("item-1", "item-2", "item-3");
        assertThat(baskets.load("1")).isNotSameAs(first).isNotSameAs(second);
        requireSound();
    }

    @Test
    void the_state_of_a_decider_is_cached_itself() {
        DeciderRepository<Account.Command, Balance, Account.Event> accounts = store.repository(ACCOUNT);
        var unused = accounts.decide("a", new Open("ann"));
        unused = accounts.decide("a", new Deposit(5));
        unused = accounts.decide("a", new Deposit(6));

        Versioned<Balance> loaded = accounts.load("a");
        assertThat(loaded).isEqualTo(new Versioned<>(new Balance(true, 11), 3));
        assertThat(accounts.load("a").state()).isSameAs(loaded.state());
        assertThat(store.cacheCounts()).containsKeys("Account");
    }

    @Test
    void what_was_rolled_back_is_not_served() {
        plain.create("1", basket -> basket.add(2));
        for (int i = 0; i < 2; i++) {
            int seen = 3 + i;
            assertThatThrownBy(() -> store.transact(transaction -> {
                        Repository<Basket> within = store.within(transaction).repository(TYPE);
                        within.update("1", basket -> basket.add("rolled back"));
                        assertThat(within.load("1").items()).hasSize(seen);
                        // The storage in memory lets the thread take part in the transaction.
                        assertThat(baskets.load("1").items()).hasSize(seen);
                        throw new IllegalStateException("rolled back");
                    }))
                    .hasMessage("rolled back");
            requireSound();
            assertThatThrownBy(() -> store.transact(transaction -> {
                        store.within(transaction).repository(TYPE).update("1", Basket::close);
                        assertThat(baskets.load("1").isClosed()).isTrue();
                        throw new IllegalStateException("rolled back");
                    }))
                    .hasMessage("rolled back");
            // Another event at the version of the one that was rolled back.
            plain.update("1", basket -> basket.add("another"));
            requireSound();
        }
    }

    @Test
    void a_load_in_a_transaction_uses_the_cache_and_leaves_nothing_there() {
        plain.create("1", basket -> basket.add(2));
        assertThat(baskets.load("1").version()).isEqualTo(2);

        store.transact(transaction -> {
            Repository<Basket> within = store.within(transaction).repository(TYPE);
            within.update("1", Basket::close);
            assertThat(within.load("1").isClosed()).isTrue();
            return transaction;
        });
        storage.streamReads.clear();

        assertThat(baskets.load("1").isClosed()).isTrue();
        assertThat(storage.streamReads).extracting(StreamQuery::from).containsExactly(2L);
        assertThat(counts().misses()).isEqualTo(1);
    }

    @Test
    void an_earlier_state_is_not_taken_from_the_cache() {
        plain.create("1", basket -> basket.add(5));
        assertThat(baskets.load("1").version()).isEqualTo(5);

        assertThat(baskets.loadAt("1", 2).items()).hasSize(2);
        requireSound();
    }

    @Test
    void stores_do_not_share_caches() {
        EventStore<MemoryTransaction> elsewhere =
                EventStore.of(new InMemoryStorage(), EventTypes.of(Basket.Event.class));
        elsewhere.repository(Basket.PLAIN).create("1", Basket::close);
        plain.create("1", basket -> basket.add(1));
        requireSound();

        assertThat(elsewhere.repository(TYPE).load("1").isClosed()).isTrue();
        assertThat(elsewhere.cacheCounts().get("Basket").misses()).isEqualTo(1);
        assertThat(store.with(Metadata.empty()).repository(TYPE).load("1").items())
                .hasSize(1);
        assertThat(counts().misses()).isEqualTo(1);
    }

    @Test
    void there_are_no_more_than_so_many() {
        Repository<Basket> few = store.repository(Basket.type(never()).withCache(AggregateCache.ofEntries(3)));
        for (int i = 0; i < 10; i++) {
            few.create("b" + i, basket -> basket.add(1));
            assertThat(few.load("b" + i).items()).hasSize(1);
        }

        assertThat(counts().size()).isEqualTo(3);
        assertThat(counts().evictions()).isEqualTo(7);
    }

    @Test
    void they_weigh_no_more_than_so_much() {
        Repository<Basket> light = store.repository(Basket.type(never())
                .withCache(AggregateCache.ofWeight(10, basket -> basket.items().size())));
        light.create("heavy", basket -> basket.add(11));
        light.create("light", basket -> basket.add(4));
        for (String id : List.of("heavy", "light", "heavy", "light")) {
            assertThat(light.load(id).items()).isNotEmpty();
        }

        assertThat(counts().size()).isEqualTo(1);
        assertThat(counts().hits()).isEqualTo(1);
    }

    @Test
    void what_cannot_be_cached_is_loaded_nonetheless() {
        AggregateCache<Basket> broken = AggregateCache.ofWeight(10, basket -> {
            throw new IllegalStateException("no scales");
        });
        AggregateCache<Basket> negative = AggregateCache.ofWeight(10, basket -> -1);
        Snapshots<Basket> unable = Snapshots.of(
                never(), Basket.State.class, basket -> basket.isClosed() ? null : basket.state(), (basket, state) -> {
                    throw new IllegalStateException("I cannot");
                });
        plain.create("1", basket -> basket.add(3));

        for (AggregateType<Basket, Basket.Event> type : List.of(
                Basket.type(never()).withCache(broken),
                Basket.type(never()).withCache(negative),
                Basket.PLAIN.withSnapshots(unable).withCache(AggregateCache.ofEntries(5)))) {
            for (int i = 0; i < 3; i++) {
                assertThat(store.repository(type).load("1").items()).hasSize(3);
            }
        }
        assertThat(counts().hits()).isZero();
    }

    @Test
    void with_snapshots_a_cached_state_knows_the_newest_of_them() {
        AggregateType<Basket, Basket.Event> both = Basket.type(every(5)).withCache(AggregateCache.ofEntries(5));
        Later later = new Later();
        Repository<Basket> here = store(later).repository(both);
        Repository<Basket> there = store.repository(both);
        here.create("1", basket -> basket.add(4));
        for (int i = 0; i < 14; i++) {
            (i % 2 == 0 ? here : there).update("1", basket -> basket.add(1));
            later.run();
        }

        assertThat(here.snapshots().of("1")).extracting(SnapshotInfo::version).containsExactly(15L);
        assertThat(here.load("1").items()).hasSize(18);
        requireSound();
    }

    @Test
    void many_threads_load_and_save_through_one_cache() throws Exception {
        baskets.create("1", basket -> basket.add(1));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                Repository<Basket> patient = baskets.retrying(ConflictRetry.of(100));
                running.add(threads.submit(() -> {
                    for (int i = 0; i < 25; i++) {
                        Basket basket = patient.update("1", each -> each.add("more"));
                        basket.cheat("not yours");
                    }
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(plain.load("1").items()).hasSize(101);
        requireSound();
    }

    @Test
    void an_aggregate_has_to_be_captured_to_be_cached() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> Basket.PLAIN.withCache(AggregateCache.ofEntries(1)))
                .withMessageContaining("Basket")
                .withMessageContaining("withSnapshots");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AggregateCache.ofEntries(0))
                .withMessageContaining("0");
    }

    @Test
    void without_caffeine_the_error_names_the_dependency_and_all_else_works() throws Exception {
        List<URL> classPath = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (!entry.contains("caffeine")) {
                classPath.add(Path.of(entry).toUri().toURL());
            }
        }
        try (URLClassLoader without =
                new URLClassLoader(classPath.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Object result = ((Callable<?>) without.loadClass(WithoutCaffeine.class.getName())
                            .getConstructor()
                            .newInstance())
                    .call();
            assertThat((String) result).contains("3 items").contains("com.github.ben-manes.caffeine:caffeine");
        }
    }
}
