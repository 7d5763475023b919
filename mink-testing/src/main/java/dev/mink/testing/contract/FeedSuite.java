package dev.mink.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.AppendResult;
import dev.mink.ExpectedVersion;
import dev.mink.StreamId;
import dev.mink.spi.EventFilter;
import dev.mink.spi.FeedRange;
import dev.mink.spi.StoredEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads of the feed and its positions. Each test finds eight events of two categories in four streams. */
abstract class FeedSuite<T> extends Suite<T> {

    private static final StreamId ORDER_1 = StreamId.of("Order", "1");
    private static final StreamId ORDER_2 = StreamId.of("Order", "2");
    private static final StreamId CART_1 = StreamId.of("Cart", "1");
    private static final StreamId CART_2 = StreamId.of("Cart", "2");

    private final List<StoredEvent> all = new ArrayList<>();

    @BeforeEach
    void appendEightEvents() {
        storage.append(request(to(ORDER_1, Events.typed("Placed"), Events.typed("Paid"))));
        storage.append(request(to(CART_1, Events.typed("Opened"))));
        storage.append(request(to(ORDER_2, Events.typed("Placed")), to(CART_2, Events.typed("Opened"))));
        storage.append(request(to(ORDER_1, Events.typed("Shipped"))));
        storage.append(request(to(CART_1, Events.typed("Paid"), Events.typed("Closed"))));
        all.addAll(feed());
    }

    @Test
    void the_feed_has_all_events_in_the_order_of_their_positions() {
        assertThat(all)
                .extracting(event -> event.stream() + " " + event.version() + " " + event.type())
                .containsExactly(
                        "Order-1 1 Placed",
                        "Order-1 2 Paid",
                        "Cart-1 1 Opened",
                        "Order-2 1 Placed",
                        "Cart-2 1 Opened",
                        "Order-1 3 Shipped",
                        "Cart-1 2 Paid",
                        "Cart-1 3 Closed");
        assertThat(positions(all)).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void a_range_excludes_its_start_and_includes_its_end() {
        assertThat(read(position(2), position(5), EventFilter.all(), ALL)).isEqualTo(some(3, 4, 5));
    }

    @Test
    void a_range_may_reach_beyond_the_last_event() {
        assertThat(read(position(6), END, EventFilter.all(), ALL)).isEqualTo(some(7, 8));
        assertThat(read(position(6), position(8) + 1000, EventFilter.all(), ALL))
                .isEqualTo(some(7, 8));
    }

    @Test
    void a_range_behind_the_last_event_is_empty() {
        assertThat(read(position(8), END, EventFilter.all(), ALL)).isEmpty();
        assertThat(read(position(7), END, EventFilter.all(), ALL)).isEqualTo(some(8));
    }

    @Test
    void a_range_that_ends_where_it_starts_or_before_is_empty() {
        assertThat(read(position(5), position(5), EventFilter.all(), ALL)).isEmpty();
        assertThat(read(position(5), position(3), EventFilter.all(), ALL)).isEmpty();
        assertThat(read(position(4), position(5), EventFilter.all(), ALL)).isEqualTo(some(5));
    }

    @Test
    void a_limit_takes_the_first_events_of_a_range() {
        assertThat(read(0, END, EventFilter.all(), 3)).isEqualTo(some(1, 2, 3));
        assertThat(read(position(3), END, EventFilter.all(), 2)).isEqualTo(some(4, 5));
        assertThat(read(0, END, EventFilter.all(), 1)).isEqualTo(some(1));
    }

    @Test
    void the_feed_is_read_to_its_end_page_by_page() {
        List<StoredEvent> read = new ArrayList<>();
        long after = 0;
        for (List<StoredEvent> page = read(after, END, EventFilter.all(), 3);
                !page.isEmpty();
                page = read(after, END, EventFilter.all(), 3)) {
            assertThat(page).hasSizeLessThanOrEqualTo(3);
            assertThat(page.get(0).position()).as("first position").isGreaterThan(after);
            read.addAll(page);
            after = page.get(page.size() - 1).position();
        }

        assertThat(read).hasSize(8).isEqualTo(all);
    }

    @Test
    void a_filter_by_types_takes_events_of_any_of_them() {
        assertThat(feed(types("Paid"))).isEqualTo(some(2, 7));
        assertThat(feed(types("Placed", "Closed"))).isEqualTo(some(1, 4, 8));
    }

    @Test
    void a_filter_by_categories_takes_events_of_any_of_them() {
        append(StreamId.of("Refund", "1"), 1);

        assertThat(feed(categories("Cart"))).isEqualTo(some(3, 5, 7, 8));
        assertThat(feed(categories("Order", "Cart"))).isEqualTo(all);
    }

    @Test
    void a_filter_by_streams_takes_events_of_exactly_these() {
        append(StreamId.of("Order", "11"), 1);
        append(StreamId.of("Order", "1-1"), 1);

        assertThat(feed(streams(ORDER_1))).isEqualTo(some(1, 2, 6));
        assertThat(feed(streams(CART_2, ORDER_2))).isEqualTo(some(4, 5));
    }

    @Test
    void all_parts_of_a_filter_must_hold() {
        assertThat(feed(new EventFilter(Set.of("Paid"), Set.of("Cart"), Set.of())))
                .isEqualTo(some(7));
        assertThat(feed(new EventFilter(Set.of("Placed", "Shipped"), Set.of(), Set.of(ORDER_1))))
                .isEqualTo(some(1, 6));
        assertThat(feed(new EventFilter(Set.of(), Set.of("Order"), Set.of(ORDER_2, CART_1))))
                .isEqualTo(some(4));
        assertThat(feed(new EventFilter(Set.of("Opened", "Placed"), Set.of("Cart"), Set.of(CART_1, ORDER_1))))
                .isEqualTo(some(3));
    }

    @Test
    void a_filter_that_nothing_matches_gives_nothing() {
        assertThat(feed(types("paid"))).isEmpty();
        assertThat(feed(categories("Ord"))).isEmpty();
        assertThat(feed(streams(StreamId.of("Order", "3")))).isEmpty();
        assertThat(feed(new EventFilter(Set.of(), Set.of("Order"), Set.of(CART_1))))
                .isEmpty();
        assertThat(feed(new EventFilter(Set.of("Paid"), Set.of("Order"), Set.of(ORDER_1))))
                .isEqualTo(some(2));
    }

    @Test
    void a_filter_applies_within_the_range_and_before_the_limit() {
        assertThat(read(position(1), position(7), types("Placed", "Paid"), ALL)).isEqualTo(some(2, 4, 7));
        assertThat(read(0, END, categories("Cart"), 2)).isEqualTo(some(3, 5));
        assertThat(read(position(3), END, streams(CART_1), 1)).isEqualTo(some(7));
    }

    @Test
    void a_filter_may_name_hundreds_of_streams_and_types() {
        Set<StreamId> streams = new HashSet<>(Set.of(ORDER_2, CART_1));
        Set<String> types = new HashSet<>(Set.of("Placed", "Closed"));
        for (int i = 0; i < 500; i++) {
            streams.add(StreamId.of("Missing", "n" + i));
            types.add("Missing" + i);
        }

        assertThat(feed(new EventFilter(types, Set.of(), streams))).isEqualTo(some(4, 8));
    }

    @Test
    void names_in_a_filter_are_taken_literally() {
        StreamId odd = StreamId.of("Or_er%", "it's \"1\"; \\x");
        append(odd, ExpectedVersion.any(), Events.typed("{Pl,\"ced}"));

        assertThat(feed(streams(odd))).hasSize(1);
        assertThat(feed(categories("Or_er%"))).hasSize(1);
        assertThat(feed(types("{Pl,\"ced}"))).hasSize(1);
        assertThat(feed(types("Pl%ced"))).isEmpty();
    }

    @Test
    void the_last_position_is_that_of_the_last_event() {
        assertThat(storage.lastPosition()).isEqualTo(position(8));

        AppendResult result = append(ORDER_1, 3);
        assertThat(storage.lastPosition()).isEqualTo(result.position());
    }

    @Test
    void with_no_transaction_open_all_positions_are_safe() {
        assertThat(storage.safePosition()).isEqualTo(position(8));

        AppendResult result = append(ORDER_1, 3);
        assertThat(storage.safePosition()).isEqualTo(result.position());
    }

    private List<StoredEvent> read(long after, long through, EventFilter filter, int limit) {
        return storage.readFeed(new FeedRange(after, through, filter, limit));
    }

    /** The position of an event, counted from 1. */
    private long position(int number) {
        assertThat(all).hasSize(8);
        return all.get(number - 1).position();
    }

    /** Events by their numbers, counted from 1. */
    private List<StoredEvent> some(int... numbers) {
        assertThat(all).hasSize(8);
        return Arrays.stream(numbers).mapToObj(number -> all.get(number - 1)).toList();
    }

    private static EventFilter types(String... types) {
        return new EventFilter(Set.of(types), Set.of(), Set.of());
    }

    private static EventFilter categories(String... categories) {
        return new EventFilter(Set.of(), Set.of(categories), Set.of());
    }

    private static EventFilter streams(StreamId... streams) {
        return new EventFilter(Set.of(), Set.of(), Set.of(streams));
    }
}
