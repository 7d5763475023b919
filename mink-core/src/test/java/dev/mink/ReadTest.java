package dev.mink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mink.fixture.ObservedStorage;
import dev.mink.fixture.OrderEvent;
import dev.mink.fixture.OrderEvent.Placed;
import dev.mink.fixture.SettableClock;
import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import dev.mink.schema.EventTypes;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link EventStore#read(StreamQuery)}, {@link EventStore#streams} and {@link EventStore#info}. */
class ReadTest {

    private static final StreamId A = StreamId.of("Order", "a");
    private static final StreamQuery ALL = StreamQuery.of(A);

    private final SettableClock clock = new SettableClock("2011-01-01T00:00:00Z");
    private final ObservedStorage<MemoryTransaction> storage = new ObservedStorage<>(new InMemoryStorage(clock));
    private final EventStore<MemoryTransaction> store = pages(2);

    private EventStore<MemoryTransaction> pages(int size) {
        return EventStore.builder(storage)
                .events(EventTypes.of(OrderEvent.class))
                .pageSize(size)
                .build();
    }

    private void fill(StreamId stream, int count) {
        List<Placed> events = IntStream.rangeClosed(1, count)
                .mapToObj(i -> new Placed("c-" + i))
                .toList();
        store.append(stream, ExpectedVersion.any(), events);
    }

    private static List<Long> versions(Stream<RecordedEvent> events) {
        return events.map(RecordedEvent::version).toList();
    }

    private static List<Long> upTo(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    @Test
    void a_missing_stream_reads_as_empty() {
        assertThat(store.read(A)).isEmpty();
        assertThat(store.read(ALL.backwards())).isEmpty();
        assertThat(store.info(A)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 1000, 100_000})
    void every_range_and_limit_reads_the_same_whatever_the_page_size(int pageSize) {
        fill(A, 6);
        fill(StreamId.of("Order", "b"), 3);
        EventStore<?> paged = pages(pageSize);
        for (long from = 1; from <= 8; from++) {
            for (long through = 1; through <= 8; through++) {
                for (long limit = 1; limit <= 8; limit++) {
                    StreamQuery query = ALL.from(from).through(through).limit(limit);
                    List<Long> range = upTo(from, Math.min(through, 6));
                    List<Long> backwards =
                            range.stream().sorted((a, b) -> Long.compare(b, a)).toList();

                    assertThat(versions(paged.read(query)))
                            .as("%s", query)
                            .isEqualTo(range.stream().limit(limit).toList());
                    assertThat(versions(paged.read(query.backwards())))
                            .as("%s", query.backwards())
                            .isEqualTo(backwards.stream().limit(limit).toList());
                }
            }
        }
    }

    @Test
    void the_greatest_numbers_are_no_problem() {
        fill(A, 3);

        assertThat(versions(store.read(ALL.from(Long.MAX_VALUE)))).isEmpty();
        assertThat(versions(store.read(ALL.through(Long.MAX_VALUE).limit(Long.MAX_VALUE))))
                .isEqualTo(upTo(1, 3));
        assertThat(versions(store.read(ALL.backwards().limit(Long.MAX_VALUE)))).containsExactly(3L, 2L, 1L);
    }

    @Test
    void pages_are_fetched_as_they_are_consumed() {
        fill(A, 10);
        Iterator<RecordedEvent> events = store.read(A).iterator();
        assertThat(storage.streamReads).isEmpty();

        for (int i = 1; i <= 10; i++) {
            assertThat(events.next().version()).isEqualTo(i);
            assertThat(storage.streamReads).hasSize((i + 1) / 2);
        }
        assertThat(events.hasNext()).isFalse();
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(events::next);
        assertThat(storage.streamReads)
                .as("one more than a page tells whether there is another")
                .extracting(StreamQuery::limit)
                .allMatch(limit -> limit == 3);
    }

    @Test
    void short_circuits_fetch_only_the_pages_that_they_need() {
        fill(A, 10);

        assertThat(store.read(A).findFirst()).map(RecordedEvent::version).contains(1L);
        assertThat(storage.streamReads).hasSize(1);
        storage.streamReads.clear();

        assertThat(store.read(A).limit(2)).hasSize(2);
        assertThat(storage.streamReads).hasSize(1);
        storage.streamReads.clear();

        assertThat(store.read(A).limit(3)).hasSize(3);
        assertThat(storage.streamReads).hasSize(2);
        storage.streamReads.clear();

        assertThat(store.read(A).anyMatch(event -> event.version() == 5)).isTrue();
        assertThat(storage.streamReads).hasSize(3);
        storage.streamReads.clear();

        assertThat(store.read(A).takeWhile(event -> event.version() < 2)).hasSize(1);
        assertThat(storage.streamReads).hasSize(1);
    }

    @Test
    void the_queries_tell_the_storage_all_that_is_known() {
        fill(A, 10);
        assertThat(store.read(ALL.from(3).through(7).limit(4))).hasSize(4);

        assertThat(storage.streamReads)
                .containsExactly(
                        ALL.from(3).through(7).limit(3), ALL.from(5).through(7).limit(2));
    }

    @Test
    void no_query_is_made_behind_a_known_end() {
        fill(A, 4);

        assertThat(store.read(ALL.through(4))).hasSize(4);
        assertThat(storage.streamReads).as("the last version was asked for").hasSize(2);
        storage.streamReads.clear();

        assertThat(store.read(ALL.backwards())).hasSize(4);
        assertThat(storage.streamReads).as("version 1 was reached").hasSize(2);
        storage.streamReads.clear();

        assertThat(store.read(ALL.limit(4))).hasSize(4);
        assertThat(storage.streamReads).as("the limit was reached").hasSize(2);
        storage.streamReads.clear();

        assertThat(store.read(A)).hasSize(4);
        assertThat(storage.streamReads).as("there was no fifth event").hasSize(2);
    }

    @Test
    void what_is_appended_while_a_stream_is_read_is_read_too() {
        fill(A, 3);
        Iterator<RecordedEvent> events = store.read(A).iterator();
        events.next();
        fill(A, 1);

        assertThat(versions(Stream.generate(events::next).limit(3))).containsExactly(2L, 3L, 4L);
        assertThat(events.hasNext()).isFalse();
    }

    @Test
    void reading_in_parallel_reads_the_same() {
        fill(A, 100);

        assertThat(store.read(A).parallel().map(RecordedEvent::version).sorted().toList())
                .isEqualTo(upTo(1, 100));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void bounds_below_one_are_refused_with_their_value(long value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ALL.from(value))
                .withMessage("from version " + value + " of a stream query is less than 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ALL.through(value))
                .withMessage("through version " + value + " of a stream query is less than 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ALL.limit(value))
                .withMessage("limit " + value + " of a stream query is less than 1");
    }

    @Test
    void a_query_needs_a_stream() {
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> StreamQuery.of(null))
                .withMessage("stream");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> store.read((StreamQuery) null))
                .withMessage("query");
    }

    @Test
    void a_stream_knows_its_length_and_times() {
        Instant created = clock.instant();
        fill(A, 2);
        clock.advance(Duration.ofHours(1));
        fill(A, 1);

        assertThat(store.info(A)).contains(new StreamInfo(A, 3, created, clock.instant()));
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> store.info(null))
                .withMessage("stream");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 6, 1000})
    void streams_are_listed_by_prefix_in_the_order_of_their_ids(int pageSize) {
        for (String id : List.of("Order-b", "Order-a", "Order-a1", "Order-B", "Orders-1", "Invoice-1", "Order-é")) {
            fill(StreamId.parse(id), 1);
        }
        EventStore<?> paged = pages(pageSize);

        assertThat(ids(paged.streams("Order-")))
                .containsExactly("Order-B", "Order-a", "Order-a1", "Order-b", "Order-é");
        assertThat(ids(paged.streams("Order-a"))).containsExactly("Order-a", "Order-a1");
        assertThat(ids(paged.streams("O")))
                .containsExactly("Order-B", "Order-a", "Order-a1", "Order-b", "Order-é", "Orders-1");
        assertThat(ids(paged.streams(""))).hasSize(7).startsWith("Invoice-1");
        assertThat(ids(paged.streams("order-"))).isEmpty();
        assertThat(ids(paged.streams("Order-a1x"))).isEmpty();
        assertThat(ids(paged.streams("%"))).isEmpty();
    }

    private static List<String> ids(Stream<StreamInfo> streams) {
        return streams.map(info -> info.stream().toString()).toList();
    }

    @Test
    void streams_beyond_the_basic_plane_are_ordered_by_code_points() {
        fill(StreamId.parse("Order-\ue000"), 1);
        fill(StreamId.parse("Order-😀"), 1);
        fill(StreamId.parse("Order-\uffff"), 1);

        assertThat(ids(pages(1).streams("Order-"))).containsExactly("Order-\ue000", "Order-\uffff", "Order-😀");
    }

    @Test
    void a_stream_that_appears_while_others_are_listed_is_listed_if_it_comes_later() {
        for (String id : List.of("b", "d")) {
            fill(StreamId.of("Order", id), 1);
        }
        Iterator<StreamInfo> listed = pages(1).streams("Order-").iterator();
        assertThat(listed.next().stream().id()).isEqualTo("b");
        fill(StreamId.of("Order", "a"), 1);
        fill(StreamId.of("Order", "c"), 1);

        assertThat(listed.next().stream().id()).isEqualTo("c");
        assertThat(listed.next().stream().id()).isEqualTo("d");
        assertThat(listed.hasNext()).isFalse();
    }

    @Test
    void listing_fetches_only_the_pages_that_it_needs() {
        for (String id : List.of("a", "b", "c", "d", "e")) {
            fill(StreamId.of("Order", id), 1);
        }

        assertThat(store.streams("").limit(3)).hasSize(3);
        assertThat(storage.listings).containsExactly("", "Order-b");
        storage.listings.clear();
        assertThat(store.streams("")).hasSize(5);
        assertThat(storage.listings).containsExactly("", "Order-b", "Order-d");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> store.streams(null))
                .withMessage("prefix");
    }
}
