package dev.mink.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.StreamId;
import dev.mink.spi.Checkpoint;
import dev.mink.spi.ParkedEvent;
import dev.mink.spi.PartitionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Events that a projection could not process: kept in order, counted, and taken out again. */
abstract class ParkingSuite<T> extends ReadModelSuite<T> {

    private static final StreamId A = StreamId.of("Account", "a");
    private static final StreamId B = StreamId.of("Account", "b");
    private static final StreamId C = StreamId.of("Account", "c");
    private static final String ERROR = "Ä ' \\ \ud83d\ude00 \n" + "x".repeat(10_000);

    private static ParkedEvent event(
            PartitionId id, long position, StreamId stream, @Nullable String error, int attempts) {
        return new ParkedEvent(id, position, stream, position * 10, "Type", error, attempts, Instant.EPOCH);
    }

    private void park(PartitionId id, ParkedEvent... events) {
        run(transaction -> {
            assertThat(projections.hold(transaction, id)).isPresent();
            projections.park(transaction, id, List.of(events));
        });
    }

    private List<ParkedEvent> parked(PartitionId id) {
        return projections.parked(id.projection(), id.generation(), null, 0, ALL);
    }

    /** The same without the times, which are the storage's. */
    private static List<ParkedEvent> timeless(List<ParkedEvent> events) {
        List<ParkedEvent> timeless = new ArrayList<>();
        for (ParkedEvent event : events) {
            timeless.add(new ParkedEvent(
                    event.partition(),
                    event.position(),
                    event.stream(),
                    event.version(),
                    event.type(),
                    event.error(),
                    event.attempts(),
                    Instant.EPOCH));
        }
        return timeless;
    }

    private long count(PartitionId id) {
        long held = storage.transact(transaction ->
                projections.hold(transaction, id).map(Checkpoint::parked).orElseThrow());
        assertThat(partition(id).parked()).isEqualTo(held);
        return held;
    }

    @Test
    void events_come_back_as_they_were_parked_in_the_order_of_their_positions() {
        PartitionId id = add(SALES, 2).partitions().get(0).id();
        PartitionId other = new PartitionId(SALES, 1, 1);
        ParkedEvent second = event(id, 5, A, ERROR, 3);
        ParkedEvent fourth = event(id, 9, A, null, 0);
        ParkedEvent first = event(other, 4, B, "broken", 1);
        ParkedEvent third = event(id, 6, C, "", 1);
        park(id, fourth, second);
        park(id, third);
        park(id);
        park(other, first);

        assertThat(timeless(parked(id))).containsExactly(first, second, third, fourth);
        assertThat(parked(id)).extracting(ParkedEvent::at).doesNotContain(Instant.EPOCH);
        assertThat(count(id)).isEqualTo(3);
        assertThat(count(other)).isEqualTo(1);
    }

    @Test
    void parked_events_are_read_by_streams_and_page_by_page() {
        PartitionId id = add(SALES, 1).partitions().get(0).id();
        for (int i = 1; i <= 10; i++) {
            park(id, event(id, i, i % 2 == 0 ? A : B, null, 0));
        }

        assertThat(positions(id, null, 0, 3)).containsExactly(1L, 2L, 3L);
        assertThat(positions(id, null, 3, 3)).containsExactly(4L, 5L, 6L);
        assertThat(positions(id, null, 9, 3)).containsExactly(10L);
        assertThat(positions(id, null, 10, 3)).isEmpty();
        assertThat(positions(id, A, 2, 2)).containsExactly(4L, 6L);
        assertThat(positions(id, B, 0, ALL)).containsExactly(1L, 3L, 5L, 7L, 9L);
        assertThat(positions(id, C, 0, ALL)).isEmpty();
    }

    private List<Long> positions(PartitionId id, @Nullable StreamId stream, long after, int limit) {
        return projections.parked(id.projection(), id.generation(), stream, after, limit).stream()
                .map(ParkedEvent::position)
                .toList();
    }

    @Test
    void streams_with_parked_events_are_told_from_others() {
        PartitionId id = add(SALES, 2).partitions().get(0).id();
        PartitionId other = new PartitionId(SALES, 1, 1);
        park(id, event(id, 1, A, "broken", 3), event(id, 2, A, null, 0), event(id, 3, C, "broken", 3));
        park(other, event(other, 4, B, "broken", 3));

        run(transaction -> {
            assertThat(projections.parkedAmong(transaction, id, Set.of(A, B))).containsExactly(A);
            assertThat(projections.parkedAmong(transaction, id, Set.of(B))).isEmpty();
            assertThat(projections.parkedAmong(transaction, id, Set.of())).isEmpty();
            assertThat(projections.parkedAmong(transaction, other, Set.of(A, B, C)))
                    .containsExactly(B);
        });
    }

    @Test
    void an_event_that_is_taken_out_is_gone_and_not_counted_any_more() {
        PartitionId id = add(SALES, 1).partitions().get(0).id();
        park(id, event(id, 1, A, "broken", 3), event(id, 2, A, null, 0));

        run(transaction -> {
            assertThat(projections.hold(transaction, id)).contains(new Checkpoint(0, false, 2));
            assertThat(projections.unpark(transaction, id, 1)).isTrue();
            assertThat(projections.unpark(transaction, id, 1)).isFalse();
            assertThat(projections.unpark(transaction, id, 7)).isFalse();
            assertThat(projections.hold(transaction, id)).contains(new Checkpoint(0, false, 1));
            assertThat(projections.parkedAmong(transaction, id, Set.of(A))).containsExactly(A);
        });
        assertThat(parked(id)).extracting(ParkedEvent::position).containsExactly(2L);

        run(transaction -> {
            assertThat(projections.unpark(transaction, id, 2)).isTrue();
            assertThat(projections.parkedAmong(transaction, id, Set.of(A))).isEmpty();
        });
        assertThat(parked(id)).isEmpty();
        assertThat(count(id)).isZero();
    }

    @Test
    void an_event_that_fails_again_is_parked_with_its_new_error_and_counted_once() {
        PartitionId id = add(SALES, 1).partitions().get(0).id();
        park(id, event(id, 1, A, "broken", 3), event(id, 2, A, null, 0));
        List<ParkedEvent> before = parked(id);

        park(id, event(id, 1, A, "still broken", 4), event(id, 3, B, "broken", 1));

        assertThat(timeless(parked(id)))
                .containsExactly(
                        event(id, 1, A, "still broken", 4), event(id, 2, A, null, 0), event(id, 3, B, "broken", 1));
        assertThat(parked(id).get(0).at()).isEqualTo(before.get(0).at());
        assertThat(count(id)).isEqualTo(3);
    }

    @Test
    void what_is_rolled_back_has_not_happened_to_parked_events() {
        PartitionId id = add(SALES, 1).partitions().get(0).id();
        park(id, event(id, 1, A, "broken", 3));
        List<ParkedEvent> before = parked(id);

        rollBack(transaction -> {
            projections.park(transaction, id, List.of(event(id, 1, A, "again", 4), event(id, 2, B, "broken", 3)));
            assertThat(projections.unpark(transaction, id, 1)).isTrue();
        });

        assertThat(parked(id)).isEqualTo(before);
        assertThat(count(id)).isEqualTo(1);
    }

    @Test
    void generations_park_for_themselves_and_take_what_they_have_parked_with_them() {
        PartitionId first = add(SALES, 1).partitions().get(0).id();
        PartitionId second = add(SALES, 1).partitions().get(0).id();
        PartitionId stock = add("stock", 1).partitions().get(0).id();
        park(first, event(first, 1, A, "broken", 3));
        park(second, event(second, 1, A, "broken", 2));
        park(stock, event(stock, 1, A, "broken", 1));

        assertThat(timeless(parked(first))).containsExactly(event(first, 1, A, "broken", 3));
        run(transaction -> projections.remove(transaction, SALES, 1));

        assertThat(parked(first)).isEmpty();
        assertThat(timeless(parked(second))).containsExactly(event(second, 1, A, "broken", 2));
        assertThat(timeless(parked(stock))).containsExactly(event(stock, 1, A, "broken", 1));
    }

    @Test
    void a_failure_of_the_program_is_not_transient() {
        assertThat(projections.isTransient(new IllegalStateException("broken", new RuntimeException("cause"))))
                .isFalse();
    }
}
