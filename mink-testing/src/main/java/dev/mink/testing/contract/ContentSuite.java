package dev.mink.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.ExpectedVersion;
import dev.mink.Metadata;
import dev.mink.StreamId;
import dev.mink.schema.Payload;
import dev.mink.spi.NewEvent;
import dev.mink.spi.StoredEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events come back as they were given. */
abstract class ContentSuite<T> extends Suite<T> {

    private static final StreamId ORDER = StreamId.of("Order", "1");

    @Test
    void an_event_keeps_everything_that_it_was_given() {
        NewEvent event = new NewEvent(
                UUID.fromString("fedcba98-7654-7321-8fed-cba987654321"),
                "order.line added/v1: \"é'\\\ud83d\ude00\"",
                7,
                Events.json("{\"quantity\":2}"),
                Metadata.empty().withUserId("u-1"));
        append(ORDER, ExpectedVersion.any(), event);

        assertKept(event, read(ORDER));
        assertKept(event, feed());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"price\":12.50,\"exact\":1.0E+2,\"large\":123456789012345678901234567890.123456789}",
                "{\"z\":1,\"a\":2,\"a\":3}",
                " { \"spaced\" :\t[ 1 ,\n2 ] } ",
                "{\"text\":\"quote \\\" backslash \\\\ tab \\t escape \\u00e9 slash \\/\"}",
                "{\"text\":\"it's; drop table events; -- ? :name $1 {0} %s\"}",
                "{\"text\":\"é中～😀\",\"名\":\"👩‍👩‍👧\"}",
                "[1,2,3]",
                "\"a text\"",
                "12.50",
                "null"
            })
    void json_is_kept_to_the_byte(String json) {
        NewEvent event = Events.with(Events.json(json));
        append(ORDER, ExpectedVersion.any(), event);

        assertThat(read(ORDER)).singleElement().satisfies(stored -> {
            assertThat(stored.payload().format()).isEqualTo(Payload.Format.JSON);
            assertThat(new String(stored.payload().bytes(), StandardCharsets.UTF_8))
                    .isEqualTo(json);
        });
    }

    @Test
    void binary_is_kept_to_the_byte() {
        byte[] bytes = new byte[512];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        NewEvent event = Events.with(Payload.binary(bytes.clone()));
        append(ORDER, ExpectedVersion.any(), event);

        assertThat(read(ORDER)).singleElement().satisfies(stored -> {
            assertThat(stored.payload().format()).isEqualTo(Payload.Format.BINARY);
            assertThat(stored.payload().bytes()).isEqualTo(bytes);
        });
    }

    @Test
    void an_empty_binary_payload_is_kept() {
        append(ORDER, ExpectedVersion.any(), Events.with(Payload.binary(new byte[0])));

        assertThat(read(ORDER)).extracting(StoredEvent::payload).containsExactly(Payload.binary(new byte[0]));
    }

    @Test
    void binary_that_looks_like_json_stays_binary() {
        byte[] bytes = "{}".getBytes(StandardCharsets.UTF_8);
        append(ORDER, ExpectedVersion.any(), Events.with(Payload.binary(bytes)));

        assertThat(read(ORDER)).extracting(StoredEvent::payload).containsExactly(Payload.binary(bytes));
    }

    @Test
    void json_and_binary_stand_side_by_side_in_one_append() {
        NewEvent[] events = {
            Events.with(Events.json("{\"n\":1}")),
            Events.with(Payload.binary(new byte[] {0, -1})),
            Events.with(Events.json("{\"n\":2}"))
        };
        append(ORDER, ExpectedVersion.any(), events);

        assertThat(read(ORDER))
                .extracting(StoredEvent::payload)
                .containsExactly(events[0].payload(), events[1].payload(), events[2].payload());
    }

    @Test
    void a_payload_of_a_mebibyte_is_kept() {
        byte[] bytes = new byte[1 << 20];
        new Random(1).nextBytes(bytes);
        String json = "{\"text\":\"" + "é\\n".repeat(300_000) + "\"}";
        NewEvent[] events = {Events.with(Payload.binary(bytes)), Events.with(Events.json(json))};
        append(ORDER, ExpectedVersion.any(), events);

        List<StoredEvent> stored = read(ORDER);
        assertThat(stored).hasSize(2);
        assertThat(stored.get(0).payload().equals(events[0].payload())).isTrue();
        assertThat(stored.get(1).payload().equals(events[1].payload())).isTrue();
    }

    @Test
    void all_metadata_is_kept() {
        assertMetadataKept(Metadata.empty()
                .withCorrelationId("c-1")
                .withCausationId("c-2")
                .withUserId("u-1")
                .withTenantId("t-1")
                .withAttribute("ip", "192.0.2.1")
                .withAttribute("agent", "curl"));
    }

    @Test
    void metadata_in_which_nothing_is_set_is_kept() {
        assertMetadataKept(Metadata.empty());
    }

    @Test
    void metadata_keeps_empty_texts_apart_from_missing_ones() {
        assertMetadataKept(Metadata.empty().withUserId("").withAttribute("empty", ""));
    }

    @Test
    void metadata_keeps_quotes_line_breaks_and_characters_beyond_16_bits() {
        String odd = "it's \"q\" \\ \b\f\n\r\t\u0001\u007f \u2028 {} [] null; -- \ud83d\ude00 \ue000\ufffd";
        assertMetadataKept(Metadata.empty()
                .withCorrelationId(odd)
                .withUserId(odd)
                .withAttribute("it's \"q\" \\ \ud83d\ude00", odd)
                .withAttribute("correlationId", "not the correlation id"));
    }

    @Test
    void each_event_of_an_append_has_metadata_of_its_own() {
        NewEvent[] events = {
            Events.with(Metadata.empty().withUserId("first")),
            Events.with(Metadata.empty()),
            Events.with(Metadata.empty().withTenantId("third"))
        };
        append(ORDER, ExpectedVersion.any(), events);

        assertThat(read(ORDER))
                .extracting(StoredEvent::metadata)
                .containsExactly(events[0].metadata(), events[1].metadata(), events[2].metadata());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Order-1-2-3",
                "Order--",
                "Order-it's \"quoted\"; drop table events; --",
                "Order-100% \\ _ / ? & $1 :name {x}",
                "Order-\ud83d\ude00 é 中",
                "\ud83d\ude00 category_%'\"-1",
                "Order-\u200b\u0301\ufffd"
            })
    void a_stream_id_is_kept_literally(String text) {
        StreamId stream = StreamId.parse(text);
        append(StreamId.of("Order", "1"), 1);
        append(stream, 2);

        assertThat(read(stream))
                .hasSize(2)
                .allSatisfy(event -> assertThat(event.stream()).isEqualTo(stream));
        assertThat(storage.streamInfo(stream)).map(info -> info.stream()).contains(stream);
        assertThat(storage.streams(text, "", ALL)).hasSize(1);
    }

    @Test
    void a_stream_id_of_the_greatest_length_is_kept() {
        StreamId ascii = StreamId.of("Order", "x".repeat(249));
        StreamId wide = StreamId.of("Order", "中".repeat(249));
        StreamId almost = StreamId.of("Order", "中".repeat(248));
        append(ascii, 1);
        append(wide, 2);
        append(almost, 3);

        assertThat(read(ascii)).hasSize(1);
        assertThat(read(wide))
                .hasSize(2)
                .allSatisfy(event -> assertThat(event.stream()).isEqualTo(wide));
        assertThat(read(almost)).hasSize(3);
    }

    @Test
    void an_event_that_was_recorded_elsewhere_keeps_its_time() {
        Instant then = Instant.parse("1999-12-31T23:59:59.123456Z");
        NewEvent old = Events.with(Events.json("{}"));
        NewEvent kept = new NewEvent(old.id(), old.type(), 1, old.payload(), old.metadata(), then);
        NewEvent other = Events.with(Events.json("{}"));
        append(ORDER, ExpectedVersion.exactly(0), kept);
        append(
                ORDER,
                ExpectedVersion.any(),
                other,
                new NewEvent(UUID.randomUUID(), "Moved", 1, old.payload(), old.metadata(), then.plusSeconds(1)));

        assertThat(read(ORDER).get(0).recordedAt()).isEqualTo(then);
        assertThat(read(ORDER).get(1).recordedAt()).isAfter(then.plusSeconds(1));
        assertThat(read(ORDER).get(2).recordedAt()).isEqualTo(then.plusSeconds(1));
        assertThat(feed().get(0).recordedAt()).isEqualTo(then);
    }

    @Test
    void an_event_is_recorded_at_the_time_of_its_append() {
        Instant before = Instant.now();
        append(ORDER, 2);
        Instant after = Instant.now();

        Duration difference = Duration.ofMinutes(5);
        assertThat(read(ORDER))
                .hasSize(2)
                .extracting(StoredEvent::recordedAt)
                .allSatisfy(at -> assertThat(at)
                        .as("within 5 minutes, as clocks may differ")
                        .isBetween(before.minus(difference), after.plus(difference)));
    }

    @Test
    void times_are_in_microseconds_and_the_same_in_every_read() {
        append(ORDER, 3);

        assertThat(read(ORDER))
                .hasSize(3)
                .extracting(StoredEvent::recordedAt)
                .allSatisfy(at -> assertThat(at).isEqualTo(at.truncatedTo(ChronoUnit.MICROS)));
        assertThat(feed()).isEqualTo(read(ORDER));
    }

    private void assertMetadataKept(Metadata metadata) {
        append(ORDER, ExpectedVersion.any(), Events.with(metadata));

        assertThat(read(ORDER)).extracting(StoredEvent::metadata).containsExactly(metadata);
        assertThat(feed()).extracting(StoredEvent::metadata).containsExactly(metadata);
    }

    private static void assertKept(NewEvent event, List<StoredEvent> events) {
        assertThat(events).singleElement().satisfies(stored -> {
            assertThat(stored.id()).isEqualTo(event.id());
            assertThat(stored.type()).isEqualTo(event.type());
            assertThat(stored.schemaVersion()).isEqualTo(event.schemaVersion());
            assertThat(stored.payload()).isEqualTo(event.payload());
            assertThat(stored.metadata()).isEqualTo(event.metadata());
            assertThat(stored.stream()).isEqualTo(ORDER);
        });
    }
}
