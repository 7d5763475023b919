package dev.mink.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mink.spi.StoredEvent;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link EventTypes} refuse to be built with, and how they are combined. */
class EvolutionTest {

    private static final UnaryOperator<JsonObject> SAME = UnaryOperator.identity();

    sealed interface Event {
        record Placed(String id) implements Event {}

        record Shipped(String id) implements Event {}
    }

    private static List<EventJson> none(JsonObject json, StoredEvent stored) {
        return List.of();
    }

    private static EventTypes.Builder types() {
        return EventTypes.builder().add(Event.class);
    }

    private static AbstractThrowableAssert<?, ?> refusalOf(EventTypes.Builder builder) {
        return assertThatThrownBy(builder::build).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_version_of_a_type_is_the_number_of_its_upcasters_and_1() {
        EventTypes types =
                types().upcast("Placed", 2, SAME).upcast("Placed", 1, SAME).build();

        assertThat(types.versionOf("Placed")).isEqualTo(3);
        assertThat(types.versionOf("Shipped")).isEqualTo(1);
    }

    @Test
    void two_upcasters_from_one_version_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> types().upcast("Placed", 1, SAME).upcast("Placed", 1, SAME))
                .withMessage("event \"Placed\" has two upcasters from version 1: make them one");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> types().upcast("Placed", 1, SAME).replace("Placed", 1, Set.of(), EvolutionTest::none));
    }

    @Test
    void a_gap_is_refused() {
        refusalOf(types().upcast("Placed", 1, SAME).upcast("Placed", 3, SAME).upcast("Placed", 5, SAME))
                .hasMessage(
                        "event \"Placed\" has upcasters from versions [1, 3, 5], but none from [2, 4]: add them, or set"
                                + " version(\"Placed\", 6) if no event of the versions before is stored any more");
        refusalOf(types().upcast("Placed", 2, SAME)).hasMessageContaining("but none from [1]");
    }

    @Test
    void a_gap_at_the_beginning_is_allowed_where_the_version_is_set_but_none_in_between() {
        assertThat(types().upcast("Placed", 2, SAME)
                        .version("Placed", 3)
                        .build()
                        .versionOf("Placed"))
                .isEqualTo(3);
        refusalOf(types().upcast("Placed", 2, SAME).upcast("Placed", 4, SAME).version("Placed", 5))
                .hasMessageContaining("but none from [3]");
    }

    @Test
    void a_version_that_the_upcasters_do_not_lead_to_is_refused() {
        refusalOf(types().upcast("Placed", 1, SAME).version("Placed", 3))
                .hasMessage(
                        "event \"Placed\" has upcasters to version 2, but its version is set to 3: add what is missing,"
                                + " or correct the version");
        refusalOf(types().upcast("Placed", 1, SAME).version("Placed", 1)).hasMessageContaining("to version 2");
        refusalOf(types().version("Invented", 2)).hasMessage("event \"Invented\" has a version but no record");
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, 0, 32_767, Integer.MAX_VALUE})
    void versions_are_in_a_range(int version) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> types().upcast("Placed", version, SAME))
                .withMessageContaining("from version " + version + ": schema versions are from 1 to 32767");
        if (version != 32_767) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> types().version("Placed", version))
                    .withMessageContaining("is not between 1 and 32767");
        }
    }

    @Test
    void upcasters_to_nowhere_are_refused() {
        refusalOf(types().upcast("Moved", 1, SAME))
                .hasMessage(
                        "event \"Moved\" has upcasters, but there is no record of this name: replace it by others in"
                                + " the last one, or add the record");
        refusalOf(types().replace("Moved", 1, Set.of("Movd"), EvolutionTest::none))
                .hasMessage("event \"Moved\" is replaced by \"Movd\", which is not the name of a record: registered are"
                        + " [Placed, Shipped]");
    }

    @Test
    void a_name_is_one_thing_only() {
        refusalOf(types().alias(Event.Placed.class, "Shipped"))
                .hasMessage("event \"Shipped\" is an alias and the name of a record");
        refusalOf(types().ignore("Placed"))
                .hasMessage("event \"Placed\" is retired, but there is a record of this name");
        refusalOf(types().alias(Event.Placed.class, "Old").refuse("Old", "why"))
                .hasMessage("event \"Old\" is retired and an alias");
        refusalOf(types().replace("Old", 1, Set.of(), EvolutionTest::none).ignore("Old"))
                .hasMessage("event \"Old\" is retired and has upcasters");
        refusalOf(types().alias(Event.Placed.class, "Old").upcast("Old", 1, SAME))
                .hasMessage("event \"Old\" is an alias, and has upcasters: give them to Placed");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> types().alias(Event.Placed.class, "Old").alias(Event.Shipped.class, "Old"))
                .withMessageContaining("event \"Old\" is an alias of " + Event.Placed.class.getName() + " already");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventTypes.builder().alias(Event.Placed.class, "Old"))
                .withMessageContaining("was not added");
    }

    @Test
    void an_alias_follows_the_name_that_its_record_is_given() {
        EventTypes types = types().alias(Event.Placed.class, "Old")
                .name(Event.Placed.class, "order.placed")
                .upcast("order.placed", 1, SAME)
                .build();

        assertThat(types.read(Stored.event("Old", 1, "{\"id\":\"1\"}"), Codec.json()))
                .containsExactly(new Event.Placed("1"));
    }

    @Test
    void the_names_under_a_root_are_all_those_that_can_become_one_of_its_records() {
        EventTypes types = types().alias(Event.Placed.class, "Ordered")
                .alias(Event.Shipped.class, "Sent")
                .replace("Bought", 1, Set.of("Placed", "Shipped"), EvolutionTest::none)
                .replace("BoughtOnline", 1, Set.of("Bought"), EvolutionTest::none)
                .upcast("Shipped", 1, SAME)
                .ignore("Pinged")
                .build();

        assertThat(types.namesUnder(Event.Placed.class))
                .containsExactlyInAnyOrder("Placed", "Ordered", "Bought", "BoughtOnline");
        assertThat(types.namesUnder(Event.Shipped.class))
                .containsExactlyInAnyOrder("Shipped", "Sent", "Bought", "BoughtOnline");
        assertThat(types.namesUnder(Event.class)).hasSize(6);
    }

    @Test
    void types_with_a_past_are_combined_with_others() {
        EventTypes upcast = types().upcast("Placed", 1, SAME)
                .alias(Event.Shipped.class, "Sent")
                .ignore("Pinged")
                .build();
        EventTypes plain = types().build();

        for (EventTypes both : List.of(upcast.and(plain), plain.and(upcast), upcast.and(upcast))) {
            assertThat(both.versionOf("Placed")).isEqualTo(2);
            assertThat(both.evolution()).isEqualTo(upcast.evolution());
            both.requireAll(plain);
            both.requireAll(upcast);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plain.requireAll(upcast))
                .withMessageContaining("build the event store with the same EventTypes");
    }

    @Test
    void a_contradicting_past_is_refused() {
        EventTypes one = types().upcast("Placed", 1, json -> json.remove("a")).build();
        EventTypes other = types().upcast("Placed", 1, json -> json.remove("b")).build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> one.and(other))
                .withMessage("event \"Placed\" has different upcasters in two event types: keep its EventTypes in one"
                        + " constant and use that everywhere");
        assertThatIllegalArgumentException().isThrownBy(() -> one.requireAll(other));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> types().ignore("X")
                        .build()
                        .and(types().refuse("X", "why").build()))
                .withMessageContaining("is retired in two ways");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> types().ignore("Old")
                        .build()
                        .and(types().alias(Event.Placed.class, "Old").build()))
                .withMessageContaining("is retired and an alias");
    }

    @Test
    void lenience_is_kept_when_types_are_combined() {
        StoredEvent unknown = Stored.event("Invented", 1, "{}");

        for (EventTypes types : List.of(
                types().build().and(EventTypes.none().lenient()),
                EventTypes.none().lenient().and(types().build()))) {
            assertThat(types.read(unknown, Codec.json())).hasOnlyElementsOfType(RawEvent.class);
        }
    }

    @Test
    void types_cannot_be_changed_once_they_are_built() {
        EventTypes.Builder builder = types().upcast("Placed", 1, SAME);
        EventTypes types = builder.build();
        builder.upcast("Placed", 2, SAME).ignore("X");

        assertThat(types.versionOf("Placed")).isEqualTo(2);
        assertThat(builder.build().versionOf("Placed")).isEqualTo(3);
    }
}
