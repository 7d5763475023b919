package dev.mink.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mink.EventStore;
import dev.mink.EventTooLargeException;
import dev.mink.ExpectedVersion;
import dev.mink.FeedQuery;
import dev.mink.RecordedEvent;
import dev.mink.StreamId;
import dev.mink.examples.quickstart.OrderEvent;
import dev.mink.examples.quickstart.OrderEvent.LineAdded;
import dev.mink.examples.quickstart.OrderEvent.Placed;
import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import dev.mink.schema.Codec;
import dev.mink.schema.CodecException;
import dev.mink.schema.EventTypes;
import dev.mink.schema.Payload;
import dev.mink.schema.UnknownEventException;
import dev.mink.spi.EventStorage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** What docs/events.md shows and says. */
final class EventsDocsTest {
    private static final StreamId INVOICE = StreamId.of("Invoice", "i-1");

    private final Codec json = Codec.json();

    // region: sealed
    sealed interface InvoiceEvent {
        record Placed(String invoiceId) implements InvoiceEvent {}

        sealed interface Settlement extends InvoiceEvent {}

        record Paid(BigDecimal amount, Instant at) implements Settlement {}

        record WrittenOff(String reason) implements Settlement {}
    }
    // endregion

    @Test
    void names_are_simple_names_unless_given() {
        // region: names
        EventTypes types = EventTypes.builder()
                .add(OrderEvent.class)
                .add(InvoiceEvent.class)
                .name(InvoiceEvent.Placed.class, "InvoicePlaced") // OrderEvent has a Placed, too
                .build();
        // endregion

        assertThat(types.names())
                .containsExactlyInAnyOrder("Placed", "LineAdded", "Shipped", "InvoicePlaced", "Paid", "WrittenOff");
        assertThat(types.namesUnder(InvoiceEvent.Settlement.class)).containsExactlyInAnyOrder("Paid", "WrittenOff");
        assertThatThrownBy(() -> EventTypes.of(OrderEvent.class, InvoiceEvent.class))
                .isInstanceOf(IllegalArgumentException.class);
    }

    interface Open {}

    sealed interface HalfOpen {
        record Done() implements HalfOpen {}

        non-sealed interface Anything extends HalfOpen {}
    }

    record Generic<X>(X value) {}

    @ParameterizedTest
    @ValueSource(classes = {Open.class, HalfOpen.class, Generic.class, String.class})
    void types_that_could_not_be_told_apart_later_are_refused(Class<?> type) {
        assertThatThrownBy(() -> EventTypes.of(type)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void an_unregistered_event_is_neither_stored_nor_read() {
        EventStorage<MemoryTransaction> storage = new InMemoryStorage();
        EventStore<MemoryTransaction> all = EventStore.of(storage, EventTypes.of(InvoiceEvent.class));
        EventStore<MemoryTransaction> some = EventStore.of(storage, EventTypes.of(InvoiceEvent.Settlement.class));
        all.append(INVOICE, ExpectedVersion.any(), List.of(new InvoiceEvent.Placed("i-1")));
        all.append(INVOICE, ExpectedVersion.any(), List.of(new InvoiceEvent.WrittenOff("gone")));

        assertThatThrownBy(() -> some.append(INVOICE, ExpectedVersion.any(), List.of(new InvoiceEvent.Placed("i-2"))))
                .isInstanceOf(UnknownEventException.class);
        assertThatThrownBy(() -> some.read(INVOICE).toList()).isInstanceOf(UnknownEventException.class);
        assertThat(some.read(FeedQuery.all().types(InvoiceEvent.Settlement.class)))
                .hasSize(1);
    }

    // region: components
    record Registered(
            String name, // must be there when read
            Optional<String> phone, // may be missing: empty then
            @Nullable String note, // may be missing or null: null then
            List<Address> addresses) {}

    record Address(String city, @Nullable String street) {}
    // endregion

    @Test
    void components_are_needed_unless_optional_or_nullable() {
        Registered bare = new Registered("Anna", Optional.empty(), null, List.of(new Address("Bern", null)));

        assertThat(read(Registered.class, "{\"name\":\"Anna\",\"addresses\":[{\"city\":\"Bern\"}],\"new\":1}"))
                .isEqualTo(bare);
        assertThat(json.decode(json.encode(bare), Registered.class)).isEqualTo(bare);
        assertThatThrownBy(() -> read(Registered.class, "{\"addresses\":[]}"))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("name");
        assertThatThrownBy(() -> read(Registered.class, "{\"name\":\"Anna\",\"addresses\":[{}]}"))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("city");
    }

    @Test
    void an_explicit_null_reaches_the_record() {
        assertThat(read(Registered.class, "{\"name\":null,\"addresses\":[]}").name())
                .isNull();
        assertThatThrownBy(() -> read(Counted.class, "{\"count\":null}")).isInstanceOf(CodecException.class);
    }

    record Counted(int count) {}

    record CountedWider(long count) {}

    record CountedPerhaps(Optional<Integer> count) {}

    @Test
    void a_component_may_be_widened() {
        Payload stored = json.encode(new Counted(3));

        assertThat(json.decode(stored, CountedWider.class)).isEqualTo(new CountedWider(3));
        assertThat(json.decode(stored, CountedPerhaps.class)).isEqualTo(new CountedPerhaps(Optional.of(3)));
    }

    record Measured(BigDecimal amount, double length, long number, BigInteger big) {}

    @Test
    void numbers_are_exact() {
        Measured measured = new Measured(new BigDecimal("4.50"), 0.1, Long.MAX_VALUE, BigInteger.TWO.pow(100));

        assertThat(text(measured))
                .isEqualTo("{\"amount\":4.50,\"length\":0.1,\"number\":9223372036854775807,"
                        + "\"big\":1267650600228229401496703205376}");
        assertThat(json.decode(json.encode(measured), Measured.class)).isEqualTo(measured);
        assertThatThrownBy(() -> read(Counted.class, "{\"count\":1.5}")).isInstanceOf(CodecException.class);
        assertThatThrownBy(() -> read(Counted.class, "{\"count\":\"1\"}")).isInstanceOf(CodecException.class);
        assertThatThrownBy(() -> read(Counted.class, "{\"count\":2147483648}")).isInstanceOf(CodecException.class);
    }

    enum Size {
        SMALL,
        LARGE
    }

    record Timed(Instant at, LocalDate day, OffsetDateTime offset, ZonedDateTime zone, Size size) {}

    @Test
    void times_are_iso_8601_and_enums_are_their_names() {
        Timed timed = new Timed(
                Instant.parse("2026-03-02T09:00:00.123456789Z"),
                LocalDate.parse("2026-03-02"),
                OffsetDateTime.parse("2026-03-02T10:00:00+01:00"),
                ZonedDateTime.parse("2026-03-02T10:00:00+01:00[Europe/Zurich]"),
                Size.SMALL);

        assertThat(text(timed))
                .isEqualTo("{\"at\":\"2026-03-02T09:00:00.123456789Z\",\"day\":\"2026-03-02\","
                        + "\"offset\":\"2026-03-02T10:00:00+01:00\","
                        + "\"zone\":\"2026-03-02T10:00:00+01:00[Europe/Zurich]\",\"size\":\"SMALL\"}");
        assertThat(json.decode(json.encode(timed), Timed.class)).isEqualTo(timed);
    }

    record Noted(Map<String, Object> values) {}

    record Computed(int width) {
        int area() {
            return width * width;
        }

        public int getHeight() {
            return width;
        }
    }

    @Test
    void only_components_are_stored() {
        assertThat(text(new Computed(2))).isEqualTo("{\"width\":2}");
        assertThat(text(new HalfOpen.Done())).isEqualTo("{}");
        assertThat(new Computed(2).area() + new Computed(2).getHeight()).isEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void numbers_that_json_lacks_are_refused(double number) {
        assertThatThrownBy(() -> json.encode(new Noted(Map.of("n", number)))).isInstanceOf(CodecException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\0b", "a\ud83d", "\ude00b"})
    void texts_that_postgresql_lacks_are_refused(String text) {
        assertThatThrownBy(() -> json.encode(new Placed(text))).isInstanceOf(CodecException.class);
    }

    record Shaped(Shape shape) {}

    sealed interface Shape {
        record Circle(int radius) implements Shape {}
    }

    @Test
    void a_type_that_could_not_be_read_again_is_refused_before_anything_is_stored() {
        assertThatThrownBy(() -> json.encode(new Shaped(new Shape.Circle(1))))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("could be written as JSON but not read again");
    }

    @Test
    void the_size_of_an_event_is_limited() {
        // region: limit
        EventStore<MemoryTransaction> store = EventStore.builder(new InMemoryStorage())
                .events(EventTypes.of(OrderEvent.class))
                .maxEventBytes(64 * 1024)
                .build();
        // endregion

        assertThatThrownBy(() ->
                        store.append(INVOICE, ExpectedVersion.any(), List.of(new Placed("x".repeat(64 * 1024)))))
                .isInstanceOfSatisfying(EventTooLargeException.class, e -> {
                    assertThat(e.type()).isEqualTo("Placed");
                    assertThat(e.limit()).isEqualTo(65_536);
                    assertThat(e.size()).isEqualTo(65_536 + 17);
                });
    }

    @Test
    void a_mapper_of_your_own_makes_its_own_json() {
        // region: mapper
        Codec snakeCase = Codec.json(JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .build());
        // endregion

        Payload payload = snakeCase.encode(new LineAdded("mug", 1, BigDecimal.ONE));
        assertThat(payload.toString()).contains("unit_price");
    }

    // region: binary
    /** JSON, compressed; reads plain JSON, too, so that it can take over from the default codec. */
    record Compressed(Codec json) implements Codec {
        @Override
        public Payload encode(Object event) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (OutputStream deflater = new DeflaterOutputStream(bytes)) {
                deflater.write(json.encode(event).bytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return Payload.binary(bytes.toByteArray());
        }

        @Override
        public <E> E decode(Payload payload, Class<E> type) {
            if (payload.format() == Payload.Format.JSON) {
                return json.decode(payload, type);
            }
            try (InputStream inflater = new InflaterInputStream(new ByteArrayInputStream(payload.bytes()))) {
                return json.decode(Payload.json(inflater.readAllBytes()), type);
            } catch (IOException e) {
                throw new CodecException(type.getName(), "not compressed JSON: " + e.getMessage(), e);
            }
        }
    }
    // endregion

    @Test
    void a_binary_codec_is_read_with_the_codec_that_wrote_it() {
        EventStorage<MemoryTransaction> storage = new InMemoryStorage();
        EventTypes types = EventTypes.of(OrderEvent.class);
        EventStore<MemoryTransaction> plain = EventStore.of(storage, types);
        // region: codec
        EventStore<MemoryTransaction> compressed = EventStore.builder(storage)
                .events(types)
                .codec(new Compressed(Codec.json()))
                .build();
        // endregion
        plain.append(INVOICE, ExpectedVersion.any(), List.of(new Placed("c-1")));
        compressed.append(INVOICE, ExpectedVersion.any(), List.of(new Placed("c-2")));

        assertThat(compressed.read(INVOICE).map(RecordedEvent::event))
                .containsExactly(new Placed("c-1"), new Placed("c-2"));
        assertThatThrownBy(() -> plain.read(INVOICE).toList()).isInstanceOf(CodecException.class);
    }

    private <E> E read(Class<E> type, String text) {
        return json.decode(Payload.json(text.getBytes(StandardCharsets.UTF_8)), type);
    }

    private String text(Object event) {
        return json.encode(event).toString();
    }
}
