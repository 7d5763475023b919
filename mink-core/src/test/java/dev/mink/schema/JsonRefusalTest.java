package dev.mink.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/** What {@link Codec#json()} does not write. */
class JsonRefusalTest {

    private static final Codec CODEC = Codec.json();

    record Any(Object value) {}

    record Reals(double d, Double boxed, float f, Float boxedFloat) {}

    record Letter(char letter) {}

    record Texts(Map<String, String> texts) {}

    private static void assertRefused(Object event, String why) {
        assertThatExceptionOfType(CodecException.class)
                .isThrownBy(() -> CODEC.encode(event))
                .withMessageStartingWith("event " + event.getClass().getName() + " cannot be written as JSON: " + why)
                .satisfies(e -> assertThat(e.type()).isEqualTo(event.getClass().getName()));
    }

    static Stream<Object> notNumbers() {
        return Stream.of(
                        new Reals(Double.NaN, 1.0, 1f, 1f),
                        new Reals(1, Double.NEGATIVE_INFINITY, 1f, 1f),
                        new Reals(1, 1.0, Float.POSITIVE_INFINITY, 1f),
                        new Reals(1, 1.0, 1f, Float.NaN))
                .flatMap(reals -> Stream.of(reals, new Any(reals), new Any(List.of(reals))));
    }

    static Stream<Object> untypedNotNumbers() {
        return Stream.<Object>of(
                        Double.NaN,
                        Double.POSITIVE_INFINITY,
                        Double.NEGATIVE_INFINITY,
                        Float.NaN,
                        new double[] {1, Double.NaN},
                        new float[] {Float.NEGATIVE_INFINITY},
                        new Double[] {Double.NaN},
                        List.of(0.5, Double.NaN),
                        Map.of("a", Map.of("b", Float.POSITIVE_INFINITY)),
                        Optional.of(Double.NaN),
                        OptionalDouble.of(Double.NaN))
                .map(Any::new);
    }

    @ParameterizedTest
    @MethodSource({"notNumbers", "untypedNotNumbers"})
    void nan_and_infinities_are_refused_wherever_they_are(Object event) {
        assertRefused(event, "a number is NaN or infinite, which JSON cannot express");
    }

    static Stream<Object> placed(String text) {
        return Stream.of(
                new Any(text),
                new Any(List.of("x", text)),
                new Any(new String[] {text}),
                new Any(text.toCharArray()),
                new Any(Optional.of(text)),
                new Texts(Map.of("key", text)),
                new Texts(Map.of(text, "value")),
                new Any(Map.of("a", List.of(Map.of(text, 1)))),
                new Texts(Map.of("n".repeat(3_999) + text, "v".repeat(8_191) + text + "v".repeat(9_000))));
    }

    static Stream<Object> nuls() {
        return Stream.concat(
                Stream.of("\0", "a\0", "\0a", "\\\0").flatMap(JsonRefusalTest::placed), Stream.of(new Letter('\0')));
    }

    @ParameterizedTest
    @MethodSource("nuls")
    void a_nul_character_is_refused_wherever_it_is(Object event) {
        assertRefused(event, "a text contains a NUL character, which PostgreSQL cannot store");
    }

    static Stream<Object> surrogates() {
        return Stream.concat(
                Stream.of(
                                "\ud800",
                                "\udfff",
                                "a\ud83d",
                                "\ude00a",
                                "\ude00\ud83d",
                                "\ud83d\ud83d",
                                "😀\ud83d",
                                "\\\ud800")
                        .flatMap(JsonRefusalTest::placed),
                Stream.of(new Letter('\ud800'), new Letter('\udc00')));
    }

    @ParameterizedTest
    @MethodSource("surrogates")
    void an_unpaired_surrogate_is_refused_wherever_it_is(Object event) {
        assertThatExceptionOfType(CodecException.class)
                .isThrownBy(() -> CODEC.encode(event))
                .withMessageContaining("cannot be written as JSON: ")
                .withMessageContaining("surrogate");
    }

    sealed interface Payment {}

    record Card(String number) implements Payment {}

    record Paid(String id, Payment payment) {}

    @Test
    void what_could_not_be_read_again_is_refused_when_it_is_first_written() {
        assertThatExceptionOfType(CodecException.class)
                .isThrownBy(() -> CODEC.encode(new Paid("1", new Card("2"))))
                .withMessageStartingWith(
                        "event " + Paid.class.getName() + " could be written as JSON but not read again: ")
                .withMessageContaining("at payment")
                .withMessageEndingWith("; change the component, or give its type what Jackson needs to make one");
    }

    @Test
    void what_could_not_be_read_again_is_refused_every_time() {
        for (int i = 0; i < 3; i++) {
            assertThatExceptionOfType(CodecException.class)
                    .isThrownBy(() -> CODEC.encode(new Paid("1", new Card("2"))))
                    .withMessageContaining("not read again");
        }
    }

    @Test
    void an_object_that_is_not_data_is_refused() {
        assertThatExceptionOfType(CodecException.class).isThrownBy(() -> CODEC.encode(new Object() {}));
    }

    @Test
    void a_null_key_is_refused() {
        Map<String, Object> map = new HashMap<>();
        map.put(null, 1);

        assertRefused(new Any(map), "Null key for a Map not allowed in JSON");
    }

    @Test
    void what_contains_itself_is_refused_shortly() {
        List<Object> cycle = new ArrayList<>();
        cycle.add(cycle);

        assertThatExceptionOfType(CodecException.class)
                .isThrownBy(() -> CODEC.encode(new Any(cycle)))
                .withMessageContaining("nesting depth")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(500));
    }

    record Broken(String text) {
        @Override
        public String text() {
            throw new IllegalStateException("not now");
        }
    }

    @Test
    void what_a_component_throws_is_the_cause() {
        assertThatExceptionOfType(CodecException.class)
                .isThrownBy(() -> CODEC.encode(new Broken("x")))
                .withMessageContaining("not now")
                .withMessageContaining("(at text)")
                .havingRootCause()
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_mapper_that_escapes_everything_is_checked_the_same_way() {
        Codec escaping = Codec.json(JsonMapper.builder(JsonFactory.builder()
                        .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                        .disable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                        .build())
                .build());

        assertThat(escaping.encode(new Any("é 😀😀")))
                .hasToString("{\"value\":\"\\u00E9 \\uD83D\\uDE00\\uD83D\\uDE00\"}");
        assertThat(escaping.decode(escaping.encode(new Any("😀")), Any.class)).isEqualTo(new Any("😀"));
        for (String text :
                List.of("\0", "😀\0", "\ud83d", "\ud83d\ud83d", "\ud83dx", "\ude00😀", "😀\ude00", "\ud83d\0")) {
            assertThatExceptionOfType(CodecException.class)
                    .as("text of %s", text.codePoints().boxed().toList())
                    .isThrownBy(() -> escaping.encode(new Any(text)));
        }
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> Codec.json(null))
                .withMessage("mapper");
    }
}
