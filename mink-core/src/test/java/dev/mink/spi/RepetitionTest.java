package dev.mink.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mink.AppendResult;
import dev.mink.DuplicateEventIdException;
import dev.mink.ExpectedVersion;
import dev.mink.Metadata;
import dev.mink.StreamId;
import dev.mink.schema.Payload;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RepetitionTest {

    private static final StreamId A = StreamId.of("Order", "a");
    private static final StreamId B = StreamId.of("Order", "b");
    private static final Payload JSON = Payload.json("{}".getBytes(StandardCharsets.UTF_8));

    private static NewEvent event(int id) {
        return new NewEvent(new UUID(0, id), "Happened", 1, JSON, Metadata.empty());
    }

    private static StoredEvent stored(int id, StreamId stream, long version, long position) {
        return stored(id, stream, version, position, "Happened");
    }

    private static StoredEvent stored(int id, StreamId stream, long version, long position, String type) {
        return new StoredEvent(
                position, stream, version, new UUID(0, id), type, 1, JSON, Metadata.empty(), Instant.EPOCH);
    }

    private static StreamAppend to(StreamId stream, int... ids) {
        return new StreamAppend(
                stream,
                ExpectedVersion.any(),
                java.util.Arrays.stream(ids).mapToObj(RepetitionTest::event).toList());
    }

    private static AppendRequest request(StreamAppend... streams) {
        return new AppendRequest(List.of(streams));
    }

    private static void assertRefused(AppendRequest request, int culprit, String detail, StoredEvent... found) {
        assertThatExceptionOfType(DuplicateEventIdException.class)
                .isThrownBy(() -> Repetition.firstResult(request, List.of(found)))
                .withMessageContaining("event id " + new UUID(0, culprit) + " of an append to ")
                .withMessageContaining(detail)
                .satisfies(e -> assertThat(e.eventId()).isEqualTo(new UUID(0, culprit)));
    }

    @Test
    void an_append_none_of_whose_ids_is_stored_is_new() {
        assertThat(Repetition.firstResult(request(to(A, 1, 2)), List.of())).isEmpty();
    }

    @Test
    void an_append_all_of_whose_ids_are_stored_in_place_is_repeated_whatever_the_order_they_are_found_in() {
        List<StoredEvent> found = new ArrayList<>(
                List.of(stored(1, A, 4, 10), stored(2, A, 5, 11), stored(3, B, 1, 12), stored(4, B, 2, 15)));
        for (int i = 0; i < 4; i++) {
            Collections.rotate(found, 1);
            assertThat(Repetition.firstResult(request(to(A, 1, 2), to(B, 3, 4)), found))
                    .contains(List.of(new AppendResult(A, 5, 11, true), new AppendResult(B, 2, 15, true)));
        }
    }

    @Test
    void the_beginning_of_an_earlier_append_is_a_repetition_too() {
        assertThat(Repetition.firstResult(request(to(A, 1)), List.of(stored(1, A, 1, 1))))
                .contains(List.of(new AppendResult(A, 1, 1, true)));
    }

    @Test
    void a_new_id_among_stored_ones_is_refused() {
        String detail = "it is the Happened at version 1 of Order-a, while event id " + new UUID(0, 2)
                + " of the same append is new; give a new event a new id";
        assertRefused(request(to(A, 1, 2)), 1, detail, stored(1, A, 1, 1));
        assertRefused(request(to(B, 2), to(A, 1)), 1, detail, stored(1, A, 1, 1));
        assertRefused(request(to(A, 1), to(B, 2)), 1, detail, stored(1, A, 1, 1));
    }

    @Test
    void an_id_stored_in_another_stream_is_refused() {
        assertRefused(request(to(B, 1)), 1, "it is the Happened at version 1 of Order-a", stored(1, A, 1, 1));
    }

    @Test
    void an_id_stored_with_another_type_is_refused() {
        assertRefused(
                request(to(A, 1)), 1, "it is the Vanished at version 1 of Order-a", stored(1, A, 1, 1, "Vanished"));
    }

    @Test
    void ids_stored_in_another_order_or_with_others_between_are_refused() {
        assertRefused(request(to(A, 2, 1)), 1, "at version 1", stored(1, A, 1, 1), stored(2, A, 2, 2));
        assertRefused(request(to(A, 1, 2)), 2, "at version 3", stored(1, A, 1, 1), stored(2, A, 3, 3));
    }

    @Test
    void an_append_without_events_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Repetition.firstResult(request(to(A, 1), to(B)), List.of(stored(1, A, 1, 1))))
                .withMessage("no events to append to Order-b");
    }

    @Test
    void requests_and_filters_are_copies() {
        List<NewEvent> events = new ArrayList<>(List.of(event(1)));
        StreamAppend append = new StreamAppend(A, ExpectedVersion.any(), events);
        List<StreamAppend> streams = new ArrayList<>(List.of(append));
        AppendRequest request = new AppendRequest(streams);
        Set<String> types = new java.util.HashSet<>(Set.of("Happened"));
        EventFilter filter = new EventFilter(types, Set.of(), Set.of());
        events.clear();
        streams.clear();
        types.clear();

        assertThat(request.streams()).containsExactly(append);
        assertThat(append.events()).hasSize(1);
        assertThat(filter.types()).containsExactly("Happened");
        assertThat(Stream.of(
                        EventFilter.all().types(),
                        EventFilter.all().categories(),
                        EventFilter.all().streams()))
                .allMatch(Set::isEmpty);
    }
}
