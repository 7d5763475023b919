package dev.mink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamIdTest {

    @Test
    void a_stream_id_is_written_as_category_dash_id() {
        assertThat(StreamId.of("Order", "123")).hasToString("Order-123");
        assertThat(StreamId.of("Order", "123")).isEqualTo(new StreamId("Order", "123"));
    }

    @ParameterizedTest
    @CsvSource({
        "Order-123, Order, 123",
        "Order-a-b-c, Order, a-b-c",
        "Order--, Order, -",
        "Order--1, Order, -1",
        "Order-1-, Order, 1-",
        "a-b, a, b",
        "Ärger mit Raum-ü 1, Ärger mit Raum, ü 1",
        "😀-😀, 😀, 😀",
        "a.b/c:d-e_f, a.b/c:d, e_f",
        "Order-018f3a1e-7c3b-7000-8000-000000000000, Order, 018f3a1e-7c3b-7000-8000-000000000000"
    })
    void the_first_dash_separates_category_and_id(String text, String category, String id) {
        StreamId parsed = StreamId.parse(text);

        assertThat(parsed.category()).isEqualTo(category);
        assertThat(parsed.id()).isEqualTo(id);
        assertThat(parsed).hasToString(text);
        assertThat(StreamId.parse(parsed.toString())).isEqualTo(parsed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Order", "", "Order123", "Order_1", "Order–1"})
    void a_text_without_a_dash_is_refused_with_its_value_and_an_example(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StreamId.parse(text))
                .withMessage("stream id \"%s\" has no dash: write it as category-id, for example \"Order-123\"", text);
    }

    @ParameterizedTest
    @CsvSource({"'-1', category", "'-', category", "' -1', category", "'Order-', stream id", "'Order- ', stream id"})
    void a_missing_part_is_named(String text, String part) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StreamId.parse(text))
                .withMessage("%s is blank: give it at least one character", part);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "   ", "\t", "\n", "\u2003", "\u2028"})
    void a_blank_part_is_refused(String blank) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StreamId.of(blank, "1"))
                .withMessageStartingWith("category is blank");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StreamId.of("Order", blank))
                .withMessageStartingWith("stream id is blank");
    }

    @ParameterizedTest
    @ValueSource(strings = {" a", "a ", "\ta", "a\n", "\u00a0a", "a\u00a0", "a\u202f", "\u2007", "\u3000a", "a\u2029"})
    void a_padded_part_is_refused(String padded) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StreamId.of("Order", padded))
                .withMessageContaining("starts or ends with white space: strip it first");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StreamId.of(padded, "1"))
                .withMessageContaining("starts or ends with white space: strip it first");
    }

    @ParameterizedTest
    @CsvSource({"0, \\u0000", "1, \\u0001", "10, \\u000a", "31, \\u001f", "127, \\u007f", "133, \\u0085"})
    void a_control_character_is_named_with_its_place(int character, String shown) {
        String id = "ab" + (char) character + "c";

        assertThatIllegalArgumentException()
                .isThrownBy(() -> StreamId.of("Order", id))
                .withMessage(
                        "stream id \"ab%s" + "c\" contains the control character %s at index 2: remove it",
                        shown, shown);
    }

    @ParameterizedTest
    @CsvSource({
        "\\ud83d, \\ud83d, 1",
        "\\ude00, \\ude00, 1",
        "\\ud83d\\ud83d\\ude00, \\ud83d, 1",
        "\\ude00\\ud83d, \\ude00, 1",
        "\\ud83d\\ude00\\ude00, \\ude00, 3"
    })
    void an_unpaired_surrogate_is_named_with_its_place(String escaped, String culprit, int index) {
        String id = "a" + unescape(escaped) + "b";

        assertThatIllegalArgumentException()
                .isThrownBy(() -> StreamId.of("Order", id))
                .withMessageContaining(
                        "contains the unpaired surrogate %s at index %d: it is not valid Unicode", culprit, index);
        assertThatIllegalArgumentException().isThrownBy(() -> StreamId.of(id, "1"));
    }

    private static String unescape(String escaped) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < escaped.length(); i += 6) {
            text.append((char) Integer.parseInt(escaped.substring(i + 2, i + 6), 16));
        }
        return text.toString();
    }

    @Test
    void ten_thousand_characters_are_refused_without_repeating_them_all() {
        String tooLong = "x".repeat(10_000);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> StreamId.of("Order", tooLong))
                .withMessageContaining("is 10000 characters long: at most 249 are allowed")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StreamId.of(tooLong, "1"))
                .withMessageContaining("is 10000 characters long: at most 253 are allowed");
        assertThatIllegalArgumentException().isThrownBy(() -> StreamId.parse("Order-" + tooLong));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StreamId.parse(tooLong))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200));
    }

    @Test
    void the_whole_id_may_have_255_characters_and_not_one_more() {
        assertThat(StreamId.of("Order", "x".repeat(249)).toString()).hasSize(StreamId.MAX_LENGTH);
        assertThat(StreamId.of("c".repeat(253), "x").toString()).hasSize(StreamId.MAX_LENGTH);
        assertThatIllegalArgumentException().isThrownBy(() -> StreamId.of("Order", "x".repeat(250)));
        assertThatIllegalArgumentException().isThrownBy(() -> StreamId.of("c".repeat(253), "xy"));
        assertThatIllegalArgumentException().isThrownBy(() -> StreamId.of("c".repeat(254), "x"));
    }

    @Test
    void a_category_with_a_dash_is_refused_with_its_value() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StreamId.of("Credit-Note", "1"))
                .withMessage("category \"Credit-Note\" contains a dash, which separates category and id:"
                        + " choose a category without one");
    }

    @Test
    void nulls_are_refused_by_name() {
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> StreamId.of(null, "1"))
                .withMessage("category");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> StreamId.of("Order", null))
                .withMessage("stream id");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> StreamId.parse(null))
                .withMessage("stream id");
    }
}
