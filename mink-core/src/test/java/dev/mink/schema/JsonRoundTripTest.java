package dev.mink.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Currency;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written by {@link Codec#json()} is read as it was. */
class JsonRoundTripTest {

    private static final Codec CODEC = Codec.json();

    private static String json(Object event) {
        return CODEC.encode(event).toString();
    }

    private static Object roundTrip(Object event) {
        return CODEC.decode(CODEC.encode(event), event.getClass());
    }

    private static void assertRoundTrip(Object event, String json) {
        assertThat(json(event)).isEqualTo(json);
        assertThat(roundTrip(event)).isEqualTo(event);
    }

    record Price(BigDecimal amount) {}

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "0.00",
                "2.50",
                "-2.50",
                "1E+3",
                "1000",
                "1E-1000",
                "1E+100000",
                "1E+2147483647",
                "1E-2147483647",
                "123456789012345678901234567890.123456789012345678901234567890",
                "0E-10",
                "9747747.934"
            })
    void a_decimal_keeps_its_value_and_its_scale(String amount) {
        assertRoundTrip(new Price(new BigDecimal(amount)), "{\"amount\":" + new BigDecimal(amount) + "}");
    }

    @Test
    void numbers_of_any_length_can_be_read_again() {
        record Huge(BigInteger integer, BigDecimal decimal, Object untyped) {}
        BigInteger integer = new BigInteger("7".repeat(5_000));

        assertThat(roundTrip(new Huge(integer, new BigDecimal(integer, 2_500), integer)))
                .isEqualTo(new Huge(integer, new BigDecimal(integer, 2_500), integer));
    }

    @Test
    void names_and_texts_of_any_length_can_be_read_again() {
        record Lengthy(Map<String, String> texts) {}
        Lengthy event = new Lengthy(Map.of("n".repeat(60_000), "t".repeat(200_000)));

        assertThat(roundTrip(event)).isEqualTo(event);
    }

    @Test
    void untyped_decimals_keep_their_value_and_their_scale() {
        record Loose(Object value, Map<String, Object> values) {}
        Loose event = new Loose(
                new BigDecimal("2.50"), Map.of("a", new BigDecimal("0.10"), "b", List.of(new BigDecimal("1E+3"))));

        assertRoundTrip(new Loose(new BigDecimal("2.50"), Map.of()), "{\"value\":2.50,\"values\":{}}");
        assertThat(roundTrip(event)).isEqualTo(event);
    }

    @Test
    void money_in_map_keys_and_lists_is_exact() {
        record Prices(Map<BigDecimal, BigDecimal> steps, List<BigDecimal> all) {}

        assertRoundTrip(
                new Prices(Map.of(new BigDecimal("2.50"), new BigDecimal("1E+2")), List.of(new BigDecimal("0.0"))),
                "{\"steps\":{\"2.50\":1E+2},\"all\":[0.0]}");
    }

    @Test
    void primitives_are_exact_at_their_limits() {
        record Numbers(byte b, short s, int i, long l, float f, double d, char c, boolean z) {}

        for (Numbers numbers : List.of(
                new Numbers((byte) -128, Short.MIN_VALUE, Integer.MIN_VALUE, Long.MIN_VALUE, 0.1f, 0.1, 'é', true),
                new Numbers(
                        (byte) 127,
                        Short.MAX_VALUE,
                        Integer.MAX_VALUE,
                        Long.MAX_VALUE,
                        Float.MAX_VALUE,
                        Double.MAX_VALUE,
                        '"',
                        false),
                new Numbers((byte) 0, (short) 0, 0, (1L << 53) + 1, Float.MIN_VALUE, Double.MIN_VALUE, '\uffff', true),
                new Numbers((byte) 0, (short) 0, 0, 0, -0.0f, -0.0, '\\', true))) {
            assertThat(roundTrip(numbers)).isEqualTo(numbers);
        }
    }

    record Times(
            Instant instant,
            LocalDate date,
            LocalTime time,
            LocalDateTime dateTime,
            OffsetDateTime offsetDateTime,
            OffsetTime offsetTime,
            ZonedDateTime zonedDateTime,
            Duration duration,
            Period period,
            YearMonth yearMonth,
            MonthDay monthDay,
            Year year,
            ZoneId zone,
            ZoneOffset offset,
            DayOfWeek day) {}

    @Test
    void times_are_iso_8601_texts() {
        assertRoundTrip(
                new Times(
                        Instant.parse("2011-12-09T12:50:00.123456789Z"),
                        LocalDate.parse("2011-12-09"),
                        LocalTime.parse("12:50:01"),
                        LocalDateTime.parse("2011-12-09T12:50:01"),
                        OffsetDateTime.parse("2011-12-09T12:50:01+05:30"),
                        OffsetTime.parse("12:50:01-08:00"),
                        ZonedDateTime.parse("2011-12-09T12:50:01+01:00[Europe/Paris]"),
                        Duration.parse("PT26H0.000000001S"),
                        Period.parse("P1Y2M3D"),
                        YearMonth.parse("2011-12"),
                        MonthDay.parse("--02-29"),
                        Year.of(2011),
                        ZoneId.of("Europe/Paris"),
                        ZoneOffset.ofHours(-8),
                        DayOfWeek.FRIDAY),
                """
                {"instant":"2011-12-09T12:50:00.123456789Z","date":"2011-12-09","time":"12:50:01",\
                "dateTime":"2011-12-09T12:50:01","offsetDateTime":"2011-12-09T12:50:01+05:30",\
                "offsetTime":"12:50:01-08:00","zonedDateTime":"2011-12-09T12:50:01+01:00[Europe/Paris]",\
                "duration":"PT26H0.000000001S","period":"P1Y2M3D","yearMonth":"2011-12","monthDay":"--02-29",\
                "year":2011,"zone":"Europe/Paris","offset":"-08:00","day":"FRIDAY"}""");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2020-10-25T02:30:00+02:00[Europe/Paris]",
                "2020-10-25T02:30:00+01:00[Europe/Paris]",
                "2020-01-01T00:00:00Z",
                "2020-01-01T00:00:00Z[UTC]",
                "2020-01-01T00:00:00Z[Etc/UTC]",
                "2020-01-01T00:00:00+03:00"
            })
    void a_zoned_time_keeps_its_offset_and_its_zone(String time) {
        record At(ZonedDateTime time) {}

        assertRoundTrip(new At(ZonedDateTime.parse(time)), "{\"time\":\"" + time + "\"}");
    }

    @Test
    void times_are_exact_at_their_limits() {
        record Limits(Instant instant, OffsetDateTime offset, LocalDateTime local, Duration duration) {}

        for (Limits limits : List.of(
                new Limits(Instant.MIN, OffsetDateTime.MIN, LocalDateTime.MIN, Duration.ofSeconds(Long.MIN_VALUE)),
                new Limits(
                        Instant.MAX,
                        OffsetDateTime.MAX,
                        LocalDateTime.MAX,
                        Duration.ofSeconds(Long.MAX_VALUE, 999_999_999)))) {
            assertThat(roundTrip(limits)).isEqualTo(limits);
        }
    }

    @Test
    void times_as_map_keys_are_kept() {
        record Days(Map<LocalDate, Integer> days, Map<Instant, Integer> instants) {}

        assertRoundTrip(
                new Days(Map.of(LocalDate.EPOCH, 1), Map.of(Instant.EPOCH, 2)),
                "{\"days\":{\"1970-01-01\":1},\"instants\":{\"1970-01-01T00:00:00Z\":2}}");
    }

    enum Size {
        SMALL {
            @Override
            public String toString() {
                return "for people";
            }
        },
        LARGE {
            @Override
            public String toString() {
                return "for people";
            }
        }
    }

    @Test
    void an_enum_constant_is_stored_by_its_name_whatever_its_text() {
        record Sized(Size size, List<Size> sizes, Map<Size, Integer> stock) {}

        assertRoundTrip(
                new Sized(Size.LARGE, List.of(Size.SMALL), new EnumMap<>(Map.of(Size.LARGE, 1))),
                "{\"size\":\"LARGE\",\"sizes\":[\"SMALL\"],\"stock\":{\"LARGE\":1}}");
    }

    @Test
    void an_event_without_components_is_an_empty_object() {
        record Completed() {}

        assertRoundTrip(new Completed(), "{}");
    }

    @Test
    void a_single_component_is_still_an_object() {
        record Named(String name) {}
        record Numbered(int number) {}
        record Tagged(List<String> tags) {}

        assertRoundTrip(new Named("x"), "{\"name\":\"x\"}");
        assertRoundTrip(new Named(""), "{\"name\":\"\"}");
        assertRoundTrip(new Numbered(7), "{\"number\":7}");
        assertRoundTrip(new Tagged(List.of()), "{\"tags\":[]}");
    }

    record Address(String street, Optional<String> door) {}

    record Customer(String name, Address address, List<Address> former, Map<String, Address> byKind) {}

    @Test
    void nested_records_collections_and_maps_are_kept() {
        Map<String, Address> byKind = new LinkedHashMap<>();
        byKind.put("work", new Address("W", Optional.empty()));
        byKind.put("home", new Address("H", Optional.of("2")));

        assertRoundTrip(
                new Customer(
                        "n", new Address("s", Optional.of("1")), List.of(new Address("f", Optional.empty())), byKind),
                """
                {"name":"n","address":{"street":"s","door":"1"},"former":[{"street":"f","door":null}],\
                "byKind":{"work":{"street":"W","door":null},"home":{"street":"H","door":"2"}}}""");
    }

    @Test
    void collections_and_keys_of_many_kinds_are_kept() {
        record Mixed(
                Set<Integer> set,
                List<List<String>> nested,
                Map<UUID, Boolean> flags,
                Map<Integer, String> numbered,
                Optional<List<Integer>> maybe,
                List<@Nullable String> holes) {}
        List<String> holes = new java.util.ArrayList<>();
        holes.add(null);
        holes.add("x");

        Mixed mixed = new Mixed(
                Set.of(1, 2),
                List.of(List.of("a"), List.of()),
                Map.of(new UUID(1, 2), true),
                Map.of(-1, "x"),
                Optional.of(List.of(1)),
                holes);
        assertThat(roundTrip(mixed)).isEqualTo(mixed);
    }

    @Test
    void optional_components_are_values_or_null() {
        record Maybe(
                Optional<String> text,
                OptionalInt i,
                OptionalLong l,
                OptionalDouble d,
                @Nullable String n) {}

        assertRoundTrip(
                new Maybe(Optional.of("x"), OptionalInt.of(1), OptionalLong.of(2), OptionalDouble.of(0.5), "n"),
                "{\"text\":\"x\",\"i\":1,\"l\":2,\"d\":0.5,\"n\":\"n\"}");
        assertRoundTrip(
                new Maybe(Optional.empty(), OptionalInt.empty(), OptionalLong.empty(), OptionalDouble.empty(), null),
                "{\"text\":null,\"i\":null,\"l\":null,\"d\":null,\"n\":null}");
    }

    @Test
    void a_null_that_an_event_has_is_kept() {
        record Named(String name) {}

        assertRoundTrip(new Named(null), "{\"name\":null}");
    }

    @Test
    void well_known_values_are_readable_texts() {
        record Known(UUID id, URI uri, Currency currency, Locale locale) {}

        assertRoundTrip(
                new Known(
                        new UUID(0, 1),
                        URI.create("https://example.org/a?b=c"),
                        Currency.getInstance("EUR"),
                        Locale.GERMANY),
                """
                {"id":"00000000-0000-0000-0000-000000000001","uri":"https://example.org/a?b=c",\
                "currency":"EUR","locale":"de-DE"}""");
    }

    @SuppressWarnings("ArrayRecordComponent")
    @Test
    void arrays_are_kept() {
        record Arrays(byte[] bytes, int[] ints, double[] doubles, String[] texts) {}

        Arrays read = (Arrays) roundTrip(
                new Arrays(new byte[] {0, -1}, new int[] {1, 2}, new double[] {0.1, -0.0}, new String[] {"a", "😀"}));
        assertThat(read.bytes()).containsExactly(0, -1);
        assertThat(read.ints()).containsExactly(1, 2);
        assertThat(read.doubles()).containsExactly(0.1, -0.0);
        assertThat(read.texts()).containsExactly("a", "😀");
    }

    public record Line(int quantity, int price) {
        public boolean isFree() {
            return price == 0;
        }

        public int getUnitPrice() {
            return getTotal() / quantity;
        }

        public int getTotal() {
            return quantity * price;
        }
    }

    @Test
    void only_components_are_stored_not_what_is_computed_from_them() {
        Line line = new Line(0, 0);

        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(line::getUnitPrice);
        assertThat(line.isFree()).isTrue();
        assertRoundTrip(line, "{\"quantity\":0,\"price\":0}");
    }

    @Test
    void components_named_like_getters_are_components() {
        record Odd(boolean isOpen, String getName, int a, String URL, String xId) {}

        assertThat(roundTrip(new Odd(true, "n", 1, "u", "x"))).isEqualTo(new Odd(true, "n", 1, "u", "x"));
    }

    @Test
    void other_constructors_do_not_matter() {
        record Range(int from, int to) {
            Range(int from) {
                this(from, from);
            }

            Range(String text) {
                this(Integer.parseInt(text));
            }
        }

        assertRoundTrip(new Range("3"), "{\"from\":3,\"to\":3}");
    }

    static Stream<String> texts() {
        return Stream.of(
                "",
                " ",
                "\"",
                "\\",
                "\\u0000",
                "\\\\u0000",
                "\\ud800",
                "\\\\",
                "\n\r\t\b\f",
                "\u0001\u001f\u007f",
                "\u2028\u2029",
                "é",
                "😀",
                "👩‍👩‍👧",
                "a😀b😀",
                "\ufdd0\ufffe\uffff",
                "NaN",
                "Infinity",
                "\"NaN",
                "I\"N",
                "{\"a\":1}");
    }

    @ParameterizedTest
    @MethodSource("texts")
    void any_unicode_text_is_kept_in_values_keys_and_depths(String text) {
        record Texts(String value, Map<String, String> map, Object deep) {}
        Texts event = new Texts(text, Map.of(text, text), List.of(Map.of("k", List.of(text))));

        assertThat(roundTrip(event)).isEqualTo(event);
    }

    @Test
    void emoji_are_stored_readably() {
        record Said(String text, Map<String, String> byKey) {}

        assertThat(json(new Said("grüß 😀", Map.of("👍", "é"))))
                .isEqualTo("{\"text\":\"grüß 😀\",\"byKey\":{\"👍\":\"é\"}}");
    }
}
