package dev.mink.postgres.misuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mink.EventData;
import dev.mink.EventStore;
import dev.mink.EventTooLargeException;
import dev.mink.ExpectedVersion;
import dev.mink.FeedQuery;
import dev.mink.Metadata;
import dev.mink.StorageException;
import dev.mink.StorageException.Outcome;
import dev.mink.StreamId;
import dev.mink.postgres.PostgresStorage;
import dev.mink.postgres.kit.BrokenJson;
import dev.mink.postgres.kit.Database;
import dev.mink.postgres.kit.Fact;
import dev.mink.schema.Codec;
import dev.mink.schema.CodecException;
import dev.mink.schema.EventTypes;
import dev.mink.schema.Payload;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What events may contain, and how they lie in the database. */
class PayloadTest {

    private static final StreamId ORDER = StreamId.of("Order", "1");

    @RegisterExtension
    final Database database = new Database();

    /** An event such as people have. */
    record LineAdded(String sku, int quantity, BigDecimal unitPrice) {}

    @Test
    void an_operator_queries_events_as_json() throws Exception {
        EventStore<Connection> store = EventStore.of(database.storage(), EventTypes.of(LineAdded.class));
        Metadata metadata = Metadata.empty().withUserId("ann").withCorrelationId("c-1");
        store.with(metadata)
                .append(
                        ORDER,
                        ExpectedVersion.noStream(),
                        List.of(
                                new LineAdded("sku-9", 2, new BigDecimal("12.50")),
                                new LineAdded("schöner Löffel \uD83E\uDD44", 1, new BigDecimal("0.10"))));

        assertThat(database.texts("select payload->>'sku' from " + database.events() + " order by position"))
                .containsExactly("sku-9", "schöner Löffel \uD83E\uDD44");
        assertThat(database.texts("select sum((payload->>'quantity')::int * (payload->>'unitPrice')::numeric) from "
                        + database.events()))
                .containsExactly("25.10");
        assertThat(database.texts("select type || ' ' || version || ' ' || (metadata->>'userId') from "
                        + database.events() + " where stream_id = 'Order-1' and category = 'Order' order by version"))
                .containsExactly("LineAdded 1 ann", "LineAdded 2 ann");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\uD83D\uDE00 \uD83D\uDC69\u200D\uD83D\uDC69\u200D\uD83D\uDC67",
                "\u0001\t\n\r\u007f\u0085\u2028\uFEFF\uFFFD",
                "'; drop table events; --",
                "\\ \\u0041 %s ? $1 {fn now()}",
                "e\u0301 ≠ é, 漢字, עברית"
            })
    void any_text_comes_back_as_it_was(String text) throws Exception {
        EventStore<Connection> store = database.store();

        store.append(ORDER, ExpectedVersion.noStream(), List.of(new Fact.Told(text)));
        store.append(ORDER, ExpectedVersion.any(), List.of(new Fact.Told(text), new Fact.Told(text)));

        assertThat(store.read(ORDER).map(event -> event.event())).hasSize(3).containsOnly(new Fact.Told(text));
        assertThat(database.texts("select payload->>'text' from " + database.events()))
                .containsOnly(text);
    }

    @Test
    void a_large_event_is_stored_and_a_larger_one_refused() throws Exception {
        EventStore<Connection> store = database.store();
        Fact.Told large = new Fact.Told("ü".repeat(450_000));
        Fact.Told tooLarge = new Fact.Told("ü".repeat(525_000));

        store.append(ORDER, ExpectedVersion.noStream(), List.of(large));
        store.append(ORDER, ExpectedVersion.exactly(1), List.of(large, large));
        assertThatExceptionOfType(EventTooLargeException.class)
                .isThrownBy(() -> store.append(ORDER, ExpectedVersion.exactly(3), List.of(tooLarge)))
                .withMessageContaining("1050");

        assertThat(store.page(FeedQuery.all()).events())
                .hasSize(3)
                .allMatch(event -> event.event().equals(large));
    }

    @Test
    void a_binary_codec_keeps_its_bytes_and_none_that_reads_json_takes_them_for_json() throws Exception {
        PostgresStorage storage = database.storage();
        EventStore<Connection> binary = EventStore.builder(storage)
                .events(Fact.TYPES)
                .codec(new Binary())
                .build();
        EventStore<Connection> json = Database.facts(storage);
        String anything = "\0 \uD83D\uDE00 \u00ff";

        binary.append(ORDER, ExpectedVersion.noStream(), List.of(new Fact.Told(anything)));
        binary.append(ORDER, ExpectedVersion.exactly(1), List.of(new Fact.Told(anything), new Fact.Told("")));

        assertThat(binary.read(ORDER).map(event -> event.event()))
                .containsExactly(new Fact.Told(anything), new Fact.Told(anything), new Fact.Told(""));
        assertThat(database.number("select count(*) from " + database.events()
                        + " where payload is null and payload_binary is not null"))
                .isEqualTo(3);
        assertThatExceptionOfType(CodecException.class)
                .isThrownBy(() -> json.read(ORDER).toList())
                .withMessageContaining("binary");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"text\": }", "no json", "{} {}", "\"\0\""})
    void text_that_is_no_json_is_refused_and_nothing_is_written(String text) throws Exception {
        EventStore<Connection> store = EventStore.builder(database.storage())
                .events(Fact.TYPES)
                .codec(new BrokenJson())
                .build();
        EventData good = EventData.of(new Fact.Noted(1));
        EventData bad = EventData.of(new Fact.Told(text));

        for (List<EventData> events : List.of(List.of(bad), List.of(good, bad))) {
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(() -> store.append(ORDER, ExpectedVersion.noStream(), events))
                    .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.NOTHING_WRITTEN))
                    .withMessageContaining("Order-1")
                    .withMessageContaining("comes from the codec");
        }
        assertThat(database.count()).isZero();
        store.append(ORDER, ExpectedVersion.noStream(), List.of(good));
        assertThat(database.count()).isEqualTo(1);
    }

    @Test
    void bytes_that_are_no_utf8_are_refused_and_not_mended() throws Exception {
        EventStore<Connection> store = EventStore.builder(database.storage())
                .events(Fact.TYPES)
                .codec(new BrokenJson())
                .build();

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() ->
                        store.append(ORDER, ExpectedVersion.noStream(), List.of(new Fact.Told(BrokenJson.NO_UTF8))))
                .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.NOTHING_WRITTEN))
                .withMessageContaining("UTF");
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> store.append(
                        ORDER,
                        ExpectedVersion.noStream(),
                        List.of(new Fact.Told("\"a\""), new Fact.Told(BrokenJson.NO_UTF8))))
                .withMessageContaining("UTF");
        assertThat(database.count()).isZero();
    }

    /** Texts as bytes. */
    private static final class Binary implements Codec {

        @Override
        public Payload encode(Object event) {
            return Payload.binary(((Fact.Told) event).text().getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public <E> E decode(Payload payload, Class<E> type) {
            return type.cast(new Fact.Told(new String(payload.bytes(), StandardCharsets.UTF_8)));
        }
    }
}
