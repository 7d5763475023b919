package dev.mink.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.mink.schema.SchemaBreak.Victim;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

class EventSchemasTest {

    private static final UnaryOperator<JsonObject> SAME = UnaryOperator.identity();

    @TempDir
    Path directory;

    enum Channel {
        WEB,
        SHOP
    }

    record Sku(@JsonValue String code) {}

    record Line(Sku sku, BigDecimal price, OptionalInt count) {}

    record Inner(String city) {}

    record Category(String name, List<Category> parts) {}

    @SuppressWarnings("ArrayRecordComponent")
    record Everything(
            UUID id,
            int number,
            Long big,
            boolean flag,
            Channel channel,
            Instant at,
            Optional<Line> first,
            List<Line> lines,
            Set<String> tags,
            Map<String, Line> byName,
            int[] counts,
            byte[] raw,
            Category category,
            @Nullable String note,
            @JsonProperty("renamed") String original) {}

    @Test
    void a_schema_tells_each_property_with_its_path_and_type() {
        assertThat(EventSchemas.of(EventTypes.of(Everything.class))).hasToString("""
                # What stored events look like. Written by mink, to be kept under version control; see schema evolution.

                Everything: version 1
                  at: Instant
                  big: int64
                  byName: map
                  byName{}: object
                  byName{}.count: int32, optional
                  byName{}.price: decimal
                  byName{}.sku: text
                  category: object
                  category.name: text
                  category.parts: list
                  category.parts[]: Category again
                  channel: enum SHOP WEB
                  counts: list
                  counts[]: int32
                  first: object, optional
                  first.count: int32, optional
                  first.price: decimal
                  first.sku: text
                  flag: boolean
                  id: UUID
                  lines: list
                  lines[]: object
                  lines[].count: int32, optional
                  lines[].price: decimal
                  lines[].sku: text
                  note: text, optional
                  number: int32
                  raw: bytes
                  renamed: text
                  tags: list
                  tags[]: text
                """);
    }

    @Test
    void a_schema_is_that_of_the_codec() {
        record Named(String fullName, int shoeSize) {}
        EventTypes types = EventTypes.of(Named.class);
        Codec snakes = Codec.json(JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .build());

        assertThat(EventSchemas.of(types, snakes).toString())
                .contains("full_name: text, optional")
                .contains("shoe_size: int32\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventSchemas.of(types, new Codec() {
                    @Override
                    public Payload encode(Object event) {
                        return Codec.json().encode(event);
                    }

                    @Override
                    public <E> E decode(Payload payload, Class<E> type) {
                        return Codec.json().decode(payload, type);
                    }
                }))
                .withMessageContaining("cannot be looked into");
    }

    sealed interface Event {
        record Placed(String id) implements Event {}

        record Shipped(String id) implements Event {}
    }

    @Test
    void what_is_written_to_a_file_is_read_again() {
        EventTypes types = EventTypes.builder()
                .add(Event.class)
                .add(Everything.class)
                .name(Event.Placed.class, "placed: version 2, read from 1")
                .upcast("Shipped", 1, SAME)
                .version("Everything", 7)
                .build();
        Path file = directory.resolve("not/there/yet/events.schema");
        EventSchemas schemas = EventSchemas.of(types);
        schemas.snapshot(file);

        assertThat(EventSchemas.read(file))
                .isEqualTo(schemas)
                .hasSameHashCodeAs(schemas)
                .hasToString(schemas.toString());
        assertThat(schemas.toString()).contains("\nShipped: version 2, read from 1\n", "\nEverything: version 7\n");
        assertThat(schemas.breaksSince(EventSchemas.read(file))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Placed", "Placed: version x", "  id: text", "Placed: version 1\n id: text", "<<<<<<< HEAD"})
    void what_is_no_file_of_schemas_is_refused(String text) throws Exception {
        Path file = Files.writeString(directory.resolve("events.schema"), text);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventSchemas.read(file))
                .withMessageStartingWith("not a line of event schemas: ");
    }

    @Test
    void a_file_that_is_not_there_is_named() {
        Assertions.assertThatThrownBy(() -> EventSchemas.read(directory.resolve("nothing.schema")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("nothing.schema");
    }

    interface Before {
        record Placed(String id, int count, Optional<String> note, Channel channel, Inner inner) {}
    }

    private static List<SchemaBreak> breaks(Class<?> before, EventTypes now) {
        return EventSchemas.of(now).breaksSince(EventSchemas.of(EventTypes.of(before)));
    }

    private static void assertBreak(Class<?> now, Victim victim, String message) {
        assertThat(breaks(Before.Placed.class, EventTypes.of(now)))
                .containsExactly(new SchemaBreak("Placed", victim, message));
        EventTypes raised =
                EventTypes.builder().add(now).upcast("Placed", 1, SAME).build();
        assertThat(breaks(Before.Placed.class, raised)).as("with an upcaster").isEmpty();
    }

    interface Added {
        record Placed(String id, int count, Optional<String> note, Channel channel, Inner inner, String more) {}
    }

    interface AddedInside {
        record Placed(String id, int count, Optional<String> note, Channel channel, Address inner) {}

        record Address(String city, String street) {}
    }

    interface AddedOptionally {
        record Placed(
                String id, int count, Optional<String> note, Channel channel, Larger inner, Optional<Other> other) {}

        record Larger(String city, @Nullable String street) {}

        record Other(String needed) {}
    }

    interface Removed {
        record Placed(int count, Optional<String> note, Channel channel, Inner inner) {}
    }

    interface RemovedOptional {
        record Placed(String id, int count, Channel channel, Inner inner) {}
    }

    interface RemovedObject {
        record Placed(String id, int count, Optional<String> note, Channel channel) {}
    }

    interface Wider {
        record Placed(String id, long count, Optional<String> note, Channel channel, Inner inner) {}
    }

    interface Narrower {
        record Placed(String id, short count, Optional<String> note, Channel channel, Inner inner) {}
    }

    interface MoreConstants {
        enum Three {
            WEB,
            SHOP,
            PHONE
        }

        record Placed(String id, int count, Optional<String> note, Three channel, Inner inner) {}
    }

    interface FewerConstants {
        enum One {
            WEB
        }

        record Placed(String id, int count, Optional<String> note, One channel, Inner inner) {}
    }

    interface Needed {
        record Placed(String id, int count, String note, Channel channel, Inner inner) {}
    }

    interface NotNeeded {
        record Placed(
                String id,
                int count,
                Optional<String> note,
                Channel channel,
                @Nullable Inner inner) {}
    }

    @Test
    void a_new_property_that_is_needed_breaks_stored_events() {
        assertBreak(
                Added.Placed.class,
                Victim.STORED_EVENTS,
                "more is new and needed, but stored events do not have it: make it Optional or @Nullable, or raise the"
                        + " version by upcast(\"Placed\", 1, json -> json.put(\"more\", …))");
        assertBreak(
                AddedInside.Placed.class,
                Victim.STORED_EVENTS,
                "inner.street is new and needed, but stored events do not have it: make it Optional or @Nullable, or"
                        + " raise the version by upcast(\"Placed\", 1, json -> …)");
    }

    @Test
    void a_new_property_that_may_be_missing_breaks_nothing_whatever_is_in_it() {
        assertThat(breaks(Before.Placed.class, EventTypes.of(AddedOptionally.Placed.class)))
                .isEmpty();
    }

    @Test
    void a_property_that_is_not_written_any_more_breaks_code_that_needs_it() {
        assertBreak(
                Removed.Placed.class,
                Victim.RUNNING_CODE,
                "id is not written any more, but code of before needs it: raise the version by upcast(\"Placed\", 1,"
                        + " json -> json), or go on writing it until no such code runs");
        assertBreak(
                RemovedObject.Placed.class,
                Victim.RUNNING_CODE,
                "inner is not written any more, but code of before needs it: raise the version by upcast(\"Placed\", 1,"
                        + " json -> json), or go on writing it until no such code runs");
        assertThat(breaks(Before.Placed.class, EventTypes.of(RemovedOptional.Placed.class)))
                .isEmpty();
    }

    @Test
    void another_type_breaks_whoever_cannot_read_it() {
        assertBreak(
                Wider.Placed.class,
                Victim.RUNNING_CODE,
                "count was int32 and is int64, which code of before cannot read: raise the version by upcast(\"Placed\","
                        + " 1, json -> json)");
        assertBreak(
                Narrower.Placed.class,
                Victim.STORED_EVENTS,
                "count was int32 and is int16, which stored events do not fit: raise the version by upcast(\"Placed\", 1,"
                        + " json -> json.change(\"count\", …))");
        assertBreak(
                MoreConstants.Placed.class,
                Victim.RUNNING_CODE,
                "channel was enum SHOP WEB and is enum PHONE SHOP WEB, which code of before cannot read: raise the version"
                        + " by upcast(\"Placed\", 1, json -> json)");
        assertBreak(
                FewerConstants.Placed.class,
                Victim.STORED_EVENTS,
                "channel was enum SHOP WEB and is enum WEB, which stored events do not fit: raise the version by"
                        + " upcast(\"Placed\", 1, json -> json.change(\"channel\", …))");
    }

    @Test
    void what_becomes_needed_breaks_stored_events_and_what_becomes_optional_running_code() {
        assertBreak(
                Needed.Placed.class,
                Victim.STORED_EVENTS,
                "note was optional and is needed, but may be missing in stored events: keep it optional, or raise the"
                        + " version by upcast(\"Placed\", 1, json -> json.putIfAbsent(\"note\", …))");
        assertBreak(
                NotNeeded.Placed.class,
                Victim.RUNNING_CODE,
                "inner was needed and is optional, so that code of before may miss it: raise the version by"
                        + " upcast(\"Placed\", 1, json -> json)");
    }

    @Test
    void an_event_that_is_gone_breaks_stored_events_unless_something_is_in_its_place() {
        EventTypes.Builder shipped = EventTypes.builder().add(Event.Shipped.class);

        assertThat(breaks(Event.Placed.class, shipped.build())).singleElement().satisfies(gone -> {
            assertThat(gone.victim()).isEqualTo(Victim.STORED_EVENTS);
            assertThat(gone)
                    .hasToString("Placed: it is gone, and stored events of it cannot be read: make its"
                            + " name an alias of the record that is in its place, replace(…) it by other events,"
                            + " ignore(…) it, or refuse(…) it on purpose");
        });
        assertThat(breaks(Event.Placed.class, shipped.ignore("Placed").build())).isEmpty();
        EventTypes replaced = EventTypes.builder()
                .add(Event.Shipped.class)
                .replace("Placed", 1, Set.of("Shipped"), (json, stored) -> List.of(new EventJson("Shipped", 1, json)))
                .build();
        assertThat(breaks(Event.Placed.class, replaced)).isEmpty();
    }

    @Test
    void an_alias_is_compared_with_the_record_in_its_place() {
        EventTypes same = EventTypes.builder()
                .add(Event.Shipped.class)
                .alias(Event.Shipped.class, "Placed")
                .build();
        EventTypes other = EventTypes.builder()
                .add(Added.Placed.class)
                .name(Added.Placed.class, "Ordered")
                .alias(Added.Placed.class, "Placed")
                .build();

        assertThat(breaks(Event.Placed.class, same)).isEmpty();
        assertThat(breaks(Before.Placed.class, other)).hasSize(1);
    }

    @Test
    void upcasters_that_are_gone_break_stored_events() {
        EventSchemas before = EventSchemas.of(EventTypes.builder()
                .add(Event.class)
                .upcast("Placed", 1, SAME)
                .upcast("Placed", 2, SAME)
                .build());

        assertThat(EventSchemas.of(EventTypes.of(Event.class)).breaksSince(before))
                .extracting(SchemaBreak::message)
                .containsExactly(
                        "its version was 3 and is 1, so that stored events seem to be newer than the code: bring its"
                                + " upcasters back");
        assertThat(EventSchemas.of(EventTypes.builder()
                                .add(Event.class)
                                .version("Placed", 3)
                                .build())
                        .breaksSince(before))
                .extracting(SchemaBreak::message)
                .containsExactly(
                        "versions from 1 to 2 cannot be read any more: bring their upcasters back, unless no such"
                                + " event is stored");
    }

    @Test
    void every_change_makes_the_schemas_differ_and_a_new_event_breaks_nothing() {
        EventSchemas one = EventSchemas.of(EventTypes.of(Event.Placed.class));
        EventSchemas both = EventSchemas.of(EventTypes.of(Event.class));

        assertThat(both).isNotEqualTo(one);
        assertThat(both.breaksSince(one)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "int8, int16",
        "int16, decimal",
        "int32, float64",
        "int64, integer",
        "integer, decimal",
        "float32, float64",
        "float64, decimal",
        "enum A, enum A B",
        "enum A B, text",
        "text, anything"
    })
    void what_is_wider_can_read_what_is_narrower_but_not_the_other_way_round(String narrow, String wide) {
        assertThat(JsonTypes.isReadable(narrow, wide)).isTrue();
        assertThat(JsonTypes.isReadable(wide, narrow)).isFalse();
        assertThat(JsonTypes.isReadable(narrow, narrow)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "int64, float64",
        "decimal, float64",
        "text, enum A",
        "text, Instant",
        "int32, text",
        "text, UUID",
        "list, map"
    })
    void what_could_lose_something_cannot_be_read(String written, String read) {
        assertThat(JsonTypes.isReadable(written, read)).isFalse();
    }
}
