package dev.mink.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mink.Metadata;
import dev.mink.spi.StoredEvent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** {@link EventTypes#read}: what stored events are today. */
class UpcastingTest {

    private static final Codec JSON = Codec.json();

    sealed interface Event {
        record Placed(
                String customerId, String channel, @Nullable String by) implements Event {}

        record AddressChanged(String city) implements Event {}

        record PhoneChanged(String phone) implements Event {}

        record LineAdded(String sku, BigDecimal price) implements Event {}
    }

    private static final EventTypes TYPES = EventTypes.builder()
            .add(Event.class)
            .upcast("Placed", 1, json -> json.rename("customer", "customerId"))
            .upcast(
                    "Placed",
                    2,
                    (json, stored) -> json.put("channel", "web")
                            .put("by", stored.metadata().userId()))
            .alias(Event.Placed.class, "OrderPlaced", "Ordered")
            .replace(
                    "PlacedByPhone",
                    1,
                    Set.of("Placed"),
                    (json, stored) -> List.of(new EventJson("Placed", 3, json.put("channel", "phone"))))
            .upcast("Moved", 1, json -> json.rename("town", "city"))
            .replace(
                    "Moved",
                    2,
                    Set.of("AddressChanged", "PhoneChanged"),
                    (json, stored) -> List.of(
                            new EventJson("AddressChanged", 1, json.pick("city")),
                            new EventJson("PhoneChanged", 1, json.pick("phone"))))
            .replace(
                    "LineAdded",
                    1,
                    Set.of("LineAdded"),
                    (json, stored) -> json.number("quantity").signum() == 0
                            ? List.of()
                            : List.of(new EventJson("LineAdded", 2, json)))
            .ignore("Pinged")
            .refuse("CouponPrinted", "coupons were given up in 2024, read them from the archive")
            .build();

    private static List<Object> read(String type, int version, String json) {
        return TYPES.read(Stored.event(type, version, json), JSON);
    }

    @Test
    void events_of_every_version_are_read_as_todays() {
        Event.Placed today = new Event.Placed("c-1", "web", null);

        assertThat(read("Placed", 1, "{\"customer\":\"c-1\"}")).containsExactly(today);
        assertThat(read("Placed", 2, "{\"customerId\":\"c-1\"}")).containsExactly(today);
        assertThat(read("Placed", 3, "{\"customerId\":\"c-1\",\"channel\":\"web\"}"))
                .containsExactly(today);
    }

    @Test
    void an_upcaster_sees_what_else_is_known_of_the_event() {
        StoredEvent stored = Stored.event(
                "Placed",
                1,
                JsonObject.empty().put("customer", "c-1").payload(),
                Metadata.empty().withUserId("anna"));

        assertThat(TYPES.read(stored, JSON)).containsExactly(new Event.Placed("c-1", "web", "anna"));
    }

    @Test
    void an_alias_shares_versions_and_upcasters() {
        for (String alias : List.of("OrderPlaced", "Ordered")) {
            assertThat(read(alias, 1, "{\"customer\":\"c-1\"}")).containsExactly(new Event.Placed("c-1", "web", null));
            assertThat(read(alias, 3, "{\"customerId\":\"c-1\",\"channel\":\"shop\"}"))
                    .containsExactly(new Event.Placed("c-1", "shop", null));
            assertThat(TYPES.classOf(alias)).isEqualTo(Event.Placed.class);
        }
        assertThat(TYPES.nameOf(Event.Placed.class)).isEqualTo("Placed");
        assertThat(TYPES.names()).doesNotContain("OrderPlaced", "Moved", "Pinged");
    }

    @Test
    void types_are_merged() {
        assertThat(read("PlacedByPhone", 1, "{\"customerId\":\"c-1\"}"))
                .containsExactly(new Event.Placed("c-1", "phone", null));
    }

    @Test
    void an_event_is_split_into_several_in_their_order() {
        assertThat(read("Moved", 1, "{\"town\":\"Bern\",\"phone\":\"031\"}"))
                .containsExactly(new Event.AddressChanged("Bern"), new Event.PhoneChanged("031"));
        assertThat(read("Moved", 2, "{\"city\":\"Bern\",\"phone\":\"031\"}")).hasSize(2);
    }

    @Test
    void an_event_is_dropped_by_giving_none() {
        assertThat(read("LineAdded", 1, "{\"sku\":\"a\",\"price\":1,\"quantity\":0}"))
                .isEmpty();
        assertThat(read("LineAdded", 1, "{\"sku\":\"a\",\"price\":1.00,\"quantity\":2}"))
                .containsExactly(new Event.LineAdded("a", new BigDecimal("1.00")));
        assertThat(read("LineAdded", 2, "{\"sku\":\"a\",\"price\":1,\"quantity\":0}"))
                .hasSize(1);
    }

    @Test
    void retired_types_are_nothing_or_refused() {
        assertThat(read("Pinged", 1, "{}")).isEmpty();
        assertThat(read("Pinged", 7, "not even JSON")).isEmpty();
        assertThatExceptionOfType(UnknownEventException.class)
                .isThrownBy(() -> read("CouponPrinted", 1, "{}"))
                .withMessage("event CouponPrinted at position 17 (version 3 of Order-1) is of a retired type: coupons"
                        + " were given up in 2024, read them from the archive");
    }

    @Test
    void an_event_that_is_replaced_can_become_a_retired_one() {
        EventTypes types = EventTypes.builder()
                .add(Event.class)
                .ignore("Noise")
                .replace(
                        "Old",
                        1,
                        Set.of("Noise", "PhoneChanged"),
                        (json, stored) ->
                                List.of(new EventJson("Noise", 1, json), new EventJson("PhoneChanged", 1, json)))
                .build();

        assertThat(types.read(Stored.event("Old", 1, "{\"phone\":\"1\"}"), JSON))
                .containsExactly(new Event.PhoneChanged("1"));
    }

    @Test
    void an_upcaster_that_throws_is_named_with_the_event_and_its_place() {
        assertThatExceptionOfType(UpcastException.class)
                .isThrownBy(() -> read("LineAdded", 1, "{\"sku\":\"a\",\"quantity\":\"two\"}"))
                .withMessage("the upcaster of LineAdded from version 1 failed for event LineAdded at position 17"
                        + " (version 3 of Order-1): property \"quantity\" is no number: it is a text; there are"
                        + " [sku, quantity]; it was given {\"sku\":\"a\",\"quantity\":\"two\"}")
                .withCauseInstanceOf(IllegalArgumentException.class)
                .satisfies(e -> {
                    assertThat(e.type()).isEqualTo("LineAdded");
                    assertThat(e.fromVersion()).isEqualTo(1);
                    assertThat(e.position()).isEqualTo(17);
                });
    }

    @Test
    void the_step_of_a_chain_that_throws_is_the_one_that_is_named() {
        EventTypes types = EventTypes.builder()
                .add(Event.class)
                .upcast("Placed", 1, json -> json.put("step", 1))
                .upcast("Placed", 2, json -> {
                    throw new UnsupportedOperationException();
                })
                .alias(Event.Placed.class, "Ordered")
                .build();

        assertThatExceptionOfType(UpcastException.class)
                .isThrownBy(() -> types.read(Stored.event("Ordered", 1, "{}"), JSON))
                .withMessage(
                        "the upcaster of Placed from version 2 failed for event Ordered at position 17 (version 3 of"
                                + " Order-1): java.lang.UnsupportedOperationException; it was given {\"step\":1}");
    }

    @Test
    void what_an_upcaster_must_not_give_is_refused() {
        assertThat(failure(Set.of("Placed"), null)).contains("it gave null");
        assertThat(failure(Set.of("Placed"), new EventJson("PhoneChanged", 1, JsonObject.empty())))
                .contains("it gave a PhoneChanged, but is announced to give [Placed]");
        assertThat(failure(Set.of("Placed"), new EventJson("Placed", 1, JsonObject.empty())))
                .contains("it gave version 1 of Placed again");
        assertThatExceptionOfType(SchemaVersionException.class)
                .isThrownBy(() -> failure(Set.of("Placed"), new EventJson("Placed", 3, JsonObject.empty())))
                .withMessageContaining("has version 3 of the schema of Placed, which is newer than 2");
        assertThatExceptionOfType(SchemaVersionException.class)
                .isThrownBy(() -> failure(Set.of("PhoneChanged"), new EventJson("PhoneChanged", 0, JsonObject.empty())))
                .withMessageContaining("which is older than 1");
    }

    private static String failure(Set<String> announced, @Nullable EventJson given) {
        EventTypes types = EventTypes.builder()
                .add(Event.class)
                .replace("Placed", 1, announced, (json, stored) -> given == null ? null : List.of(given))
                .build();
        try {
            return types.read(Stored.event("Placed", 1, "{}"), JSON).toString();
        } catch (UpcastException e) {
            return Objects.requireNonNull(e.getMessage());
        }
    }

    @Test
    void upcasters_that_replace_events_in_a_circle_are_found_out() {
        EventTypes types = EventTypes.builder()
                .add(Event.class)
                .replace("Tick", 1, Set.of("Tock"), (json, stored) -> List.of(new EventJson("Tock", 1, json)))
                .replace("Tock", 1, Set.of("Tick"), (json, stored) -> List.of(new EventJson("Tick", 1, json)))
                .build();

        assertThatExceptionOfType(UpcastException.class)
                .isThrownBy(() -> types.read(Stored.event("Tick", 1, "{}"), JSON))
                .withMessageContaining("the upcasters replace events in a circle");
    }

    @Test
    void what_is_newer_than_the_code_is_an_error() {
        assertThatExceptionOfType(SchemaVersionException.class)
                .isThrownBy(() -> read("Placed", 4, "{}"))
                .withMessage("event Placed at position 17 (version 3 of Order-1) has version 4 of the schema of Placed,"
                        + " which is newer than 3, the newest that this code knows: deploy the newer code here, too, or"
                        + " read with lenient event types")
                .satisfies(e -> {
                    assertThat(e.type()).isEqualTo("Placed");
                    assertThat(e.position()).isEqualTo(17);
                    assertThat(e.schemaVersion()).isEqualTo(4);
                    assertThat(e.oldest()).isEqualTo(1);
                    assertThat(e.newest()).isEqualTo(3);
                    assertThat(e.isNewer()).isTrue();
                });
        assertThatExceptionOfType(SchemaVersionException.class)
                .isThrownBy(() -> read("Moved", 3, "{}"))
                .withMessageContaining("newer than 2");
        assertThatExceptionOfType(UnknownEventException.class).isThrownBy(() -> read("Invented", 1, "{}"));
    }

    @Test
    void what_is_newer_than_the_code_is_raw_where_that_is_wanted() {
        EventTypes lenient = TYPES.lenient();

        assertThat(lenient.read(Stored.event("Placed", 4, "{\"a\":1}"), JSON))
                .containsExactly(
                        new RawEvent("Placed", 4, JsonObject.parse("{\"a\":1}").payload()));
        assertThat(lenient.read(Stored.event("Ordered", 4, "{}"), JSON)).hasOnlyElementsOfType(RawEvent.class);
        assertThat(lenient.read(Stored.event("Moved", 3, "{}"), JSON)).hasOnlyElementsOfType(RawEvent.class);
        assertThat(lenient.read(Stored.event("Invented", 1, "{\"a\":1}"), JSON))
                .singleElement()
                .isInstanceOfSatisfying(
                        RawEvent.class,
                        raw -> assertThat(raw.json())
                                .isEqualTo(JsonObject.empty().put("a", 1)));
        assertThatExceptionOfType(SchemaVersionException.class)
                .isThrownBy(() -> lenient.readStrictly(Stored.event("Placed", 4, "{}"), JSON));
    }

    @Test
    void lenient_types_are_strict_about_all_else() {
        EventTypes lenient = TYPES.lenient();

        assertThat(lenient.read(Stored.event("Pinged", 9, "{}"), JSON)).isEmpty();
        assertThat(lenient.read(Stored.event("Placed", 1, "{\"customer\":\"c\"}"), JSON))
                .hasOnlyElementsOfType(Event.Placed.class);
        assertThatExceptionOfType(UnknownEventException.class)
                .isThrownBy(() -> lenient.read(Stored.event("CouponPrinted", 1, "{}"), JSON));
        assertThatExceptionOfType(CodecException.class)
                .isThrownBy(() -> lenient.read(Stored.event("Placed", 3, "{}"), JSON));
        assertThatExceptionOfType(SchemaVersionException.class)
                .isThrownBy(() -> lenient.read(Stored.event("Placed", 0, "{}"), JSON));
    }

    @Test
    void versions_that_are_not_stored_any_more_need_no_upcasters() {
        EventTypes types = EventTypes.builder()
                .add(Event.class)
                .upcast("PhoneChanged", 4, json -> json.rename("number", "phone"))
                .version("PhoneChanged", 5)
                .version("Placed", 7)
                .build();

        assertThat(types.versionOf("Placed")).isEqualTo(7);
        assertThat(types.versionOf("PhoneChanged")).isEqualTo(5);
        assertThat(types.read(Stored.event("PhoneChanged", 4, "{\"number\":\"1\"}"), JSON))
                .containsExactly(new Event.PhoneChanged("1"));
        assertThatExceptionOfType(SchemaVersionException.class)
                .isThrownBy(() -> types.read(Stored.event("PhoneChanged", 3, "{\"number\":\"1\"}"), JSON))
                .withMessageEndingWith(
                        "which is older than 4, the oldest that this code can read: give an upcaster from"
                                + " version 3")
                .satisfies(e -> assertThat(e.isNewer()).isFalse());
    }

    @Test
    void what_fits_nothing_after_upcasting_says_where_it_came_from() {
        assertThatExceptionOfType(CodecException.class)
                .isThrownBy(() -> read("Placed", 1, "{\"buyer\":\"c-1\"}"))
                .withMessageStartingWith("event Placed at position 17 (version 3 of Order-1) was upcast to version 3 of"
                        + " Placed, but that cannot be read: stored event does not fit")
                .withMessageContaining("customerId");
        assertThatExceptionOfType(CodecException.class)
                .isThrownBy(() -> read("Placed", 1, "[]"))
                .withMessageStartingWith(
                        "event Placed at position 17 (version 3 of Order-1) cannot be upcast: not a JSON" + " object");
    }

    @Test
    void binary_events_are_upcast_where_the_codec_tells_what_json_is_in_them() {
        StoredEvent stored = Stored.event(
                "Placed",
                1,
                Payload.binary(
                        JsonObject.empty().put("customer", "c-1").payload().bytes()),
                Metadata.empty());

        assertThatExceptionOfType(CodecException.class)
                .isThrownBy(() -> TYPES.read(stored, JSON))
                .withMessageContaining("cannot be upcast: it is stored in a binary format")
                .withMessageContaining("has no toJson(…)");
        assertThat(TYPES.read(stored, new Wrapped())).containsExactly(new Event.Placed("c-1", "web", null));
    }

    private static final class Wrapped implements Codec {
        @Override
        public Payload encode(Object event) {
            return Payload.binary(JSON.encode(event).bytes());
        }

        @Override
        public <E> E decode(Payload payload, Class<E> type) {
            return JSON.decode(toJson(payload), type);
        }

        @Override
        public Payload toJson(Payload payload) {
            return Payload.json(payload.bytes());
        }
    }

    /** The property: a chain of upcasters is its steps, one after the other, from whichever version. */
    @RepeatedTest(20)
    void a_chain_is_its_steps(RepetitionInfo repetition) {
        long seed = Long.getLong("mink.test.seed", 7_000L + repetition.getCurrentRepetition());
        Random random = new Random(seed);
        List<UnaryOperator<JsonObject>> steps = new ArrayList<>();
        EventTypes.Builder builder = EventTypes.builder().add(Anything.class);
        for (int from = 1; from <= 1 + random.nextInt(8); from++) {
            UnaryOperator<JsonObject> step = step(random);
            steps.add(step);
            builder.upcast("Anything", from, step);
        }
        Upcasting upcasting = builder.build().upcasting();
        for (int i = 0; i < 50; i++) {
            int version = 1 + random.nextInt(steps.size() + 1);
            JsonObject before = object(random, 3);
            JsonObject expected = before;
            for (UnaryOperator<JsonObject> step : steps.subList(version - 1, steps.size())) {
                expected = step.apply(expected);
            }
            assertThat(upcasting.today(Stored.event("Anything", version, before.toString()), JSON))
                    .as("with -Dmink.test.seed=%s", seed)
                    .containsExactly(new EventJson("Anything", steps.size() + 1, expected));
            assertThat(upcasting
                            .today(Stored.event("Anything", version, before.toString()), JSON)
                            .get(0)
                            .json())
                    .as("order of properties, with -Dmink.test.seed=%s", seed)
                    .hasToString(expected.toString());
        }
    }

    record Anything(Map<String, Object> values) {}

    private static UnaryOperator<JsonObject> step(Random random) {
        String name = name(random);
        String fresh = "new" + random.nextInt(1_000_000);
        int number = random.nextInt();
        return switch (random.nextInt(6)) {
            case 0 -> json -> json.rename(name, fresh);
            case 1 -> json -> json.remove(name);
            case 2 -> json -> json.put(name, number);
            case 3 -> json -> json.putIfAbsent(name, new BigDecimal(number).movePointLeft(2));
            case 4 -> json -> json.change(name, Object::toString);
            default -> json -> JsonObject.empty().put("inner", json);
        };
    }

    private static String name(Random random) {
        return List.of("a", "b", "c", "d").get(random.nextInt(4));
    }

    private static JsonObject object(Random random, int depth) {
        JsonObject object = JsonObject.empty();
        for (int i = random.nextInt(5); i > 0; i--) {
            object = object.put(
                    name(random),
                    switch (random.nextInt(depth > 0 ? 6 : 4)) {
                        case 0 -> null;
                        case 1 -> new BigDecimal(random.nextLong()).movePointLeft(random.nextInt(10));
                        case 2 -> random.nextBoolean();
                        case 3 -> Integer.toString(random.nextInt(), 36);
                        case 4 -> object(random, depth - 1);
                        default -> List.of(object(random, depth - 1), random.nextInt());
                    });
        }
        return object;
    }
}
