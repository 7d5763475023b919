package dev.mink.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mink.AppendResult;
import dev.mink.DuplicateEventIdException;
import dev.mink.ExpectedVersion;
import dev.mink.StreamId;
import dev.mink.spi.AppendRequest;
import dev.mink.spi.NewEvent;
import dev.mink.spi.StoredEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Appends with event ids that are stored already: repetitions do nothing, anything else is refused. */
abstract class RepetitionSuite<T> extends Suite<T> {

    private static final StreamId A = StreamId.of("Payment", "a");
    private static final StreamId B = StreamId.of("Payment", "b");

    @Test
    void a_repeated_append_gives_the_first_result() {
        NewEvent[] events = Events.many(3);
        AppendResult first = append(A, ExpectedVersion.any(), events);
        append(A, 2);
        append(B, 2);

        assertThat(append(A, ExpectedVersion.any(), events)).isEqualTo(repeated(first));
    }

    @Test
    void a_repeated_append_writes_nothing() {
        NewEvent[] events = Events.many(3);
        append(A, ExpectedVersion.any(), events);
        append(A, ExpectedVersion.any(), events);
        append(A, ExpectedVersion.any(), events);

        assertThat(ids(feed())).isEqualTo(ids(events));
        assertThat(append(A, 1).version()).isEqualTo(4);
    }

    @Test
    void a_single_event_is_appended_once_however_often_it_is_repeated() {
        NewEvent event = Events.one();
        AppendResult first = append(A, ExpectedVersion.noStream(), event);

        assertThat(append(A, ExpectedVersion.noStream(), event)).isEqualTo(repeated(first));
        assertThat(append(A, ExpectedVersion.noStream(), event)).isEqualTo(repeated(first));
        assertThat(ids(read(A))).containsExactly(event.id());
    }

    @Test
    void a_repetition_is_recognised_whatever_was_expected() {
        append(A, 1);
        NewEvent[] events = Events.many(2);
        AppendResult first = append(A, ExpectedVersion.exactly(1), events);
        append(A, 4);

        for (ExpectedVersion expected : List.of(
                ExpectedVersion.exactly(1),
                ExpectedVersion.exactly(7),
                ExpectedVersion.exactly(99),
                ExpectedVersion.noStream(),
                ExpectedVersion.exists(),
                ExpectedVersion.any())) {
            assertThat(append(A, expected, events)).as("expecting " + expected).isEqualTo(repeated(first));
        }
        assertThat(read(A)).hasSize(7);
    }

    @Test
    void a_repeated_append_to_several_streams_gives_the_first_results() {
        append(B, 2);
        AppendRequest request = request(
                to(A, ExpectedVersion.noStream(), Events.many(2)), to(B, ExpectedVersion.exactly(2), Events.many(3)));
        List<AppendResult> first = storage.append(request);
        append(A, 1);
        append(B, 1);

        assertThat(storage.append(request)).containsExactly(repeated(first.get(0)), repeated(first.get(1)));
        assertThat(feed()).hasSize(9);
    }

    @Test
    void a_part_of_an_earlier_append_is_a_repetition() {
        NewEvent[] events = Events.many(3);
        append(A, ExpectedVersion.any(), events);
        StoredEvent second = read(A).get(1);

        assertThat(append(A, ExpectedVersion.any(), events[0], events[1]))
                .isEqualTo(new AppendResult(A, 2, second.position(), true));
        assertThat(read(A)).hasSize(3);
    }

    @Test
    void what_came_in_two_appends_is_repeated_in_one() {
        NewEvent[] events = Events.many(2);
        append(A, ExpectedVersion.any(), events[0]);
        AppendResult second = append(A, ExpectedVersion.any(), events[1]);

        assertThat(append(A, ExpectedVersion.any(), events)).isEqualTo(repeated(second));
        assertThat(read(A)).hasSize(2);
    }

    @Test
    void an_append_with_new_events_behind_stored_ones_is_refused() {
        NewEvent stored = Events.one();
        append(A, ExpectedVersion.any(), stored);

        assertRefused(request(to(A, stored, Events.one())), A, stored);
    }

    @Test
    void an_append_with_new_events_before_stored_ones_is_refused() {
        NewEvent stored = Events.one();
        append(A, ExpectedVersion.any(), stored);

        assertRefused(request(to(A, Events.one(), stored)), A, stored);
    }

    @Test
    void an_id_that_is_stored_in_another_stream_is_refused() {
        NewEvent stored = Events.one();
        append(A, ExpectedVersion.any(), stored);

        assertRefused(request(to(B, stored)), B, stored);
    }

    @Test
    void stored_ids_in_another_order_are_refused() {
        NewEvent[] events = Events.many(2);
        append(A, ExpectedVersion.any(), events);

        assertRefused(request(to(A, events[1], events[0])), A, events);
    }

    @Test
    void stored_ids_with_a_gap_between_them_are_refused() {
        NewEvent[] events = Events.many(3);
        append(A, ExpectedVersion.any(), events);

        assertRefused(request(to(A, events[0], events[2])), A, events);
    }

    @Test
    void a_stored_id_for_an_event_of_another_type_is_refused() {
        NewEvent stored = Events.one();
        append(A, ExpectedVersion.any(), stored);
        NewEvent other = new NewEvent(stored.id(), "Renamed", 1, stored.payload(), stored.metadata());

        assertRefused(request(to(A, other)), A, stored);
    }

    @Test
    void an_append_that_is_new_for_one_of_its_streams_only_is_refused() {
        NewEvent stored = Events.one();
        append(A, ExpectedVersion.any(), stored);
        List<StoredEvent> before = feed();

        assertThatExceptionOfType(DuplicateEventIdException.class)
                .isThrownBy(() -> storage.append(request(to(A, stored), to(B, Events.one()))));
        assertThatExceptionOfType(DuplicateEventIdException.class)
                .isThrownBy(() -> storage.append(request(to(B, Events.one()), to(A, stored))));
        assertThat(feed()).isEqualTo(before).hasSize(1);
    }

    @Test
    void stored_ids_that_changed_places_between_two_streams_are_refused() {
        NewEvent toA = Events.one();
        NewEvent toB = Events.one();
        storage.append(request(to(A, toA), to(B, toB)));
        List<StoredEvent> before = feed();

        assertThatExceptionOfType(DuplicateEventIdException.class)
                .isThrownBy(() -> storage.append(request(to(A, toB), to(B, toA))));
        assertThat(feed()).isEqualTo(before).hasSize(2);
    }

    @Test
    void after_a_refused_duplicate_both_streams_go_on_without_a_gap() {
        NewEvent stored = Events.one();
        append(A, ExpectedVersion.any(), stored);
        assertRefused(request(to(B, Events.one(), stored)), B, stored);

        assertThat(append(A, ExpectedVersion.exactly(1), Events.one()).version())
                .isEqualTo(2);
        assertThat(append(B, ExpectedVersion.noStream(), Events.one()).version())
                .isEqualTo(1);
    }

    /** Refused with the stream of the append and one of the stored ids, and nothing changed. */
    private void assertRefused(AppendRequest request, StreamId stream, NewEvent... stored) {
        List<StoredEvent> before = feed();

        assertThatExceptionOfType(DuplicateEventIdException.class)
                .isThrownBy(() -> storage.append(request))
                .satisfies(refusal -> {
                    assertThat(refusal.stream()).isEqualTo(stream);
                    assertThat(refusal.eventId()).isIn(ids(stored));
                });
        assertThat(feed()).isEqualTo(before);
    }

    private static AppendResult repeated(AppendResult first) {
        assertThat(first.repeated()).as("the first append is not a repetition").isFalse();
        return new AppendResult(first.stream(), first.version(), first.position(), true);
    }
}
