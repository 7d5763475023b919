package dev.mink.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.StreamId;
import dev.mink.StreamQuery;
import dev.mink.spi.StoredEvent;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads of one stream, which has ten events among those of another. */
abstract class StreamReadSuite<T> extends Suite<T> {

    private static final StreamId ORDER = StreamId.of("Order", "1");
    private static final StreamId OTHER = StreamId.of("Order", "2");
    private static final StreamQuery QUERY = StreamQuery.of(ORDER);

    @BeforeEach
    void appendTenEvents() {
        for (int i = 0; i < 5; i++) {
            storage.append(request(to(ORDER, Events.many(2)), to(OTHER, Events.one())));
        }
    }

    @Test
    void a_stream_is_read_from_its_first_to_its_last_event() {
        assertThat(versionsOf(QUERY)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
    }

    @Test
    void only_events_of_the_stream_are_read() {
        assertThat(storage.readStream(QUERY))
                .hasSize(10)
                .allSatisfy(event -> assertThat(event.stream()).isEqualTo(ORDER));
    }

    @Test
    void a_read_backwards_begins_with_the_last_event() {
        assertThat(versionsOf(QUERY.backwards())).containsExactly(10L, 9L, 8L, 7L, 6L, 5L, 4L, 3L, 2L, 1L);
    }

    @Test
    void a_read_from_a_version_includes_it() {
        assertThat(versionsOf(QUERY.from(8))).containsExactly(8L, 9L, 10L);
    }

    @Test
    void a_read_through_a_version_includes_it() {
        assertThat(versionsOf(QUERY.through(3))).containsExactly(1L, 2L, 3L);
    }

    @Test
    void a_range_of_versions_includes_both_ends() {
        assertThat(versionsOf(QUERY.from(4).through(6))).containsExactly(4L, 5L, 6L);
        assertThat(versionsOf(QUERY.from(5).through(5))).containsExactly(5L);
    }

    @Test
    void a_range_is_read_backwards_from_its_end_to_its_start() {
        assertThat(versionsOf(QUERY.from(4).through(6).backwards())).containsExactly(6L, 5L, 4L);
    }

    @Test
    void a_limit_takes_the_oldest_of_a_read_forwards() {
        assertThat(versionsOf(QUERY.limit(2))).containsExactly(1L, 2L);
        assertThat(versionsOf(QUERY.from(5).limit(2))).containsExactly(5L, 6L);
    }

    @Test
    void a_limit_takes_the_newest_of_a_read_backwards() {
        assertThat(versionsOf(QUERY.backwards().limit(2))).containsExactly(10L, 9L);
        assertThat(versionsOf(QUERY.through(5).backwards().limit(2))).containsExactly(5L, 4L);
    }

    @Test
    void a_limit_beyond_the_end_takes_what_is_there() {
        assertThat(versionsOf(QUERY.from(9).limit(100))).containsExactly(9L, 10L);
        assertThat(versionsOf(QUERY.through(2).backwards().limit(100))).containsExactly(2L, 1L);
    }

    @Test
    void a_range_may_reach_beyond_the_end() {
        assertThat(versionsOf(QUERY.from(10).through(20))).containsExactly(10L);
        assertThat(versionsOf(QUERY.from(9).through(20).backwards())).containsExactly(10L, 9L);
    }

    @Test
    void behind_the_last_event_there_is_nothing() {
        assertThat(versionsOf(QUERY.from(11))).isEmpty();
        assertThat(versionsOf(QUERY.from(11).backwards())).isEmpty();
        assertThat(versionsOf(QUERY.from(10))).containsExactly(10L);
    }

    @Test
    void a_range_that_ends_before_it_starts_is_empty() {
        assertThat(versionsOf(QUERY.from(6).through(5))).isEmpty();
        assertThat(versionsOf(QUERY.from(6).through(5).backwards())).isEmpty();
        assertThat(versionsOf(QUERY.from(6).through(6))).containsExactly(6L);
    }

    @Test
    void a_stream_that_does_not_exist_is_empty() {
        StreamId missing = StreamId.of("Order", "11");

        assertThat(read(missing)).isEmpty();
        assertThat(storage.readStream(StreamQuery.of(missing).backwards())).isEmpty();
        assertThat(read(ORDER)).hasSize(10);
    }

    @Test
    void streams_whose_ids_differ_in_case_are_different() {
        StreamId upper = StreamId.of("ORDER", "1");
        append(upper, 1);

        assertThat(read(upper)).hasSize(1);
        assertThat(read(ORDER)).hasSize(10);
    }

    @Test
    void a_stream_and_the_feed_give_the_same_events() {
        List<StoredEvent> fromFeed =
                feed().stream().filter(event -> event.stream().equals(ORDER)).toList();

        assertThat(read(ORDER)).hasSize(10).isEqualTo(fromFeed);
    }

    private List<Long> versionsOf(StreamQuery query) {
        return versions(storage.readStream(query));
    }
}
