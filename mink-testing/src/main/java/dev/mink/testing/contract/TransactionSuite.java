package dev.mink.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mink.AppendResult;
import dev.mink.ConcurrencyException;
import dev.mink.DuplicateEventIdException;
import dev.mink.ExpectedVersion;
import dev.mink.StreamId;
import dev.mink.StreamQuery;
import dev.mink.spi.EventFilter;
import dev.mink.spi.EventLog;
import dev.mink.spi.EventStorage.Work;
import dev.mink.spi.FeedRange;
import dev.mink.spi.NewEvent;
import dev.mink.spi.StoredEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Transactions: what happens in one, and what remains of it. */
abstract class TransactionSuite<T> extends Suite<T> {

    private static final StreamId A = StreamId.of("Account", "a");
    private static final StreamId B = StreamId.of("Account", "b");

    @Test
    void a_transaction_gives_what_its_work_gives() {
        AppendResult result = append(A, 1);
        String given = storage.transact(transaction -> "done");

        assertThat(given).isEqualTo("done");
        assertThat(feed()).extracting(StoredEvent::position).containsExactly(result.position());
    }

    @Test
    void what_a_transaction_appended_is_there_after_its_commit() {
        NewEvent[] events = Events.many(2);
        AppendResult result = storage.transact(
                transaction -> append(storage.within(transaction), A, ExpectedVersion.noStream(), events));

        assertThat(ids(read(A))).isEqualTo(ids(events));
        assertThat(ids(feed())).isEqualTo(ids(events));
        assertThat(result).isEqualTo(new AppendResult(A, 2, feed().get(1).position(), false));
        assertThat(storage.lastPosition()).isEqualTo(result.position());
        assertThat(storage.safePosition()).isEqualTo(result.position());
    }

    @Test
    void what_a_transaction_appended_is_gone_when_its_work_throws() {
        append(A, 1);
        IllegalStateException failure = new IllegalStateException("rejected");

        assertThatThrownBy(() -> appendAndThrow(failure)).isSameAs(failure);
        assertOnlyTheFirstEventIsThere();
    }

    @Test
    void a_checked_exception_of_the_work_passes_as_it_is() {
        append(A, 1);
        Exception failure = new Rejected();

        assertThatThrownBy(() -> appendAndThrow(failure)).isSameAs(failure);
        assertOnlyTheFirstEventIsThere();
    }

    @Test
    void an_error_of_the_work_rolls_back_too() {
        append(A, 1);
        AssertionError failure = new AssertionError("broken");

        assertThatThrownBy(() -> storage.transact(transaction -> {
                    append(storage.within(transaction), A, ExpectedVersion.any(), Events.one());
                    throw failure;
                }))
                .isSameAs(failure);
        assertOnlyTheFirstEventIsThere();
    }

    @Test
    void after_a_rollback_its_events_can_be_appended_again() {
        NewEvent event = Events.one();
        assertThatThrownBy(() -> storage.transact(transaction -> {
                    append(storage.within(transaction), A, ExpectedVersion.noStream(), event);
                    throw new Rejected();
                }))
                .isInstanceOf(Rejected.class);

        AppendResult result = append(A, ExpectedVersion.noStream(), event);
        assertThat(result.version()).isEqualTo(1);
        assertThat(result.repeated()).isFalse();
    }

    @Test
    void several_appends_of_one_transaction_continue_each_other() {
        List<AppendResult> results = storage.transact(transaction -> {
            EventLog log = storage.within(transaction);
            return List.of(
                    append(log, A, ExpectedVersion.noStream(), Events.many(2)),
                    append(log, B, ExpectedVersion.noStream(), Events.one()),
                    append(log, A, ExpectedVersion.exactly(2), Events.one()));
        });

        assertThat(results).extracting(AppendResult::version).containsExactly(2L, 1L, 3L);
        assertThat(feed()).extracting(StoredEvent::stream).containsExactly(A, A, B, A);
        assertThat(versions(read(A))).containsExactly(1L, 2L, 3L);
        assertThat(positions(feed())).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void several_transactions_continue_each_other() {
        for (int i = 0; i < 3; i++) {
            long version = i;
            storage.transact(transaction ->
                    append(storage.within(transaction), A, ExpectedVersion.exactly(version), Events.one()));
        }

        assertThat(versions(read(A))).containsExactly(1L, 2L, 3L);
    }

    @Test
    void a_transaction_reads_what_it_has_appended() {
        append(A, 1);
        NewEvent event = Events.one();
        storage.transact(transaction -> {
            EventLog log = storage.within(transaction);
            AppendResult result = append(log, A, ExpectedVersion.exactly(1), event);
            append(log, B, ExpectedVersion.noStream(), Events.many(3));

            assertThat(ids(log.readStream(StreamQuery.of(A)))).hasSize(2).endsWith(event.id());
            assertThat(ids(log.readFeed(new FeedRange(0, result.position(), EventFilter.all(), ALL))))
                    .endsWith(event.id());
            assertThat(log.streamInfo(A)).map(info -> info.version()).contains(2L);
            assertThat(log.streams("", "", ALL))
                    .extracting(info -> info.version())
                    .containsExactly(2L, 3L);
            return result;
        });

        assertThat(read(A)).hasSize(2);
    }

    @Test
    void a_transaction_reads_what_was_committed_before() {
        append(A, 2);
        storage.transact(transaction -> {
            EventLog log = storage.within(transaction);
            assertThat(log.readStream(StreamQuery.of(A))).isEqualTo(read(A)).hasSize(2);
            assertThat(log.lastPosition()).isEqualTo(storage.lastPosition());
            assertThat(log.safePosition()).isEqualTo(storage.safePosition()).isPositive();
            return log;
        });

        assertThat(read(A)).hasSize(2);
    }

    @Test
    void a_conflict_passes_out_of_the_transaction_and_takes_its_other_appends_with_it() {
        append(A, 1);

        assertThatThrownBy(() -> storage.transact(transaction -> {
                    EventLog log = storage.within(transaction);
                    append(log, B, ExpectedVersion.noStream(), Events.one());
                    return append(log, A, ExpectedVersion.exactly(4), Events.one());
                }))
                .isInstanceOfSatisfying(ConcurrencyException.class, refusal -> {
                    assertThat(refusal.stream()).isEqualTo(A);
                    assertThat(refusal.expected()).isEqualTo(ExpectedVersion.exactly(4));
                    assertThat(refusal.actual()).isEqualTo(1);
                });
        assertOnlyTheFirstEventIsThere();
    }

    @Test
    void a_conflict_with_an_append_of_the_same_transaction_is_found() {
        append(A, 1);

        assertThatThrownBy(() -> storage.transact(transaction -> {
                    EventLog log = storage.within(transaction);
                    append(log, B, ExpectedVersion.noStream(), Events.many(2));
                    return append(log, B, ExpectedVersion.noStream(), Events.one());
                }))
                .isInstanceOfSatisfying(
                        ConcurrencyException.class,
                        refusal -> assertThat(refusal.actual()).isEqualTo(2));
        assertOnlyTheFirstEventIsThere();
    }

    @Test
    void an_append_is_repeated_within_a_transaction() {
        NewEvent before = Events.one();
        NewEvent within = Events.one();
        AppendResult first = append(A, ExpectedVersion.noStream(), before);
        storage.transact(transaction -> {
            EventLog log = storage.within(transaction);
            AppendResult second = append(log, A, ExpectedVersion.exactly(1), within);

            assertThat(append(log, A, ExpectedVersion.noStream(), before))
                    .isEqualTo(new AppendResult(A, 1, first.position(), true));
            assertThat(append(log, A, ExpectedVersion.exactly(1), within))
                    .isEqualTo(new AppendResult(A, 2, second.position(), true));
            return second;
        });

        assertThat(ids(read(A))).containsExactly(before.id(), within.id());
    }

    @Test
    void a_used_event_id_is_refused_within_a_transaction() {
        NewEvent used = Events.one();
        append(A, ExpectedVersion.noStream(), used);

        assertThatThrownBy(() -> storage.transact(
                        transaction -> append(storage.within(transaction), B, ExpectedVersion.noStream(), used)))
                .isInstanceOfSatisfying(
                        DuplicateEventIdException.class,
                        refusal -> assertThat(refusal.eventId()).isEqualTo(used.id()));
        assertOnlyTheFirstEventIsThere();
    }

    @Test
    void a_rollback_leaves_no_position_that_is_not_safe() {
        AppendResult before = append(A, 1);
        assertThatThrownBy(() -> appendAndThrow(new Rejected())).isInstanceOf(Rejected.class);

        assertThat(storage.lastPosition()).isEqualTo(before.position());
        assertThat(storage.safePosition()).isEqualTo(before.position());
        AppendResult after = append(A, 1);
        assertThat(storage.lastPosition()).isEqualTo(after.position()).isGreaterThan(before.position());
        assertThat(storage.safePosition()).isEqualTo(after.position());
    }

    private void appendAndThrow(Exception failure) throws Exception {
        storage.transact((Work<T, Object, Exception>) transaction -> {
            EventLog log = storage.within(transaction);
            append(log, A, ExpectedVersion.any(), Events.many(2));
            append(log, B, ExpectedVersion.any(), Events.one());
            throw failure;
        });
    }

    private void assertOnlyTheFirstEventIsThere() {
        assertThat(feed()).hasSize(1);
        assertThat(versions(read(A))).containsExactly(1L);
        assertThat(storage.streamInfo(A)).map(info -> info.version()).contains(1L);
        assertThat(read(B)).isEmpty();
        assertThat(storage.streamInfo(B)).isEmpty();
        assertThat(storage.streams("", "", ALL)).hasSize(1);
        assertThat(append(A, ExpectedVersion.exactly(1), Events.one()).version())
                .isEqualTo(2);
    }

    @SuppressWarnings("serial")
    private static final class Rejected extends Exception {}
}
