package dev.mink.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.ExpectedVersion;
import dev.mink.StreamId;
import dev.mink.spi.EventFilter;
import dev.mink.spi.FeedRange;
import dev.mink.spi.NewEvent;
import dev.mink.spi.Slice;
import dev.mink.spi.StoredEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Parts of all streams: each stream is in exactly one. */
abstract class SliceSuite<T> extends Suite<T> {

    private static final int STREAMS = 60;
    private static final int EVENTS = 3 * STREAMS;

    private static final List<EventFilter> FILTERS = List.of(
            EventFilter.all(),
            new EventFilter(Set.of("Opened"), Set.of(), Set.of()),
            new EventFilter(Set.of("Opened", "Moved"), Set.of("Account"), Set.of()),
            new EventFilter(Set.of(), Set.of("Order", "Account"), Set.of()),
            new EventFilter(Set.of(), Set.of(), Set.of(stream(0), stream(1))));

    private static StreamId stream(int number) {
        return StreamId.of(number % 2 == 0 ? "Account" : "Order", "s-" + number);
    }

    @BeforeEach
    void appendToManyStreams() {
        for (int i = 0; i < STREAMS; i++) {
            NewEvent[] events = {Events.typed("Opened"), Events.typed("Moved"), Events.typed("Opened")};
            var unused = append(stream(i), ExpectedVersion.any(), events);
        }
    }

    @Test
    void slices_together_have_what_a_filter_lets_through_once() {
        for (EventFilter filter : FILTERS) {
            for (int count : List.of(1, 2, 3, 7, 31)) {
                List<StoredEvent> together = new ArrayList<>();
                for (int index = 0; index < count; index++) {
                    List<StoredEvent> slice = feed(filter.slice(new Slice(index, count)));
                    assertThat(positions(slice)).isSorted();
                    together.addAll(slice);
                }
                assertThat(feed(filter)).isNotEmpty();
                assertThat(ids(together)).containsExactlyInAnyOrderElementsOf(ids(feed(filter)));
            }
        }
    }

    @Test
    void a_stream_is_in_the_same_slice_whatever_else_is_asked_for() {
        Map<StreamId, Integer> slices = new HashMap<>();
        for (EventFilter filter : FILTERS) {
            for (int index = 0; index < 3; index++) {
                for (StoredEvent event : feed(filter.slice(new Slice(index, 3)))) {
                    Integer before = slices.put(event.stream(), index);
                    assertThat(before).as("slice of %s", event.stream()).isIn(null, index);
                }
            }
        }
        assertThat(slices).hasSize(STREAMS);
    }

    @Test
    void no_slice_has_nearly_everything_or_nearly_nothing() {
        for (int index = 0; index < 3; index++) {
            assertThat(feed(EventFilter.all().slice(new Slice(index, 3)))).hasSizeBetween(EVENTS / 9, EVENTS * 2 / 3);
        }
    }

    @Test
    void a_slice_is_read_page_by_page() {
        EventFilter slice = EventFilter.all().slice(new Slice(1, 3));
        List<StoredEvent> pages = new ArrayList<>();
        long position = 0;
        List<StoredEvent> page = storage.readFeed(new FeedRange(position, END, slice, 4));
        while (!page.isEmpty()) {
            pages.addAll(page);
            position = page.get(page.size() - 1).position();
            page = storage.readFeed(new FeedRange(position, END, slice, 4));
            assertThat(page).hasSizeLessThanOrEqualTo(4);
        }

        assertThat(ids(pages)).isNotEmpty().isEqualTo(ids(feed(slice)));
    }
}
