package dev.mink.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mink.schema.Codec;
import dev.mink.schema.EventTypes;
import dev.mink.schema.Payload;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;

class GoldenEventsTest {

    private static final EventTypes BEFORE = EventTypes.of(Before.Placed.class, Before.Shipped.class);

    private static final EventTypes NOW = EventTypes.builder()
            .add(Now.Placed.class)
            .add(Before.Shipped.class)
            .upcast(
                    "Placed",
                    1,
                    (json, stored) -> json.rename("customer", "customerId")
                            .put("by", stored.metadata().userId()))
            .build();

    @TempDir
    Path parent;

    private Path directory;

    interface Before {
        record Placed(String customer) implements Before {}

        record Shipped(String to) implements Before {}
    }

    interface Now {
        record Placed(String customerId, @Nullable String by) implements Now {}
    }

    @BeforeEach
    void keep() {
        directory = parent.resolve("deep/golden");
        golden(BEFORE)
                .keep(List.of(new Before.Placed("anna"), new Before.Placed("eva"), new Before.Shipped("Bern")), true);
    }

    private GoldenEvents golden(EventTypes types) {
        return GoldenEvents.in(directory, types);
    }

    private static String failure(Runnable check) {
        return assertThatExceptionOfType(AssertionFailedError.class)
                .isThrownBy(check::run)
                .actual()
                .getMessage();
    }

    @Test
    void events_are_kept_as_they_are_stored_one_a_file() {
        assertThat(directory).isDirectoryContaining("glob:**/Placed-1.json");
        assertThat(directory.resolve("Placed-1.json"))
                .hasContent("{\"type\":\"Placed\",\"schemaVersion\":1,\"payload\":{\"customer\":\"anna\"}}");
        assertThat(directory.resolve("Placed-1-2.json")).content().contains("eva");
        assertThat(directory.resolve("Shipped-1.json")).exists();
    }

    @Test
    void what_is_kept_already_is_not_written_again_and_nothing_is_ever_changed() throws Exception {
        golden(BEFORE).keep(new Before.Placed("eva"));
        golden(BEFORE).keep(List.of(new Before.Placed("eva")), true);
        golden(NOW).keep(List.of(new Now.Placed("anna", null)), true);

        try (var files = Files.list(directory)) {
            assertThat(files).hasSize(4);
        }
        assertThat(directory.resolve("Placed-1.json")).content().contains("\"customer\":\"anna\"");
        assertThat(directory.resolve("Placed-2.json")).content().contains("\"customerId\":\"anna\"");
    }

    @Test
    void what_is_not_kept_yet_is_asked_for() {
        assertThat(failure(() -> golden(NOW).keep(new Now.Placed("anna", null))))
                .isEqualTo(
                        "this event is not among those in " + directory + " yet: Placed[customerId=anna, by=null]; run"
                                + " with -Dmink.schema.update=true, and put it under version control");
        assertThat(directory.resolve("Placed-2.json")).doesNotExist();
    }

    @Test
    void events_of_the_past_are_read_as_those_of_today() throws Exception {
        golden(NOW).verify();
        assertThat(golden(NOW).read("Placed-1.json")).containsExactly(new Now.Placed("anna", null));

        Files.writeString(directory.resolve("from-production.json"), """
                {"type": "Placed", "schemaVersion": 1, "metadata": {"userId": "u-1"}, "payload": {"customer": "ida"}}""");
        assertThat(golden(NOW).read("from-production.json")).containsExactly(new Now.Placed("ida", "u-1"));
    }

    @Test
    void all_events_that_cannot_be_read_any_more_are_named_with_the_way_out() {
        EventTypes broken = EventTypes.of(Now.Placed.class);

        assertThat(failure(() -> golden(broken).verify()))
                .startsWith("stored events of the past cannot be read by this code:\n  Placed-1-2.json: ")
                .contains("\n  Placed-1.json: stored event does not fit", "'customerId'", "\n  Shipped-1.json: ")
                .contains("\"Shipped\" is not registered")
                .endsWith("never change a file.");
    }

    @Test
    void lenient_types_do_not_hide_what_cannot_be_read() {
        assertThat(failure(() ->
                        golden(EventTypes.of(Before.Placed.class).lenient()).verify()))
                .contains("Shipped-1.json");
    }

    @Test
    void an_empty_directory_proves_nothing() {
        assertThat(failure(() -> GoldenEvents.in(parent.resolve("nothing"), NOW).verify()))
                .contains("there are no events in ");
    }

    @Test
    void every_type_can_be_asked_for_in_its_version_of_today() {
        golden(BEFORE).verifyEveryType();
        assertThat(failure(() -> golden(NOW).verifyEveryType()))
                .isEqualTo("there is no event of these types, in their versions of today, in " + directory
                        + ": Placed 2; keep(…) one of each");
        golden(NOW).keep(List.of(new Now.Placed("anna", null)), true);
        golden(NOW).verifyEveryType();
    }

    @Test
    void what_is_no_stored_event_is_refused_by_name() throws Exception {
        Files.writeString(directory.resolve("Odd-1.json"), "{\"type\":\"Odd\"}");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> golden(NOW).read("Odd-1.json"))
                .withMessageContaining("Odd-1.json is not a stored event: property \"payload\" is no object");
        assertThat(failure(() -> golden(NOW).verify())).contains("Odd-1.json: ");
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> golden(NOW).read("Nothing.json"));
    }

    @Test
    void binary_events_are_kept_too() {
        Codec binary = new Codec() {
            @Override
            public Payload encode(Object event) {
                return Payload.binary(Codec.json().encode(event).bytes());
            }

            @Override
            public <E> E decode(Payload payload, Class<E> type) {
                return Codec.json().decode(Payload.json(payload.bytes()), type);
            }
        };
        EventTypes types = EventTypes.builder()
                .add(Before.Placed.class)
                .name(Before.Placed.class, "order/placed")
                .build();
        GoldenEvents golden = GoldenEvents.in(parent.resolve("binary"), types).codec(binary);
        golden.keep(List.of(new Before.Placed("anna")), true);

        golden.verify();
        assertThat(golden.read("order_placed-1.json")).containsExactly(new Before.Placed("anna"));
    }
}
