package dev.mink.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ValuesTest {

    record Money(BigDecimal amount, String currency) {}

    record Line(String sku, Money price) {}

    record Invoice(
            String number, List<Line> lines, @Nullable Object extra) {}

    @SuppressWarnings("ArrayRecordComponent")
    record Scan(byte[] bytes, String[][] words) {}

    record Secretive(String secret) {
        @Override
        public String secret() {
            throw new UnsupportedOperationException();
        }
    }

    /** Without an equals. */
    static final class Tag {
        @Override
        public String toString() {
            return "tag";
        }
    }

    private static Invoice invoice(String sku, String price, @Nullable Object extra) {
        return new Invoice("i-1", List.of(new Line(sku, new Money(new BigDecimal(price), "EUR"))), extra);
    }

    @Test
    void equal_records_do_not_differ() {
        assertThat(Values.differences(invoice("mug", "4.50", 1), invoice("mug", "4.50", 1)))
                .isEmpty();
        assertThat(Values.differences(null, null)).isEmpty();
    }

    @Test
    void each_component_that_differs_is_named_down_to_nested_records_in_lists() {
        assertThat(Values.differences(invoice("mug", "4.50", "a"), invoice("jar", "3.00", null)))
                .containsExactly(
                        "lines[0].sku expected \"mug\" but was \"jar\"",
                        "lines[0].price.amount expected 4.50 but was 3.00",
                        "extra expected \"a\" but was null");
    }

    @Test
    void white_space_at_the_end_of_a_text_can_be_seen() {
        assertThat(Values.differences(new Money(BigDecimal.ONE, "EUR"), new Money(BigDecimal.ONE, "EUR ")))
                .containsExactly("currency expected \"EUR\" but was \"EUR \"");
    }

    @Test
    void numbers_that_differ_only_in_scale_are_told() {
        assertThat(Values.differences(invoice("mug", "1.0", 1), invoice("mug", "1.00", 1)))
                .containsExactly(
                        "lines[0].price.amount expected 1.0 but was 1.00 (the same number with another scale)");
    }

    @Test
    void values_that_read_the_same_are_told_with_their_types() {
        assertThat(Values.differences(invoice("mug", "1", 2), invoice("mug", "1", 2L)))
                .containsExactly("extra expected 2 (java.lang.Integer) but was 2 (java.lang.Long)");
    }

    @Test
    void a_type_without_equals_is_told() {
        assertThat(Values.differences(invoice("mug", "1", new Tag()), invoice("mug", "1", new Tag())))
                .containsExactly("extra expected tag but was another tag: " + Tag.class.getName()
                        + " has no equals that compares contents");
    }

    @Test
    void lists_of_different_sizes_are_shown_whole() {
        assertThat(Values.differences(invoice("mug", "1", List.of(1)), invoice("mug", "1", List.of(1, 2))))
                .containsExactly("extra expected [1] but was [1, 2]");
        assertThat(Values.differences(invoice("mug", "1", Optional.of(1)), invoice("mug", "1", Optional.empty())))
                .containsExactly("extra expected Optional[1] but was Optional.empty");
    }

    @Test
    void arrays_are_compared_by_their_elements() {
        Scan one = new Scan(new byte[] {1, 2}, new String[][] {{"a"}, {"b"}});
        Scan same = new Scan(new byte[] {1, 2}, new String[][] {{"a"}, {"b"}});
        Scan other = new Scan(new byte[] {1, 3}, new String[][] {{"a"}, {"c"}});

        assertThat(one).isNotEqualTo(same);
        assertThat(Values.differences(one, same)).isEmpty();
        assertThat(Values.differences(List.of(one), List.of(same))).isEmpty();
        assertThat(Values.differences(one, other))
                .containsExactly(
                        "bytes expected [1, 2] but was [1, 3]", "words expected [[a], [b]] but was [[a], [c]]");
    }

    @Test
    void a_record_that_cannot_be_looked_into_is_shown_whole() {
        assertThat(Values.differences(new Secretive("a"), new Secretive("b")))
                .containsExactly("expected Secretive[secret=a] but was Secretive[secret=b]");
    }

    @Test
    void values_of_different_types_are_shown_whole() {
        assertThat(Values.differences(new Money(BigDecimal.ONE, "EUR"), "1 EUR"))
                .containsExactly("expected Money[amount=1, currency=EUR] but was \"1 EUR\"");
    }
}
