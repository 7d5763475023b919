package dev.mink;

import static dev.mink.snapshot.SnapshotPolicy.every;
import static dev.mink.snapshot.SnapshotPolicy.never;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mink.fixture.Account;
import dev.mink.fixture.Basket;
import dev.mink.fixture.ObservedStorage;
import dev.mink.fixture.SettableClock;
import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import dev.mink.schema.EventTypes;
import dev.mink.snapshot.KeptSnapshots;
import dev.mink.snapshot.SnapshotInfo;
import dev.mink.snapshot.Snapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class KeptSnapshotsTest {

    private final SettableClock clock = new SettableClock("2026-01-01T00:00:00Z");
    private final ObservedStorage<MemoryTransaction> storage = new ObservedStorage<>(new InMemoryStorage());
    private final EventStore<MemoryTransaction> store = EventStore.builder(storage)
            .events(EventTypes.of(Basket.Event.class, Account.Event.class))
            .clock(clock)
            .build();
    private final Repository<Basket> baskets = store.repository(Basket.type(never()));
    private final KeptSnapshots kept = baskets.snapshots();

    private void create(String id, int events) {
        baskets.create(id, basket -> basket.add(events));
    }

    private List<Long> versions(String id) {
        return kept.of(id).stream().map(SnapshotInfo::version).toList();
    }

    @Test
    void one_is_taken_by_hand() {
        create("1", 5);

        assertThat(kept.take("1")).isTrue();
        assertThat(kept.of("1"))
                .containsExactly(new SnapshotInfo(5, Basket.snapshots(never()).schema(), 71, clock.instant()));
        assertThat(kept.take("1")).as("nothing is behind it").isFalse();
        assertThat(kept.take("none")).isFalse();
        assertThat(kept.of("none")).isEmpty();
    }

    @Test
    void long_streams_get_one_in_the_background() throws Exception {
        create("long", 10);
        create("short", 2);
        try (Mink<MemoryTransaction> mink = Mink.builder(storage)
                .aggregate(Basket.type(never()))
                .clock(clock)
                .build()) {
            KeptSnapshots snapshots = mink.repository(Basket.type(never())).snapshots();
            Future<Integer> job = snapshots.snapshotLongStreamsInBackground(5);

            assertThat(job.get(30, TimeUnit.SECONDS)).isEqualTo(1);
            assertThat(versions("long")).containsExactly(10L);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> snapshots.snapshotLongStreamsInBackground(0))
                    .withMessageContaining("0 events");
        }
    }

    @Test
    void what_is_asked_for_in_the_background_after_the_end_is_cancelled() {
        Mink<MemoryTransaction> mink =
                Mink.builder(storage).aggregate(Basket.type(never())).build();
        KeptSnapshots snapshots = mink.repository(Basket.type(never())).snapshots();
        mink.close();

        assertThat(snapshots.snapshotLongStreamsInBackground(5).isCancelled()).isTrue();
    }

    @Test
    void long_streams_get_one_the_longest_first() {
        create("short", 9);
        create("long", 10);
        create("longest", 30);
        create("covered", 40);
        assertThat(kept.take("covered")).isTrue();
        baskets.update("covered", basket -> basket.add(9));
        create("behind", 50);
        assertThat(kept.take("behind")).isTrue();
        baskets.update("behind", basket -> basket.add(20));
        store.repository(Account.TYPE).decide("other", new Account.Open("ann"));
        storage.tails.clear();
        List<String> order = new ArrayList<>();

        assertThat(kept.snapshotLongStreams(10)).isEqualTo(3);

        storage.tails.stream()
                .filter(tail -> tail.events().size() > 1)
                .forEach(tail -> order.add(tail.events().get(0).stream().id()));
        assertThat(order).containsExactly("longest", "behind", "long");
        assertThat(versions("short")).isEmpty();
        assertThat(versions("long")).containsExactly(10L);
        assertThat(versions("longest")).containsExactly(30L);
        assertThat(versions("covered")).containsExactly(40L);
        assertThat(versions("behind")).containsExactly(70L);
        assertThat(kept.snapshotLongStreams(10)).isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> kept.snapshotLongStreams(0))
                .withMessageContaining("0");
    }

    @Test
    void they_are_deleted_by_stream_and_all() {
        create("1", 5);
        create("2", 5);
        create("3", 5);
        assertThat(kept.snapshotLongStreams(1)).isEqualTo(3);

        assertThat(kept.delete("2")).isEqualTo(1);
        assertThat(versions("2")).isEmpty();
        assertThat(versions("1")).containsExactly(5L);
        assertThat(kept.deleteAll()).isEqualTo(2);
        assertThat(versions("1")).isEmpty();
        assertThat(baskets.load("1").items()).hasSize(5);
    }

    @Test
    void all_are_recreated_from_all_events_where_the_code_has_changed_unnoticed() {
        Snapshots<Basket> wrong = Snapshots.of(
                every(1), Basket.State.class, basket -> new Basket.State(List.of("wrong"), false), Basket::restore);
        for (String id : List.of("1", "2")) {
            store.repository(Basket.PLAIN.withSnapshots(wrong.keep(5))).create(id, basket -> basket.add(3));
        }
        create("without", 3);
        assertThat(baskets.load("1").items()).containsExactly("wrong");

        assertThat(kept.recreateAll()).isEqualTo(2);

        assertThat(baskets.load("1").items()).hasSize(3);
        assertThat(baskets.load("2").items()).hasSize(3);
        assertThat(versions("1")).containsExactly(3L);
        assertThat(versions("without")).isEmpty();
    }

    @Test
    void a_stream_that_cannot_be_loaded_does_not_keep_the_others_from_theirs() {
        create("1", 5);
        create("2", 7);
        var unused =
                store.append(StreamId.of("Basket", "2"), ExpectedVersion.any(), List.of(new Account.Opened("stray")));
        create("3", 6);

        assertThat(kept.snapshotLongStreams(5)).isEqualTo(2);
        assertThat(versions("3")).containsExactly(6L);
        assertThat(versions("2")).isEmpty();
    }

    @Test
    void an_interrupt_ends_it() {
        create("1", 5);
        Thread.currentThread().interrupt();
        int taken = kept.snapshotLongStreams(1);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(taken).isZero();

        assertThat(kept.take("1")).isTrue();
        Thread.currentThread().interrupt();
        int recreated = kept.recreateAll();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(recreated).isZero();
        assertThat(versions("1")).containsExactly(5L);
    }
}
