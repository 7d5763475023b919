package dev.mink.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What {@link Codec#json()} makes of JSON that it did not write itself, or not today. */
class JsonReadingTest {

    private static final Codec CODEC = Codec.json();

    record Named(String name) {}

    record Counted(int count) {}

    private static <E> E read(String json, Class<E> type) {
        return CODEC.decode(Payload.json(json.getBytes(StandardCharsets.UTF_8)), type);
    }

    private static void assertRefused(String json, Class<?> type, String why) {
        assertThatExceptionOfType(CodecException.class)
                .isThrownBy(() -> read(json, type))
                .withMessageStartingWith("stored event does not fit " + type.getName() + ": ")
                .withMessageContaining(why)
                .withMessageEndingWith("; stored is " + json)
                .satisfies(e -> assertThat(e.type()).isEqualTo(type.getName()));
    }

    @Test
    void unknown_properties_are_ignored_whatever_is_in_them() {
        assertThat(read("{\"x\":{\"name\":[1,{}]},\"name\":\"n\",\"y\":null}", Named.class))
                .isEqualTo(new Named("n"));
    }

    @Test
    void order_and_white_space_do_not_matter() {
        record Pair(int a, int b) {}

        assertThat(read(" {\n\"b\" : 2 , \"a\":1 }\n", Pair.class)).isEqualTo(new Pair(1, 2));
    }

    @Test
    void a_missing_property_is_named() {
        assertRefused("{}", Named.class, "'name'");
        assertRefused("{\"Name\":\"x\"}", Named.class, "'name'");
        assertRefused("{}", Counted.class, "'count'");
    }

    record Address(String street, String city) {}

    record Moved(Address to, List<Address> past, Map<String, Address> other) {}

    @Test
    void a_missing_property_of_a_nested_record_is_named_with_its_place() {
        String good = "{\"street\":\"s\",\"city\":\"c\"}";

        assertRefused("{\"to\":{\"street\":\"s\"},\"past\":[],\"other\":{}}", Moved.class, "(at to.city)");
        assertRefused(
                "{\"to\":" + good + ",\"past\":[" + good + ",{\"city\":\"c\"}],\"other\":{}}",
                Moved.class,
                "(at past.[1].street)");
        assertRefused(
                "{\"to\":" + good + ",\"past\":[],\"other\":{\"home\":{}}}", Moved.class, "(at other.home.street)");
    }

    @Test
    void a_missing_primitive_is_not_zero() {
        record All(boolean z, byte b, short s, int i, long l, float f, double d, char c) {}
        String json = "{\"z\":true,\"b\":1,\"s\":1,\"i\":1,\"l\":1,\"f\":1,\"d\":1,\"c\":\"c\"}";

        assertThat(read(json, All.class)).isEqualTo(new All(true, (byte) 1, (short) 1, 1, 1, 1, 1, 'c'));
        for (String name : List.of("z", "b", "s", "i", "l", "f", "d", "c")) {
            assertThatThrownBy(() -> read(json.replace("\"" + name + "\"", "\"other\""), All.class))
                    .hasMessageContaining("'" + name + "'");
            assertThatThrownBy(() ->
                            read(json.replaceFirst("\"" + name + "\":[^,}]*", "\"" + name + "\":null"), All.class))
                    .isInstanceOf(CodecException.class)
                    .hasMessageContaining("null");
        }
    }

    record Lenient(
            Optional<String> text,
            OptionalInt i,
            OptionalLong l,
            OptionalDouble d,
            @Nullable String nullable,
            @Marked.Nullable Integer otherNullable,
            @JsonProperty String jacksons,
            String needed) {}

    /** Another library's annotation, kept at run time as jspecify's is. */
    @interface Marked {
        @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)
        @interface Nullable {}
    }

    /** Has a default for each component that may be missing. */
    record Defaulted(String name, @Nullable String channel, List<String> tags) {
        Defaulted(String name, @Nullable String channel, @Nullable List<String> tags) {
            this.name = name;
            this.channel = channel == null ? "web" : channel;
            this.tags = tags == null ? List.of() : List.copyOf(tags);
        }
    }

    record Compact(@Nullable String channel) {
        Compact {
            channel = channel == null ? "web" : channel;
        }
    }

    @Test
    void a_constructor_can_give_a_default_for_what_may_be_missing() {
        assertThat(read("{}", Compact.class)).isEqualTo(new Compact("web"));
        assertThat(read("{\"name\":\"a\"}", Defaulted.class)).isEqualTo(new Defaulted("a", "web", List.of()));
        assertThat(read("{\"name\":\"a\",\"tags\":[\"x\"],\"channel\":\"shop\"}", Defaulted.class))
                .isEqualTo(new Defaulted("a", "shop", List.of("x")));
        assertRefused("{\"channel\":\"shop\",\"tags\":[]}", Defaulted.class, "'name'");
    }

    @Test
    void optional_and_nullable_components_may_be_missing_or_null() {
        Lenient empty = new Lenient(
                Optional.empty(),
                OptionalInt.empty(),
                OptionalLong.empty(),
                OptionalDouble.empty(),
                null,
                null,
                "j",
                "x");

        assertThat(read("{\"jacksons\":\"j\",\"needed\":\"x\"}", Lenient.class)).isEqualTo(empty);
        assertThat(read("""
                        {"text":null,"i":null,"l":null,"d":null,"nullable":null,"otherNullable":null,\
                        "jacksons":"j","needed":"x"}""", Lenient.class)).isEqualTo(empty);
        assertRefused("{\"jacksons\":\"j\"}", Lenient.class, "'needed'");
    }

    record Built(Optional<String> first, String second) {

        @JsonCreator
        static Built of(
                @JsonProperty("one") String one,
                @JsonProperty("two") Optional<String> two,
                @JsonProperty("three") @Nullable String three,
                @JsonProperty("four") @Marked.Nullable String four) {
            return new Built(two, one + three + four);
        }
    }

    record WrittenOut(@Nullable String first, String second) {
        WrittenOut(String first, String second) {
            this.first = first;
            this.second = second + "!";
        }
    }

    @Test
    void a_creator_of_the_users_own_tells_by_its_own_parameters_what_it_needs() {
        assertThat(read("{\"one\":\"1\"}", Built.class)).isEqualTo(new Built(Optional.empty(), "1nullnull"));
        assertRefused("{\"two\":\"2\",\"three\":\"3\",\"four\":\"4\"}", Built.class, "'one'");
    }

    @Test
    void a_constructor_that_is_written_out_needs_what_its_components_need() {
        assertThat(read("{\"second\":\"s\"}", WrittenOut.class)).isEqualTo(new WrittenOut(null, "s"));
        assertRefused("{\"first\":\"f\"}", WrittenOut.class, "'second'");
    }

    @Test
    void a_null_that_is_there_is_read_as_null() {
        assertThat(read("{\"name\":null}", Named.class)).isEqualTo(new Named(null));
    }

    @Test
    void components_of_nested_objects_that_are_no_records_are_not_required() {
        record Holder(Bean bean) {}

        assertThat(read("{\"bean\":{}}", Holder.class).bean().text).isNull();
    }

    static final class Bean {
        public String text;
    }

    @Test
    void a_property_renamed_by_jackson_is_required_under_its_new_name() {
        record Renamed(@JsonProperty("customer_id") String customerId) {}

        assertThat(read("{\"customer_id\":\"c\"}", Renamed.class)).isEqualTo(new Renamed("c"));
        assertRefused("{\"customerId\":\"c\"}", Renamed.class, "'customer_id'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"x\"", "5", "true", "[{\"name\":\"x\"}]", "null", " null ", "", " "})
    void what_is_not_an_object_is_refused(String json) {
        assertRefused(json, Named.class, "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"name\"",
                "{\"name\":\"x\"",
                "{\"name\":\"x",
                "{\"name\":\"x\",}",
                "{name:\"x\"}",
                "{'name':'x'}",
                "{\"name\":\"x\"} // comment",
                "{\"name\":\"a\nb\"}",
                "{\"name\":\"\\x\"}",
                "{\"name\":NaN}",
                "{\"name\":-Infinity}",
                "garbage"
            })
    void broken_json_is_refused(String json) {
        assertRefused(json, Named.class, "");
    }

    @ParameterizedTest
    @ValueSource(strings = {" x", "{}", "[]", "null", "5", "]", "}", ",", "{\"name\":\"y\"}"})
    void what_follows_the_event_is_refused(String garbage) {
        assertRefused("{\"name\":\"x\"}" + garbage, Named.class, "");
    }

    @Test
    void the_last_of_two_equal_properties_counts() {
        assertThat(read("{\"name\":\"x\",\"name\":\"y\"}", Named.class)).isEqualTo(new Named("y"));
    }

    enum Size {
        SMALL,
        LARGE
    }

    record Typed(
            @Nullable Integer number,
            @Nullable BigDecimal decimal,
            @Nullable Double real,
            @Nullable Boolean flag,
            @Nullable Size size,
            @Nullable Instant instant,
            @Nullable String text,
            @Nullable List<String> list) {}

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "number | 2.7",
                "number | 2.0",
                "number | \"5\"",
                "number | \"\"",
                "number | true",
                "number | 3000000000",
                "number | {}",
                "decimal | \"2.50\"",
                "decimal | \"\"",
                "decimal | []",
                "real | \"much\"",
                "real | \"\"",
                "flag | 1",
                "flag | \"true\"",
                "flag | \"\"",
                "size | 0",
                "size | \"small\"",
                "size | \"HUGE\"",
                "size | \"\"",
                "instant | \"\"",
                "instant | \"yesterday\"",
                "instant | \"2020-13-01T00:00:00Z\"",
                "text | {}",
                "text | [\"x\"]",
                "list | \"x\"",
                "list | {}",
            })
    void a_value_of_another_type_is_refused_with_its_place_rather_than_rounded_or_guessed(String name, String value) {
        assertThatExceptionOfType(CodecException.class)
                .isThrownBy(() -> read("{\"" + name + "\":" + value + "}", Typed.class))
                .withMessageContaining("(at " + name)
                .withMessageEndingWith("stored is {\"" + name + "\":" + value + "}");
    }

    record Positive(int number) {
        Positive {
            if (number < 1) {
                throw new IllegalArgumentException("number " + number + " is not positive");
            }
        }
    }

    @Test
    void an_event_that_its_record_refuses_is_reported_with_the_reason() {
        assertRefused("{\"number\":-1}", Positive.class, "number -1 is not positive");
    }

    record Broken(String text) {
        Broken {
            throw new AssertionError("broken: " + text);
        }
    }

    @Test
    void an_error_within_a_record_is_not_taken_for_a_wrong_event() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> read("{\"text\":\"x\"}", Broken.class))
                .withMessage("broken: x");
    }

    @Test
    void a_long_payload_is_shortened_in_the_message() {
        assertThatExceptionOfType(CodecException.class)
                .isThrownBy(() -> read("{\"x\":\"" + "y".repeat(10_000) + "\"}", Named.class))
                .withMessageEndingWith("yyy…")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(500));
    }

    @Test
    void a_binary_payload_is_refused_even_if_it_looks_like_json() {
        Payload binary = Payload.binary("{\"name\":\"x\"}".getBytes(StandardCharsets.UTF_8));

        assertThatExceptionOfType(CodecException.class)
                .isThrownBy(() -> CODEC.decode(binary, Named.class))
                .withMessage("event " + Named.class.getName() + " is stored in a binary format but read with the JSON"
                        + " codec: build the event store with the codec that wrote it");
    }

    @Test
    void bytes_that_are_no_utf_8_are_refused() {
        byte[] broken = "{\"name\":\"x\"}".getBytes(StandardCharsets.UTF_8);
        broken[9] = (byte) 0xff;

        assertThatExceptionOfType(CodecException.class)
                .isThrownBy(() -> CODEC.decode(Payload.json(broken), Named.class));
    }

    @Test
    void a_mapper_of_the_users_own_decides_by_itself() {
        Codec own = Codec.json(JsonMapper.builder().build());

        assertThat(own.decode(Payload.json("{}".getBytes(StandardCharsets.UTF_8)), Named.class))
                .isEqualTo(new Named(null));
        assertThat(own.encode(new Named("x"))).hasToString("{\"name\":\"x\"}");
    }
}
