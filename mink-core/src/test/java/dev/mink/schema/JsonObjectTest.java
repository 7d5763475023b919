package dev.mink.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectTest {

    private static final JsonObject ORDER = JsonObject.parse(
            "{\"id\":\"o-1\",\"total\":4.50,\"paid\":true,\"note\":null,\"to\":{\"zip\":\"3000\"},\"lines\":[{\"n\":1},{\"n\":2}]}");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"b\":1,\"a\":2}",
                "{\"n\":4.50}",
                "{\"n\":100}",
                "{\"n\":1.0E+3}",
                "{\"n\":1E-10}",
                "{\"n\":-0.0}",
                "{\"n\":123456789012345678901234567890.123456789012345678901234567890}",
                "{\"n\":-9223372036854775809}",
                "{\"a\":[1,[],{\"b\":null},[true,false]],\"\":\"\"}",
                "{\"t\":\"ä€\uD83D\uDE00 \\\"\\\\\\n\"}",
            })
    void what_is_read_is_written_as_it_was(String json) {
        assertThat(JsonObject.parse(json)).hasToString(json);
    }

    @Test
    void numbers_have_all_digits_and_their_scale() {
        assertThat(ORDER.number("total")).isEqualTo(new BigDecimal("4.50"));
        assertThat(ORDER).isNotEqualTo(ORDER.put("total", new BigDecimal("4.5")));
        assertThat(JsonObject.parse("{\"n\":-0.0}").number("n")).isEqualTo(new BigDecimal("0.0"));
    }

    @Test
    void a_text_however_long_and_a_number_however_long_are_read() {
        String digits = "1".repeat(5_000);
        String text = "x".repeat(30_000_000);

        assertThat(JsonObject.parse("{\"n\":" + digits + "}").number("n")).isEqualTo(new BigDecimal(digits));
        assertThat(JsonObject.parse("{\"t\":\"" + text + "\"}").text("t")).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "1", "{", "{\"a\":1", "{} {}", "{\"a\":NaN}", "{a:1}", "{\"a\":01}"})
    void what_is_no_json_object_is_refused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> JsonObject.parse(text));
    }

    @Test
    void values_are_told_by_their_kind() {
        assertThat(ORDER.names()).containsExactly("id", "total", "paid", "note", "to", "lines");
        assertThat(ORDER.text("id")).isEqualTo("o-1");
        assertThat(ORDER.flag("paid")).isTrue();
        assertThat(ORDER.object("to").text("zip")).isEqualTo("3000");
        assertThat(ORDER.list("lines")).hasSize(2);
        assertThat(ORDER.objects("lines"))
                .containsExactly(JsonObject.parse("{\"n\":1}"), JsonObject.parse("{\"n\":2}"));
        assertThat(ORDER.has("note")).isTrue();
        assertThat(ORDER.get("note")).isNull();
        assertThat(ORDER.has("nothing")).isFalse();
        assertThat(ORDER.get("nothing")).isNull();
    }

    @Test
    void a_value_of_another_kind_is_refused_with_what_it_is() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ORDER.text("total"))
                .withMessage("property \"total\" is no text: it is a number; there are"
                        + " [id, total, paid, note, to, lines]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ORDER.number("sum"))
                .withMessageStartingWith("property \"sum\" is no number: it is not there");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ORDER.flag("note"))
                .withMessageStartingWith("property \"note\" is no boolean: it is null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ORDER.object("lines"))
                .withMessageContaining("is no object: it is a list");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ORDER.list("to"))
                .withMessageContaining("is no list: it is an object");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ORDER.put("lines", List.of(1)).objects("lines"))
                .withMessage("the list \"lines\" has a number in it, not only objects");
    }

    @Test
    void a_property_is_renamed_where_it_is() {
        assertThat(JsonObject.parse("{\"a\":1,\"b\":2,\"c\":3}").rename("b", "x"))
                .hasToString("{\"a\":1,\"x\":2,\"c\":3}");
        assertThat(ORDER.rename("nothing", "x")).isSameAs(ORDER);
        assertThat(ORDER.rename("id", "id")).isSameAs(ORDER);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ORDER.rename("id", "total"))
                .withMessageContaining("\"id\" cannot be renamed to \"total\", which is there, too");
    }

    @Test
    void properties_are_put_removed_and_picked() {
        JsonObject ab = JsonObject.parse("{\"a\":1,\"b\":2}");

        assertThat(ab.put("c", 3).put("a", null)).hasToString("{\"a\":null,\"b\":2,\"c\":3}");
        assertThat(ab.putIfAbsent("a", 9).putIfAbsent("c", 9)).hasToString("{\"a\":1,\"b\":2,\"c\":9}");
        assertThat(ab.put("n", null).putIfAbsent("n", 1)).hasToString("{\"a\":1,\"b\":2,\"n\":null}");
        assertThat(ab.remove("a", "x")).hasToString("{\"b\":2}");
        assertThat(ORDER.pick("paid", "id", "x")).hasToString("{\"id\":\"o-1\",\"paid\":true}");
    }

    @Test
    void values_lists_and_objects_are_changed_inside() {
        assertThat(ORDER.change("total", total -> total.toString()).text("total"))
                .isEqualTo("4.50");
        assertThat(ORDER.within("to", to -> to.rename("zip", "postcode")).object("to"))
                .hasToString("{\"postcode\":\"3000\"}");
        assertThat(ORDER.each("lines", line -> line.put("currency", "CHF")).objects("lines"))
                .extracting(line -> line.text("currency"))
                .containsExactly("CHF", "CHF");
    }

    @Test
    void what_is_not_there_or_null_is_not_changed() {
        for (String name : List.of("note", "nothing")) {
            assertThat(ORDER.change(name, value -> Assertions.fail("there is nothing to change")))
                    .isSameAs(ORDER);
            assertThat(ORDER.within(name, JsonObjectTest::unwanted)).isSameAs(ORDER);
            assertThat(ORDER.each(name, JsonObjectTest::unwanted)).isSameAs(ORDER);
        }
        assertThatIllegalArgumentException().isThrownBy(() -> ORDER.within("id", JsonObjectTest::unwanted));
        assertThatIllegalArgumentException().isThrownBy(() -> ORDER.each("id", JsonObjectTest::unwanted));
    }

    private static JsonObject unwanted(JsonObject json) {
        return Assertions.fail("there is nothing to change, not " + json);
    }

    @Test
    void every_operation_leaves_the_object_as_it_was() {
        String before = ORDER.toString();
        var unused = ORDER.put("a", 1)
                .remove("id")
                .rename("paid", "x")
                .within("to", to -> to.put("a", 1))
                .each("lines", line -> line.remove("n"));

        assertThat(ORDER).hasToString(before);
        Assertions.assertThatThrownBy(() -> ORDER.names().clear()).isInstanceOf(UnsupportedOperationException.class);
        Assertions.assertThatThrownBy(() -> ORDER.list("lines").clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void java_values_become_those_of_json() {
        JsonObject all = JsonObject.empty()
                .put("int", 1)
                .put("long", Long.MIN_VALUE)
                .put("big", BigInteger.TEN.pow(30))
                .put("decimal", new BigDecimal("1.10"))
                .put("double", 0.1)
                .put("float", 0.1f)
                .put("zero", -0.0)
                .put("map", Map.of("a", List.of(1, "b")))
                .put("list", Arrays.asList(null, true));

        assertThat(all)
                .hasToString("{\"int\":1,\"long\":-9223372036854775808,\"big\":1000000000000000000000000000000,"
                        + "\"decimal\":1.10,\"double\":0.1,\"float\":0.1,\"zero\":-0.0,"
                        + "\"map\":{\"a\":[1,\"b\"]},\"list\":[null,true]}");
        assertThat(JsonObject.parse(all.toString())).isEqualTo(all).hasSameHashCodeAs(all);
    }

    @Test
    void what_json_does_not_have_is_refused() {
        for (Object value :
                List.of(Optional.of(1), Double.NaN, Float.POSITIVE_INFINITY, 'c', Map.of(1, 2), new int[0])) {
            assertThatIllegalArgumentException()
                    .as("%s", value)
                    .isThrownBy(() -> JsonObject.empty().put("x", value));
        }
    }

    @Test
    void equality_is_that_of_contents() {
        assertThat(JsonObject.parse("{\"a\":1,\"b\":2}")).isEqualTo(JsonObject.parse("{ \"b\" : 2, \"a\" : 1 }"));
        assertThat(JsonObject.parse("{\"a\":1}")).isNotEqualTo(JsonObject.parse("{\"a\":1.0}"));
        assertThat(JsonObject.parse("{\"a\":null}")).isNotEqualTo(JsonObject.empty());
    }
}
