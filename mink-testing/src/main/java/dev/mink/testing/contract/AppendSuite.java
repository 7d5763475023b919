package dev.mink.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mink.AppendResult;
import dev.mink.ConcurrencyException;
import dev.mink.ExpectedVersion;
import dev.mink.StreamId;
import dev.mink.spi.NewEvent;
import dev.mink.spi.StoredEvent;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Appends to one stream: what is expected of it, its versions, and the result. */
abstract class AppendSuite<T> extends Suite<T> {

    private static final StreamId ORDER = StreamId.of("Order", "1");
    private static final StreamId OTHER = StreamId.of("Order", "2");

    @Test
    void the_first_event_of_a_stream_has_version_1() {
        append(ORDER, ExpectedVersion.any(), Events.one());

        assertThat(versions(read(ORDER))).containsExactly(1L);
    }

    @Test
    void versions_are_dense_over_several_appends() {
        append(ORDER, 1);
        append(ORDER, 3);
        append(ORDER, 2);

        assertThat(versions(read(ORDER))).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    }

    @Test
    void versions_of_one_stream_do_not_depend_on_other_streams() {
        append(ORDER, 2);
        append(OTHER, 3);
        append(ORDER, 1);

        assertThat(versions(read(ORDER))).containsExactly(1L, 2L, 3L);
        assertThat(versions(read(OTHER))).containsExactly(1L, 2L, 3L);
    }

    @Test
    void events_of_one_append_keep_their_order() {
        NewEvent[] events = Events.many(20);
        append(ORDER, ExpectedVersion.any(), events);

        assertThat(ids(read(ORDER))).isEqualTo(ids(events));
        assertThat(ids(feed())).isEqualTo(ids(events));
    }

    @Test
    void positions_start_at_1_or_later_and_ascend_from_append_to_append() {
        append(ORDER, 2);
        append(OTHER, 2);
        append(ORDER, 2);

        List<Long> positions = positions(feed());
        assertThat(positions).hasSize(6).doesNotHaveDuplicates().isSorted();
        assertThat(positions.get(0)).isPositive();
    }

    @Test
    void the_result_names_the_stream_and_the_last_event_of_the_append() {
        append(OTHER, 4);
        append(ORDER, 2);
        AppendResult result = append(ORDER, 3);

        StoredEvent last = read(ORDER).get(4);
        assertThat(result).isEqualTo(new AppendResult(ORDER, 5, last.position(), false));
    }

    @Test
    void thousands_of_events_in_one_append_are_kept_in_order() {
        NewEvent[] events = Events.many(5000);
        AppendResult result = append(ORDER, ExpectedVersion.noStream(), events);

        List<StoredEvent> stored = read(ORDER);
        assertThat(result.version()).isEqualTo(5000);
        assertThat(ids(stored)).isEqualTo(ids(events));
        assertThat(versions(stored))
                .isEqualTo(LongStream.rangeClosed(1, 5000).boxed().toList());
        assertThat(positions(stored)).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void any_accepts_a_stream_that_does_not_exist() {
        assertThat(append(ORDER, ExpectedVersion.any(), Events.many(2)).version())
                .isEqualTo(2);
    }

    @Test
    void any_accepts_a_stream_that_exists() {
        append(ORDER, 2);

        assertThat(append(ORDER, ExpectedVersion.any(), Events.one()).version()).isEqualTo(3);
    }

    @Test
    void no_stream_accepts_a_stream_that_does_not_exist() {
        append(OTHER, 1);

        assertThat(append(ORDER, ExpectedVersion.noStream(), Events.one()).version())
                .isEqualTo(1);
    }

    @Test
    void no_stream_refuses_a_stream_that_exists() {
        append(ORDER, 2);

        assertRefused(ORDER, ExpectedVersion.noStream(), 2);
    }

    @Test
    void exists_accepts_a_stream_that_exists() {
        append(ORDER, 2);

        assertThat(append(ORDER, ExpectedVersion.exists(), Events.one()).version())
                .isEqualTo(3);
    }

    @Test
    void exists_refuses_a_stream_that_does_not_exist() {
        append(OTHER, 1);

        assertRefused(ORDER, ExpectedVersion.exists(), 0);
    }

    @Test
    void exactly_accepts_a_stream_at_that_version() {
        append(ORDER, 2);

        assertThat(append(ORDER, ExpectedVersion.exactly(2), Events.many(2)).version())
                .isEqualTo(4);
    }

    @Test
    void exactly_0_accepts_a_stream_that_does_not_exist() {
        assertThat(append(ORDER, ExpectedVersion.exactly(0), Events.one()).version())
                .isEqualTo(1);
    }

    @Test
    void a_stale_version_is_refused() {
        append(ORDER, 3);

        assertRefused(ORDER, ExpectedVersion.exactly(2), 3);
    }

    @Test
    void a_version_ahead_of_the_stream_is_refused_so_that_no_gap_can_arise() {
        append(ORDER, 3);

        assertRefused(ORDER, ExpectedVersion.exactly(5), 3);
    }

    @Test
    void a_version_of_a_stream_that_does_not_exist_is_refused() {
        append(OTHER, 1);

        assertRefused(ORDER, ExpectedVersion.exactly(1), 0);
    }

    @Test
    void an_append_of_several_events_to_a_stale_version_is_refused_as_a_whole() {
        append(ORDER, 3);
        List<StoredEvent> before = feed();

        assertThatExceptionOfType(ConcurrencyException.class)
                .isThrownBy(() -> append(ORDER, ExpectedVersion.exactly(1), Events.many(5)));
        assertThat(feed()).isEqualTo(before);
    }

    @Test
    void after_a_refusal_the_stream_goes_on_without_a_gap() {
        append(ORDER, 1);
        assertRefused(ORDER, ExpectedVersion.noStream(), 1);
        append(ORDER, ExpectedVersion.exactly(1), Events.one());

        assertThat(versions(read(ORDER))).containsExactly(1L, 2L);
    }

    /** Refused with everything that helps, and nothing changed. */
    private void assertRefused(StreamId stream, ExpectedVersion expected, long actual) {
        List<StoredEvent> before = feed();
        long last = storage.lastPosition();

        assertThatExceptionOfType(ConcurrencyException.class)
                .isThrownBy(() -> append(stream, expected, Events.one()))
                .satisfies(refusal -> {
                    assertThat(refusal.stream()).isEqualTo(stream);
                    assertThat(refusal.expected()).isEqualTo(expected);
                    assertThat(refusal.actual()).isEqualTo(actual);
                });
        assertThat(feed()).isEqualTo(before);
        assertThat(read(stream)).hasSize((int) actual);
        assertThat(storage.lastPosition()).isEqualTo(last);
    }
}
