package dev.mink.examples.docs;

import static dev.mink.snapshot.SnapshotPolicy.every;
import static dev.mink.snapshot.SnapshotPolicy.never;
import static dev.mink.snapshot.SnapshotPolicy.olderThan;
import static dev.mink.snapshot.SnapshotPolicy.on;
import static dev.mink.snapshot.SnapshotPolicy.whenLoadTook;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.Aggregate;
import dev.mink.AggregateType;
import dev.mink.Decider;
import dev.mink.DeciderType;
import dev.mink.Mink;
import dev.mink.Repository;
import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import dev.mink.postgres.PostgresOptions;
import dev.mink.postgres.PostgresStorage;
import dev.mink.snapshot.AggregateCache;
import dev.mink.snapshot.CacheCounts;
import dev.mink.snapshot.KeptSnapshots;
import dev.mink.snapshot.SnapshotInfo;
import dev.mink.snapshot.SnapshotPolicy;
import dev.mink.snapshot.Snapshots;
import dev.mink.testing.MinkPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What docs/snapshots.md shows and says. */
final class SnapshotsDocsTest {
    @RegisterExtension
    final MinkPostgres postgres = MinkPostgres.create();

    sealed interface CardEvent {
        record Earned(int points) implements CardEvent {}

        record Redeemed(String voucher, int points) implements CardEvent {}

        record Closed() implements CardEvent {}
    }

    // region: aggregate
    /** A loyalty card: used for years, and never at an end. */
    static final class Card extends Aggregate<CardEvent> {
        static final AggregateType<Card, CardEvent> TYPE = AggregateType.of("Card", Card::new, CardEvent.class)
                .withSnapshots(Snapshots.of(every(100), CardState.class, Card::state, Card::restore));

        private final List<String> vouchers = new ArrayList<>();
        private int points;

        Card(String id) {
            super(id);
        }

        private CardState state() {
            return new CardState(points, vouchers);
        }

        private void restore(CardState state) {
            points = state.points();
            vouchers.addAll(state.vouchers());
        }
        // endregion

        void earn(int earned) {
            raise(new CardEvent.Earned(earned));
        }

        int points() {
            return points;
        }

        @Override
        protected void apply(CardEvent event) {
            if (event instanceof CardEvent.Earned earned) {
                points += earned.points();
            } else if (event instanceof CardEvent.Redeemed redeemed) {
                points -= redeemed.points();
                vouchers.add(redeemed.voucher());
            }
        }
    }

    // region: state
    record CardState(int points, List<String> vouchers) {}
    // endregion

    private static void earn(Repository<Card> cards, String id, int times) {
        Card card = cards.loadOrNew(id);
        for (int i = 0; i < times; i++) {
            card.earn(1);
        }
        cards.save(card);
    }

    @Test
    void an_aggregate_has_snapshots() {
        try (Mink<MemoryTransaction> mink = Mink.builder(new InMemoryStorage())
                .aggregate(Card.TYPE)
                .snapshotsOn(Runnable::run)
                .build()
                .start()) {
            Repository<Card> cards = mink.repository(Card.TYPE);
            earn(cards, "1", 99);
            assertThat(cards.snapshots().of("1")).isEmpty();
            earn(cards, "1", 5);

            assertThat(cards.snapshots().of("1"))
                    .extracting(SnapshotInfo::version)
                    .containsExactly(104L);
            assertThat(cards.load("1").points()).isEqualTo(104);
        }
    }

    @Test
    void policies_are_values() {
        // region: policy
        SnapshotPolicy policy = every(500)
                .or(on(CardEvent.Closed.class))
                .or(whenLoadTook(Duration.ofMillis(20)).and(every(50)))
                .or(olderThan(Duration.ofDays(30)).and(every(10)));
        // endregion

        // region: settings
        Snapshots<Card> snapshots = Snapshots.of(policy, CardState.class, Card::state, Card::restore)
                .version(2) // snapshots of version 1 are not read any more
                .keep(3)
                .keepFor(Duration.ofDays(7));
        // endregion

        assertThat(snapshots.schema()).startsWith("2-");
        assertThat(snapshots.kept()).isEqualTo(3);
    }

    @Test
    void a_decider_has_its_state() {
        // region: decider
        DeciderType<Integer, CardState, CardEvent> cards =
                CardRules.TYPE.withSnapshots(Snapshots.of(every(100), CardState.class));
        // endregion

        try (Mink<MemoryTransaction> mink = Mink.builder(new InMemoryStorage())
                .decider(cards)
                .snapshotsOn(Runnable::run)
                .build()
                .start()) {
            for (int i = 0; i < 100; i++) {
                assertThat(mink.repository(cards).decide("1", 1).version()).isEqualTo(i + 1);
            }
            assertThat(mink.repository(cards).snapshots().of("1")).hasSize(1);
        }
    }

    private static final class CardRules {
        static final DeciderType<Integer, CardState, CardEvent> TYPE = DeciderType.of(
                "DecidedCard",
                Decider.of(
                        new CardState(0, List.of()),
                        (earned, state) -> List.of(new CardEvent.Earned(earned)),
                        (state, event) -> event instanceof CardEvent.Earned earned
                                ? new CardState(state.points() + earned.points(), state.vouchers())
                                : state),
                CardEvent.class);
    }

    @Test
    void snapshots_are_kept_by_hand_too() {
        try (Mink<MemoryTransaction> mink = Mink.builder(new InMemoryStorage())
                .aggregate(Card.TYPE)
                .snapshotsOn(Runnable::run)
                .build()
                .start()) {
            earn(mink.repository(Card.TYPE), "1", 50);

            // region: kept
            KeptSnapshots snapshots = mink.repository(Card.TYPE).snapshots();

            int taken = snapshots.snapshotLongStreams(50); // of loads that would replay 50 events, the longest first
            List<SnapshotInfo> ofOne = snapshots.of("1");
            int removed = snapshots.delete("1");
            int renewed = snapshots.recreateAll(); // from all events
            // endregion

            assertThat(taken).isEqualTo(1);
            assertThat(ofOne).hasSize(1);
            assertThat(removed).isEqualTo(1);
            assertThat(renewed).isZero();
        }
    }

    @Test
    void loads_are_cached() {
        // region: cache
        AggregateType<Card, CardEvent> type = Card.TYPE.withCache(AggregateCache.ofEntries(10_000));
        AggregateType<Card, CardEvent> byWeight =
                Card.TYPE.withCache(AggregateCache.ofWeight(100_000, card -> 1 + card.vouchers.size()));
        AggregateType<Card, CardEvent> cacheOnly = AggregateType.of("Card", Card::new, CardEvent.class)
                .withSnapshots(Snapshots.of(never(), CardState.class, Card::state, Card::restore))
                .withCache(AggregateCache.ofEntries(10_000));
        // endregion

        for (AggregateType<Card, CardEvent> each : List.of(type, byWeight, cacheOnly)) {
            try (Mink<MemoryTransaction> mink =
                    Mink.builder(new InMemoryStorage()).aggregate(each).build().start()) {
                earn(mink.repository(each), "1", 50);
                for (int i = 0; i < 3; i++) {
                    assertThat(mink.repository(each).load("1").points()).isEqualTo(50);
                }
                // region: counts
                CacheCounts counts = mink.store().cacheCounts().get("Card");
                double hitRate = (double) counts.hits() / (counts.hits() + counts.misses());
                // endregion
                assertThat(hitRate).isEqualTo(0.5);
            }
        }
    }

    @Test
    void snapshots_can_be_queried() throws Exception {
        PostgresOptions options =
                PostgresOptions.defaults().schema(postgres.schema()).migrateOnStart(true);
        try (var mink = Mink.builder(PostgresStorage.of(postgres.dataSource(), options))
                .aggregate(Card.TYPE)
                .snapshotsOn(Runnable::run)
                .build()
                .start()) {
            earn(mink.repository(Card.TYPE), "1", 100);
            earn(mink.repository(Card.TYPE), "1", 7);
            earn(mink.repository(Card.TYPE), "2", 3);
            Queries queries = new Queries(postgres.dataSource(), postgres.schema());

            assertThat(queries.run("snapshots-of-category")).singleElement().satisfies(row -> {
                assertThat(row).containsEntry("stream_id", "Card-1").containsEntry("version", 100L);
                assertThat(row.get("payload")).hasToString("{\"points\":100,\"vouchers\":[]}");
            });
            assertThat(queries.run("snapshots-behind"))
                    .extracting(row -> row.get("stream_id") + " " + row.get("behind"))
                    .containsExactly("Card-1 7", "Card-2 3");
            assertThat(queries.execute(queries.text("snapshots-delete"))).isEmpty();
            assertThat(mink.repository(Card.TYPE).snapshots().of("1")).isEmpty();
            assertThat(mink.repository(Card.TYPE).load("1").points()).isEqualTo(107);
        }
    }
}
