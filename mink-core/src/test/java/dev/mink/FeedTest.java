package dev.mink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mink.fixture.Account;
import dev.mink.fixture.Account.Deposited;
import dev.mink.fixture.Account.Opened;
import dev.mink.fixture.ObservedStorage;
import dev.mink.fixture.OrderEvent;
import dev.mink.fixture.OrderEvent.Cancelled;
import dev.mink.fixture.OrderEvent.Placed;
import dev.mink.fixture.OrderEvent.Shipped;
import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import dev.mink.schema.EventTypes;
import dev.mink.schema.UnknownEventException;
import dev.mink.spi.FeedRange;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link EventStore#read(FeedQuery)} and {@link EventStore#page}. */
class FeedTest {

    private static final StreamId O1 = StreamId.of("Order", "1");
    private static final StreamId O2 = StreamId.of("Order", "2");
    private static final StreamId ACCOUNT = StreamId.of("Account", "1");
    private static final FeedQuery ALL = FeedQuery.all();

    private final ObservedStorage<MemoryTransaction> storage = new ObservedStorage<>(new InMemoryStorage());
    private final EventStore<MemoryTransaction> store = pages(2);

    private EventStore<MemoryTransaction> pages(int size) {
        return EventStore.builder(storage)
                .events(EventTypes.of(OrderEvent.class, Account.Event.class))
                .pageSize(size)
                .build();
    }

    /** Positions 1 to 8. */
    @BeforeEach
    void fill() {
        append(O1, new Placed("c")); // 1
        append(ACCOUNT, new Opened("me")); // 2
        append(O2, new Placed("d")); // 3
        append(O1, new Shipped("T")); // 4
        append(ACCOUNT, new Deposited(1)); // 5
        append(ACCOUNT, new Deposited(2)); // 6
        append(O2, new Cancelled()); // 7
        append(ACCOUNT, new Deposited(3)); // 8
    }

    private void append(StreamId stream, Object event) {
        store.append(stream, ExpectedVersion.any(), List.of(event));
    }

    private static List<Long> positions(Stream<RecordedEvent> events) {
        return events.map(RecordedEvent::position).toList();
    }

    private static List<Long> positions(FeedPage page) {
        return positions(page.events().stream());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9, 1000})
    void filters_positions_and_limits_read_the_same_whatever_the_page_size(int pageSize) {
        EventStore<?> paged = pages(pageSize);
        for (long after = 0; after <= 9; after++) {
            long behind = after;
            for (long limit = 1; limit <= 9; limit++) {
                FeedQuery query = ALL.after(after).limit(limit);
                assertRead(paged, query, LongStream.rangeClosed(1, 8).boxed().toList(), behind, limit);
                assertRead(paged, query.types(Placed.class), List.of(1L, 3L), behind, limit);
                assertRead(paged, query.types(OrderEvent.class), List.of(1L, 3L, 4L, 7L), behind, limit);
                assertRead(
                        paged,
                        query.types(OrderEvent.Delivery.class, Deposited.class),
                        List.of(4L, 5L, 6L, 8L),
                        behind,
                        limit);
                assertRead(paged, query.categories("Account"), List.of(2L, 5L, 6L, 8L), behind, limit);
                assertRead(
                        paged,
                        query.categories("Account", "Order").types(Placed.class),
                        List.of(1L, 3L),
                        behind,
                        limit);
                assertRead(paged, query.streams(O2), List.of(3L, 7L), behind, limit);
                assertRead(
                        paged,
                        query.streams(O1, ACCOUNT).types(Opened.class, Shipped.class),
                        List.of(2L, 4L),
                        behind,
                        limit);
                assertRead(paged, query.categories("Order").types(Deposited.class), List.of(), behind, limit);
                assertRead(paged, query.categories("Order").streams(ACCOUNT), List.of(), behind, limit);
                assertRead(paged, query.categories("Nothing"), List.of(), behind, limit);
            }
        }
    }

    private static void assertRead(EventStore<?> store, FeedQuery query, List<Long> matching, long after, long limit) {
        assertThat(positions(store.read(query)))
                .as("%s", query)
                .isEqualTo(matching.stream().filter(p -> p > after).limit(limit).toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8, 9, 1000})
    void following_the_pages_gives_everything_once(int pageSize) {
        EventStore<?> paged = pages(pageSize);
        for (FeedQuery query : List.of(ALL, ALL.types(Deposited.class), ALL.streams(O1), ALL.categories("Nothing"))) {
            List<Long> followed = new ArrayList<>();
            FeedPage page = paged.page(query);
            followed.addAll(positions(page));
            while (!page.atEnd()) {
                page = paged.page(query.after(page.position()));
                followed.addAll(positions(page));
            }
            assertThat(followed).isEqualTo(positions(paged.read(query)));
            assertThat(page.position()).isEqualTo(8);
        }
    }

    @Test
    void a_full_page_ends_at_its_last_event() {
        FeedPage page = store.page(ALL.types(Deposited.class));

        assertThat(positions(page)).containsExactly(5L, 6L);
        assertThat(page.position()).isEqualTo(6);
        assertThat(page.atEnd()).isFalse();
    }

    @Test
    void a_page_that_is_not_full_ends_at_the_end_past_what_the_filter_left_out() {
        FeedPage page = pages(3).page(ALL.streams(O1));

        assertThat(positions(page)).containsExactly(1L, 4L);
        assertThat(page.position()).isEqualTo(8);
        assertThat(page.atEnd()).isTrue();
    }

    @Test
    void a_page_without_a_match_moves_on_nevertheless() {
        FeedPage page = store.page(ALL.after(2).categories("Nothing"));

        assertThat(page).isEqualTo(new FeedPage(List.of(), 8, true));
    }

    @Test
    void at_the_end_a_page_is_empty_and_stays_where_it_is() {
        assertThat(store.page(ALL.after(8))).isEqualTo(new FeedPage(List.of(), 8, true));
        assertThat(store.page(ALL.after(100))).isEqualTo(new FeedPage(List.of(), 100, true));
        assertThat(store.page(ALL.after(Long.MAX_VALUE))).isEqualTo(new FeedPage(List.of(), Long.MAX_VALUE, true));
        assertThat(EventStore.of(new InMemoryStorage(), EventTypes.none()).page(ALL))
                .isEqualTo(new FeedPage(List.of(), 0, true));
    }

    @Test
    void what_comes_later_is_on_the_next_page() {
        FeedPage before = store.page(ALL.after(7).types(Placed.class));
        append(O1, new Placed("new"));
        FeedPage after = store.page(ALL.after(before.position()).types(Placed.class));

        assertThat(before).isEqualTo(new FeedPage(List.of(), 8, true));
        assertThat(positions(after)).containsExactly(9L);
    }

    @Test
    void the_limit_of_the_query_bounds_a_page_and_so_does_the_page_size() {
        assertThat(positions(store.page(ALL.limit(1)))).containsExactly(1L);
        assertThat(store.page(ALL.limit(1)).position()).isEqualTo(1);
        assertThat(store.page(ALL.limit(1)).atEnd()).isFalse();
        assertThat(positions(store.page(ALL.limit(Long.MAX_VALUE)))).containsExactly(1L, 2L);
    }

    @Test
    void a_page_cannot_be_changed() {
        FeedPage page = store.page(ALL);

        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> page.events().clear());
    }

    @Test
    void reading_fetches_only_the_pages_that_it_needs() {
        assertThat(store.read(ALL).findFirst()).isPresent();
        assertThat(storage.feedReads).hasSize(1);
        storage.feedReads.clear();

        assertThat(store.read(ALL.limit(3))).hasSize(3);
        assertThat(storage.feedReads).extracting(FeedRange::limit).containsExactly(2, 1);
        assertThat(storage.feedReads).extracting(FeedRange::after).containsExactly(0L, 2L);
        storage.feedReads.clear();

        assertThat(store.read(ALL)).hasSize(8);
        assertThat(storage.feedReads).as("the last position was reached").hasSize(4);
    }

    @Test
    void reading_ends_where_the_feed_was_safe_when_it_began() {
        Stream<RecordedEvent> events = store.read(ALL);
        append(O1, new Placed("late"));

        assertThat(positions(events)).hasSize(8).endsWith(8L);
        assertThat(storage.feedReads).extracting(FeedRange::through).containsOnly(8L);
    }

    @Test
    void a_transaction_does_not_move_the_safe_position_before_it_commits() {
        store.transact(transaction -> {
            EventStore<MemoryTransaction> inside = store.within(transaction);
            inside.append(O1, ExpectedVersion.any(), List.of(new Cancelled()));

            assertThat(inside.safePosition()).isEqualTo(8);
            assertThat(inside.page(ALL.after(7)).position()).isEqualTo(8);
            return inside.read(O1).count();
        });

        assertThat(store.safePosition()).isEqualTo(9);
        assertThat(store.lastPosition()).isEqualTo(9);
    }

    @Test
    void an_event_type_that_is_not_registered_is_refused_though_there_is_nothing_to_read() {
        record Stranger() {}
        FeedQuery strange = ALL.after(8).types(Stranger.class);

        assertThatExceptionOfType(UnknownEventException.class)
                .isThrownBy(() -> store.page(strange))
                .withMessageContaining(Stranger.class.getName());
        assertThatExceptionOfType(UnknownEventException.class).isThrownBy(() -> store.read(strange));
    }

    @Test
    void a_stored_type_that_is_not_registered_is_reported_unless_it_is_filtered_out() {
        EventStore<?> orders = EventStore.of(storage, EventTypes.of(OrderEvent.class));

        assertThatExceptionOfType(UnknownEventException.class)
                .isThrownBy(() -> orders.page(ALL))
                .withMessageContaining("stored event type \"Opened\" is not registered")
                .withMessageContaining("read only the types that you need");
        Iterator<RecordedEvent> read = orders.read(ALL).iterator();
        assertThat(read.next().position()).isEqualTo(1);
        assertThatExceptionOfType(UnknownEventException.class).isThrownBy(read::next);
        assertThat(positions(orders.read(ALL.types(OrderEvent.class)))).containsExactly(1L, 3L, 4L, 7L);
    }

    @Test
    void bad_queries_are_refused_with_their_value() {
        assertRefused("position -1 is negative: positions start at 1, 0 is before all", () -> ALL.after(-1));
        assertRefused("limit 0 of a feed query is less than 1", () -> ALL.limit(0));
        assertRefused(
                "no types given: name at least one, or leave the restriction out", () -> ALL.types(new Class<?>[0]));
        assertRefused(
                "no categories given: name at least one, or leave the restriction out",
                () -> ALL.categories(new String[0]));
        assertRefused(
                "no streams given: name at least one, or leave the restriction out",
                () -> ALL.streams(new StreamId[0]));
        assertRefused(
                "category \"Credit-Note\" contains a dash, which separates category and id: choose a category without"
                        + " one",
                () -> ALL.categories("Order", "Credit-Note"));
        assertRefused("category is blank: give it at least one character", () -> ALL.categories(""));
    }

    private static void assertRefused(String message, ThrowingCallable call) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
    }

    @Test
    void nulls_in_queries_are_refused_by_name() {
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> ALL.types(Placed.class, null))
                .withMessage("one of the types");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> ALL.categories((String) null))
                .withMessage("one of the categories");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> ALL.streams(O1, null))
                .withMessage("one of the streams");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> store.read((FeedQuery) null))
                .withMessage("query");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> store.page(null))
                .withMessage("query");
    }

    @Test
    void a_value_given_twice_counts_once() {
        assertThat(ALL.streams(O1, O1)).isEqualTo(ALL.streams(O1));
        assertThat(ALL.types(Placed.class, Placed.class).types()).hasSize(1);
    }
}
