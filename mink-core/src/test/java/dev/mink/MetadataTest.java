package dev.mink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataTest {

    private static final Metadata FULL = Metadata.empty()
            .withCorrelationId("corr-1")
            .withCausationId("cause-1")
            .withUserId("u-1")
            .withTenantId("t-1")
            .withAttribute("ip", "10.0.0.1")
            .withAttribute("agent", "curl");

    @Test
    void only_what_is_set_is_written() {
        assertThat(Metadata.empty().toJson()).isEqualTo("{}");
        assertThat(Metadata.empty().withUserId("u-1").toJson()).isEqualTo("{\"userId\":\"u-1\"}");
        assertThat(FULL.toJson())
                .isEqualTo("{\"correlationId\":\"corr-1\",\"causationId\":\"cause-1\",\"userId\":\"u-1\","
                        + "\"tenantId\":\"t-1\",\"attributes\":{\"ip\":\"10.0.0.1\",\"agent\":\"curl\"}}");
    }

    @Test
    void what_is_written_is_read_back() {
        assertThat(Metadata.fromJson(FULL.toJson())).isEqualTo(FULL);
        assertThat(Metadata.fromJson("{}")).isEqualTo(Metadata.empty());
        assertThat(Metadata.fromJson(" {\n} ").isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\"quoted\"",
                "back\\slash",
                "\\u0000",
                "line\nbreak\ttab",
                "\u0001",
                "\u2028",
                "é",
                "😀"
            })
    void any_storable_text_is_kept_as_it_is(String text) {
        Metadata metadata = Metadata.empty()
                .withCorrelationId(text)
                .withCausationId(text)
                .withUserId(text)
                .withTenantId(text)
                .withAttribute("a", text);

        assertThat(Metadata.fromJson(metadata.toJson())).isEqualTo(metadata);
    }

    @Test
    void random_texts_are_kept_as_they_are() {
        Random random = new Random(42);
        for (int i = 0; i < 2_000; i++) {
            String text = random.ints(random.nextInt(40), 1, 0x3000)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .append(random.nextBoolean() ? "😀" : "")
                    .toString();
            Metadata metadata = Metadata.empty().withTenantId(text).withAttribute("a\"" + i, text);

            assertThat(Metadata.fromJson(metadata.toJson())).as("text %s", text).isEqualTo(metadata);
        }
    }

    @Test
    void emoji_are_written_readably() {
        assertThat(Metadata.empty().withUserId("😀").toJson()).isEqualTo("{\"userId\":\"😀\"}");
    }

    @Test
    void unknown_properties_are_ignored_whatever_is_in_them() {
        Metadata read = Metadata.fromJson("""
                {"tenantId":"t","future":{"userId":"not me","attributes":{"x":"y"}},"list":[{"tenantId":"no"}],
                 "n":null,"b":true,"userId":"u"}""");

        assertThat(read).isEqualTo(Metadata.empty().withTenantId("t").withUserId("u"));
    }

    @Test
    void numbers_and_truth_values_are_read_as_texts_and_nulls_as_not_set() {
        Metadata read = Metadata.fromJson("""
                {"userId":42,"tenantId":true,"correlationId":null,"attributes":{"a":1.50,"b":null,"c":false}}""");

        assertThat(read)
                .isEqualTo(Metadata.empty()
                        .withUserId("42")
                        .withTenantId("true")
                        .withAttribute("a", "1.50")
                        .withAttribute("c", "false"));
    }

    @Test
    void null_attributes_are_none_and_swallow_nothing() {
        assertThat(Metadata.fromJson("{\"attributes\":null,\"userId\":\"u\"}"))
                .isEqualTo(Metadata.empty().withUserId("u"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"userId\":{\"tenantId\":\"evil\"}}",
                "{\"tenantId\":[\"a\"],\"userId\":\"u\"}",
                "{\"attributes\":{\"a\":{\"b\":\"c\"}}}",
                "{\"attributes\":{\"a\":[]}}"
            })
    void a_nested_value_where_a_text_belongs_is_refused(String json) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Metadata.fromJson(json))
                .withMessageStartingWith("metadata \"{")
                .withMessageContaining("has an object or array for \"")
                .withMessageEndingWith(", not a text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"attributes\":[]}", "{\"attributes\":\"x\"}", "{\"attributes\":5}"})
    void attributes_that_are_not_an_object_are_refused(String json) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Metadata.fromJson(json))
                .withMessageEndingWith("has attributes that are not an object");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "[]", "null", "5", "\"x\"", "true"})
    void what_is_not_an_object_is_refused(String json) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Metadata.fromJson(json))
                .withMessage("metadata \"%s\" is not a JSON object", json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"userId\"",
                "{\"userId\":",
                "{\"userId\":\"u\"",
                "{\"userId\":\"u\",}",
                "{userId:\"u\"}",
                "{\"userId\":'u'}",
                "{\"userId\":NaN}",
                "{\"attributes\":{\"a\":\"b\"}",
                "garbage",
                "{\"userId\":\"u\"} garbage",
                "{\"userId\":\"u\"}}"
            })
    void broken_json_is_refused_with_its_cause(String json) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Metadata.fromJson(json))
                .withMessageEndingWith("is not JSON")
                .havingCause()
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"userId\":\"u\"}{}", "{} []", "{} null", "{} 5"})
    void what_follows_the_object_is_refused(String json) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Metadata.fromJson(json))
                .withMessageEndingWith("goes on after its end");
    }

    @Test
    void the_last_of_two_equal_properties_counts() {
        assertThat(Metadata.fromJson("{\"userId\":\"a\",\"userId\":\"b\"}").userId())
                .isEqualTo("b");
    }

    @Test
    void a_stored_text_that_could_not_have_been_written_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Metadata.fromJson("{\"userId\":\"\\u0000\"}"));
        assertThatIllegalArgumentException().isThrownBy(() -> Metadata.fromJson("{\"userId\":\"\\ud800\"}"));
        assertThatIllegalArgumentException().isThrownBy(() -> Metadata.fromJson("{\"attributes\":{\" \":\"x\"}}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "a\u0000b", "\ud800", "\udc00", "\udc00\ud800", "x\ud83d"})
    void what_postgresql_cannot_store_is_refused_with_the_name_of_its_place(String text) {
        Map<String, BiFunction<Metadata, String, Metadata>> places = new LinkedHashMap<>();
        places.put("correlation id", Metadata::withCorrelationId);
        places.put("causation id", Metadata::withCausationId);
        places.put("user id", Metadata::withUserId);
        places.put("tenant id", Metadata::withTenantId);
        places.put("attribute trace", (metadata, value) -> metadata.withAttribute("trace", value));
        places.forEach((place, setter) -> assertThatIllegalArgumentException()
                .as(place)
                .isThrownBy(() -> setter.apply(Metadata.empty(), text))
                .withMessageStartingWith(place + " \""));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Metadata.empty().withAttribute(text, "x"))
                .withMessageStartingWith("attribute name \"");
    }

    @Test
    void attribute_names_are_checked_like_other_names() {
        assertThatIllegalArgumentException().isThrownBy(() -> Metadata.empty().withAttribute("", "x"));
        assertThatIllegalArgumentException().isThrownBy(() -> Metadata.empty().withAttribute(" a", "x"));
        assertThatIllegalArgumentException().isThrownBy(() -> Metadata.empty().withAttribute("n".repeat(256), "x"));
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> Metadata.empty().withAttribute(null, "x"))
                .withMessage("attribute name");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> Metadata.empty().withAttribute("a", null))
                .withMessage("attribute a");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> new Metadata(null, null, null, null, null))
                .withMessage("attributes");
    }

    @Test
    void attributes_keep_their_order_and_cannot_be_changed() {
        Map<String, String> given = new LinkedHashMap<>();
        given.put("z", "1");
        given.put("a", "2");
        Metadata metadata = new Metadata(null, null, null, null, given);
        given.put("late", "3");

        assertThat(metadata.attributes().keySet()).containsExactly("z", "a");
        assertThat(metadata.withAttribute("z", "9").attributes().keySet()).containsExactly("z", "a");
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> metadata.attributes().put("x", "y"));
        assertThat(new Metadata(null, null, null, null, Collections.emptyMap())).isEqualTo(Metadata.empty());
    }

    @Test
    void a_setting_can_be_taken_back() {
        Metadata none = FULL.withCorrelationId(null)
                .withCausationId(null)
                .withUserId(null)
                .withTenantId(null);

        assertThat(none.isEmpty()).isFalse();
        assertThat(none.toJson()).isEqualTo("{\"attributes\":{\"ip\":\"10.0.0.1\",\"agent\":\"curl\"}}");
    }

    @Test
    void defaults_fill_only_what_is_not_set() {
        Metadata own =
                Metadata.empty().withUserId("mine").withAttribute("ip", "other").withAttribute("own", "1");

        assertThat(own.orElse(FULL))
                .isEqualTo(FULL.withUserId("mine").withAttribute("ip", "other").withAttribute("own", "1"));
        assertThat(own.orElse(FULL).attributes().keySet()).containsExactly("ip", "agent", "own");
        assertThat(FULL.orElse(own).attributes())
                .containsEntry("ip", "10.0.0.1")
                .containsEntry("own", "1");
        assertThat(Metadata.empty().orElse(FULL)).isEqualTo(FULL);
        assertThat(FULL.orElse(Metadata.empty())).isEqualTo(FULL);
        assertThat(Metadata.empty().withUserId("").orElse(FULL).userId()).isEmpty();
    }
}
