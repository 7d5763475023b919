package dev.mink.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.StreamId;
import dev.mink.StreamInfo;
import dev.mink.spi.StoredEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is known of streams, and lists of them. */
abstract class StreamListSuite<T> extends Suite<T> {

    private static final StreamId ORDER = StreamId.of("Order", "1");

    @Test
    void a_stream_is_known_by_its_version_and_its_first_and_last_times() {
        append(ORDER, 2);
        append(StreamId.of("Order", "2"), 5);
        append(ORDER, 1);

        List<StoredEvent> events = read(ORDER);
        assertThat(storage.streamInfo(ORDER))
                .contains(new StreamInfo(
                        ORDER, 3, events.get(0).recordedAt(), events.get(2).recordedAt()));
    }

    @Test
    void nothing_is_known_of_a_stream_that_does_not_exist() {
        append(ORDER, 1);

        assertThat(storage.streamInfo(StreamId.of("Order", "11"))).isEmpty();
        assertThat(storage.streamInfo(StreamId.of("order", "1"))).isEmpty();
        assertThat(storage.streamInfo(ORDER)).isPresent();
    }

    @Test
    void a_list_tells_the_same_of_each_stream() {
        append(ORDER, 2);
        append(StreamId.of("Cart", "1"), 1);
        append(ORDER, 1);

        List<StreamInfo> streams = storage.streams("", "", ALL);
        assertThat(streams)
                .hasSize(2)
                .allSatisfy(
                        info -> assertThat(storage.streamInfo(info.stream())).contains(info));
    }

    @Test
    void streams_are_listed_in_the_order_of_the_code_points_of_their_ids() {
        List<String> ordered = List.of(
                "A-!",
                "A-1",
                "A-10",
                "A-1a",
                "A-2",
                "A-Z",
                "A-_",
                "A-a",
                "A-b",
                "A-é",
                "A-\u4e2d",
                "A-\uff5e",
                "A-\ud83d\ude00",
                "B-1",
                "a-1",
                "b-1",
                "\uff5e-1",
                "\ud83d\ude00-1");
        List<String> shuffled = new ArrayList<>(ordered);
        Collections.shuffle(shuffled, new Random(1));
        shuffled.forEach(id -> append(StreamId.parse(id), 1));

        assertThat(list("", "", ALL)).isEqualTo(ordered);
        assertThat(list("A-", "A-a", ALL)).containsExactly("A-b", "A-é", "A-\u4e2d", "A-\uff5e", "A-\ud83d\ude00");
        assertThat(list("", "A-\uff5e", 2)).containsExactly("A-\ud83d\ude00", "B-1");
    }

    @Test
    void a_list_has_the_streams_that_start_with_the_prefix() {
        streams("Order-1", "Order-12", "Order-2", "Orders-1", "order-1", "Cart-1", "Cart-Order");

        assertThat(list("Order", "", ALL)).containsExactly("Order-1", "Order-12", "Order-2", "Orders-1");
        assertThat(list("Order-", "", ALL)).containsExactly("Order-1", "Order-12", "Order-2");
        assertThat(list("Order-1", "", ALL)).containsExactly("Order-1", "Order-12");
        assertThat(list("Order-12", "", ALL)).containsExactly("Order-12");
        assertThat(list("Order-123", "", ALL)).isEmpty();
        assertThat(list("rder", "", ALL)).isEmpty();
    }

    @Test
    void a_list_begins_behind_the_id_that_is_given() {
        streams("Cart-1", "Order-1", "Order-2", "Order-3");

        assertThat(list("", "Cart-1", ALL)).containsExactly("Order-1", "Order-2", "Order-3");
        assertThat(list("Order-", "Order-2", ALL)).containsExactly("Order-3");
        assertThat(list("Order-", "Order-20", ALL)).containsExactly("Order-3");
        assertThat(list("Order-", "Cart-1", ALL)).containsExactly("Order-1", "Order-2", "Order-3");
        assertThat(list("Order-", "Order-3", ALL)).isEmpty();
    }

    @Test
    void a_list_is_no_longer_than_its_limit() {
        streams("Cart-1", "Order-1", "Order-2", "Order-3");

        assertThat(list("", "", 1)).containsExactly("Cart-1");
        assertThat(list("Order-", "", 2)).containsExactly("Order-1", "Order-2");
        assertThat(list("Order-", "Order-1", 2)).containsExactly("Order-2", "Order-3");
        assertThat(list("Order-", "", 3)).hasSize(3);
    }

    @Test
    void a_percent_sign_in_a_prefix_is_taken_literally() {
        streams("100%-1", "100%-2", "1000-1", "100x-1");

        assertThat(list("100%", "", ALL)).containsExactly("100%-1", "100%-2");
        assertThat(list("%", "", ALL)).isEmpty();
    }

    @Test
    void an_underscore_in_a_prefix_is_taken_literally() {
        streams("a_b-1", "aXb-1", "a_b-2");

        assertThat(list("a_b", "", ALL)).containsExactly("a_b-1", "a_b-2");
        assertThat(list("_", "", ALL)).isEmpty();
    }

    @Test
    void a_backslash_in_a_prefix_is_taken_literally() {
        streams("a\\b-1", "ab-1", "a\\%-1", "a\\\\-1");

        assertThat(list("a\\", "", ALL)).containsExactly("a\\%-1", "a\\\\-1", "a\\b-1");
        assertThat(list("a\\b", "", ALL)).containsExactly("a\\b-1");
        assertThat(list("a\\%", "", ALL)).containsExactly("a\\%-1");
    }

    @Test
    void a_prefix_may_have_quotes_and_characters_beyond_16_bits() {
        streams("it's-1", "it\"s-1", "\ud83d\ude00-1", "\ud83d\ude01-1");

        assertThat(list("it's", "", ALL)).containsExactly("it's-1");
        assertThat(list("\ud83d\ude00", "", ALL)).containsExactly("\ud83d\ude00-1");
    }

    private void streams(String... ids) {
        for (String id : ids) {
            append(StreamId.parse(id), 1);
        }
    }

    private List<String> list(String prefix, String after, int limit) {
        return storage.streams(prefix, after, limit).stream()
                .map(info -> info.stream().toString())
                .toList();
    }
}
