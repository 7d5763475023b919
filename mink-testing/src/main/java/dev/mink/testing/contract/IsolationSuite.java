package dev.mink.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mink.AppendResult;
import dev.mink.ExpectedVersion;
import dev.mink.StreamId;
import dev.mink.StreamQuery;
import dev.mink.spi.EventFilter;
import dev.mink.spi.FeedRange;
import dev.mink.spi.StoredEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What others see of an open transaction. A storage may also let them wait for its end, as long as
 * they go on then.
 */
abstract class IsolationSuite<T> extends Suite<T> {

    private static final StreamId A = StreamId.of("Account", "a");
    private static final StreamId B = StreamId.of("Account", "b");
    private static final StreamId C = StreamId.of("Account", "c");

    private final Threads others = new Threads();

    @AfterEach
    void endThreads() {
        others.close();
    }

    @Test
    void what_a_transaction_appends_is_not_seen_before_its_commit() throws Exception {
        append(A, 1);
        List<Object> before = visible();
        Future<List<Object>> seen = storage.transact(transaction -> {
            append(storage.within(transaction), A, ExpectedVersion.exactly(1), Events.many(2));
            append(storage.within(transaction), B, ExpectedVersion.noStream(), Events.one());
            Future<List<Object>> other = others.start(this::visible);
            Threads.soon(other).ifPresent(found -> assertThat(found).isEqualTo(before));
            return other;
        });

        assertThat(Threads.eventually(seen)).isIn(before, visible());
        assertThat(feed()).hasSize(4);
    }

    @Test
    void what_a_transaction_appends_is_never_seen_when_it_rolls_back() throws Exception {
        append(A, 1);
        List<Object> before = visible();
        assertThatThrownBy(() -> storage.transact(transaction -> {
                    append(storage.within(transaction), A, ExpectedVersion.exactly(1), Events.many(2));
                    Future<List<Object>> other = others.start(this::visible);
                    Threads.soon(other).ifPresent(found -> assertThat(found).isEqualTo(before));
                    throw new SeenByOther(other);
                }))
                .isInstanceOfSatisfying(
                        SeenByOther.class,
                        seen -> assertThat(seen.other)
                                .succeedsWithin(Duration.ofSeconds(60))
                                .isEqualTo(before));
        assertThat(feed()).hasSize(1);
    }

    @Test
    void the_safe_position_stays_before_an_open_transaction_that_has_appended() throws Exception {
        AppendResult first = append(A, 1);
        Future<Long> safe = storage.transact(transaction -> {
            long open = append(storage.within(transaction), A, ExpectedVersion.any(), Events.one())
                    .position();
            Future<Long> other = others.start(() -> {
                append(B, 1);
                append(C, 1);
                return storage.safePosition();
            });
            Threads.soon(other)
                    .ifPresent(
                            position -> assertThat(position).isLessThan(open).isGreaterThanOrEqualTo(first.position()));
            return other;
        });
        Threads.eventually(safe);

        assertThat(storage.safePosition()).isEqualTo(storage.lastPosition());
        assertThat(feed()).hasSize(4);
        assertThat(positions(feed())).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void up_to_the_safe_position_nothing_appears_later() throws Exception {
        append(A, 1);
        Future<Reading> reading = storage.transact(transaction -> {
            append(storage.within(transaction), A, ExpectedVersion.any(), Events.one());
            Future<Reading> other = others.start(() -> {
                append(B, 1);
                long safe = storage.safePosition();
                return new Reading(safe, feedThrough(safe));
            });
            Threads.soon(other);
            append(storage.within(transaction), C, ExpectedVersion.any(), Events.one());
            return other;
        });

        Reading read = Threads.eventually(reading);
        assertThat(feedThrough(read.safe())).isNotEmpty().isEqualTo(read.events());
        assertThat(feed()).hasSize(4);
    }

    @Test
    void after_a_rollback_the_safe_position_goes_on() throws Exception {
        append(A, 1);
        assertThatThrownBy(() -> storage.transact(transaction -> {
                    append(storage.within(transaction), A, ExpectedVersion.any(), Events.one());
                    Future<AppendResult> other = others.start(() -> append(B, 1));
                    Threads.soon(other);
                    throw new SeenByOther(other);
                }))
                .isInstanceOfSatisfying(
                        SeenByOther.class, seen -> assertThat(seen.other).succeedsWithin(Duration.ofSeconds(60)));

        assertThat(ids(feed())).hasSize(2);
        assertThat(storage.safePosition()).isEqualTo(feed().get(1).position());
    }

    @Test
    void a_transaction_that_only_reads_holds_no_position_back() throws Exception {
        append(A, 1);
        Future<Reading> reading = storage.transact(transaction -> {
            assertThat(storage.within(transaction).readStream(StreamQuery.of(A)))
                    .hasSize(1);
            Future<Reading> other = others.start(() -> {
                append(B, 1);
                long safe = storage.safePosition();
                return new Reading(safe, feedThrough(safe));
            });
            Threads.soon(other);
            return other;
        });

        assertThat(Threads.eventually(reading).events()).hasSize(2);
    }

    private List<StoredEvent> feedThrough(long position) {
        return storage.readFeed(new FeedRange(0, position, EventFilter.all(), ALL));
    }

    /** Everything that this thread can see. */
    private List<Object> visible() {
        return List.of(
                feed(),
                read(A),
                read(B),
                storage.streamInfo(A),
                storage.streamInfo(B),
                storage.streams("", "", ALL),
                storage.lastPosition(),
                storage.safePosition());
    }

    /** A safe position, and what was read up to it. */
    private record Reading(long safe, List<StoredEvent> events) {}

    @SuppressWarnings("serial")
    private static final class SeenByOther extends Exception {

        private final Future<?> other;

        SeenByOther(Future<?> other) {
            this.other = other;
        }
    }
}
