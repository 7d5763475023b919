package dev.mink.snapshot;

import static dev.mink.snapshot.SnapshotPolicy.every;
import static dev.mink.snapshot.SnapshotPolicy.never;
import static dev.mink.snapshot.SnapshotPolicy.olderThan;
import static dev.mink.snapshot.SnapshotPolicy.on;
import static dev.mink.snapshot.SnapshotPolicy.whenLoadTook;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mink.StreamId;
import dev.mink.fixture.Basket.Added;
import dev.mink.fixture.Basket.Closed;
import dev.mink.fixture.Basket.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SnapshotPolicyTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static Saved saved(long version, long snapshotVersion) {
        return saved(version, snapshotVersion, Duration.ZERO, Duration.ZERO, new Added("a"));
    }

    private static Saved saved(
            long version, long snapshotVersion, Duration snapshotAge, Duration loadTook, Object... events) {
        Instant at = snapshotVersion == 0 ? null : NOW.minus(snapshotAge);
        return new Saved(StreamId.of("Basket", "1"), version, List.of(events), loadTook, snapshotVersion, at, NOW);
    }

    @Test
    void every_so_many_events_behind_the_newest_snapshot() {
        assertThat(every(10).isDue(saved(9, 0))).isFalse();
        assertThat(every(10).isDue(saved(10, 0))).isTrue();
        assertThat(every(10).isDue(saved(27, 0))).isTrue();
        assertThat(every(10).isDue(saved(27, 18))).isFalse();
        assertThat(every(10).isDue(saved(28, 18))).isTrue();
    }

    @Test
    void never_is_never() {
        assertThat(never().isDue(saved(Long.MAX_VALUE, 0))).isFalse();
    }

    @Test
    void when_the_load_took_longer() {
        SnapshotPolicy policy = whenLoadTook(Duration.ofMillis(20));

        assertThat(policy.isDue(saved(9, 0, Duration.ZERO, Duration.ofMillis(20))))
                .isFalse();
        assertThat(policy.isDue(saved(9, 0, Duration.ZERO, Duration.ofMillis(20).plusNanos(1))))
                .isTrue();
    }

    @Test
    void on_an_event_of_a_type_among_those_that_were_saved() {
        assertThat(on(Closed.class).isDue(saved(9, 8, Duration.ZERO, Duration.ZERO, new Added("a"))))
                .isFalse();
        assertThat(on(Closed.class).isDue(saved(9, 7, Duration.ZERO, Duration.ZERO, new Closed(), new Added("a"))))
                .isTrue();
        assertThat(on(Event.class).isDue(saved(9, 8, Duration.ZERO, Duration.ZERO, new Added("a"))))
                .isTrue();
    }

    @Test
    void when_the_newest_snapshot_is_older_or_there_is_none() {
        SnapshotPolicy policy = olderThan(Duration.ofHours(1));

        assertThat(policy.isDue(saved(9, 8, Duration.ofHours(1), Duration.ZERO)))
                .isFalse();
        assertThat(policy.isDue(saved(9, 8, Duration.ofHours(1).plusNanos(1), Duration.ZERO)))
                .isTrue();
        assertThat(policy.isDue(saved(1, 0, Duration.ZERO, Duration.ZERO))).isTrue();
    }

    @Test
    void policies_are_combined() {
        SnapshotPolicy either = every(10).or(on(Closed.class));
        SnapshotPolicy both = every(10).and(on(Closed.class));
        Saved many = saved(10, 0, Duration.ZERO, Duration.ZERO, new Added("a"));
        Saved closed = saved(9, 0, Duration.ZERO, Duration.ZERO, new Closed());
        Saved manyAndClosed = saved(10, 0, Duration.ZERO, Duration.ZERO, new Closed());
        Saved neither = saved(9, 0, Duration.ZERO, Duration.ZERO, new Added("a"));

        assertThat(List.of(many, closed, manyAndClosed, neither))
                .extracting(either::isDue)
                .containsExactly(true, true, true, false);
        assertThat(List.of(many, closed, manyAndClosed, neither))
                .extracting(both::isDue)
                .containsExactly(false, false, true, false);
    }

    @Test
    void policies_are_values_that_say_what_they_mean() {
        SnapshotPolicy policy = every(500)
                .or(whenLoadTook(Duration.ofMillis(20)).and(every(50)))
                .or(on(Closed.class))
                .or(olderThan(Duration.ofDays(1)))
                .or(never());

        assertThat(policy)
                .isEqualTo(every(500)
                        .or(whenLoadTook(Duration.ofMillis(20)).and(every(50)))
                        .or(on(Closed.class))
                        .or(olderThan(Duration.ofDays(1)))
                        .or(never()))
                .isNotEqualTo(every(500))
                .hasToString("((((every 500 events or (when the load took longer than PT0.02S and every 50 events))"
                        + " or on Closed) or older than PT24H) or never)");
        assertThat(every(1)).hasToString("every 1 event");
    }

    @Test
    void what_makes_no_sense_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> every(0)).withMessageContaining("every(0)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> whenLoadTook(Duration.ofMillis(-1)))
                .withMessageContaining("PT-0.001S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> olderThan(Duration.ofMillis(-1)))
                .withMessageContaining("olderThan(PT-0.001S)");
    }
}
