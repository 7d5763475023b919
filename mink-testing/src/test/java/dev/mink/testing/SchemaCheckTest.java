package dev.mink.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mink.schema.Codec;
import dev.mink.schema.EventTypes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

class SchemaCheckTest {

    @TempDir
    Path directory;

    private Path file;

    interface Before {
        record Placed(String customerId, int count) implements Before {}
    }

    interface Compatible {
        record Placed(String customerId, int count, Optional<String> note) implements Compatible {}
    }

    interface Breaking {
        record Placed(String customerId, String channel) implements Breaking {}
    }

    interface Without {
        record Placed(String customerId) implements Without {}
    }

    @BeforeEach
    void write() {
        file = directory.resolve("deep/events.schema");
        SchemaCheck.of(EventTypes.of(Before.Placed.class)).against(file, true);
    }

    private void check(Class<?> type, boolean update) {
        SchemaCheck.of(EventTypes.of(type)).against(file, update);
    }

    private String failureOf(Class<?> type, boolean update) throws Exception {
        String before = Files.readString(file);
        AssertionFailedError error = assertThatExceptionOfType(AssertionFailedError.class)
                .isThrownBy(() -> check(type, update))
                .actual();
        assertThat(file).hasContent(before);
        return error.getMessage();
    }

    @Test
    void a_file_that_is_not_there_is_asked_for_and_written_when_told_to() {
        Path other = directory.resolve("other.schema");
        SchemaCheck check = SchemaCheck.of(EventTypes.of(Before.Placed.class));

        assertThatExceptionOfType(AssertionFailedError.class)
                .isThrownBy(() -> check.against(other))
                .withMessage("there is no file " + other + " yet: run with -Dmink.schema.update=true, and put it under"
                        + " version control");
        assertThat(other).doesNotExist();
        check.against(other, true);
        check.against(other);
        assertThat(other).content().contains("Placed: version 1\n  count: int32\n  customerId: text\n");
    }

    @Test
    void what_has_not_changed_is_fine() {
        check(Before.Placed.class, false);
        check(Before.Placed.class, true);
    }

    @Test
    void a_change_that_breaks_nothing_has_to_be_in_the_file() throws Exception {
        assertThat(failureOf(Compatible.Placed.class, false))
                .isEqualTo("events have changed since " + file + " was written, without breaking anything: run with"
                        + " -Dmink.schema.update=true, and commit the file with the change");
        check(Compatible.Placed.class, true);
        check(Compatible.Placed.class, false);
    }

    @Test
    void a_change_that_breaks_something_is_told_and_never_written() throws Exception {
        for (boolean update : new boolean[] {false, true}) {
            assertThat(failureOf(Breaking.Placed.class, update))
                    .isEqualTo("events have changed since " + file
                            + " was written, and break:\n"
                            + "  [running code] Placed: count is not written any more, but code of before needs it: raise the"
                            + " version by upcast(\"Placed\", 1, json -> json), or go on writing it until no such code runs\n"
                            + "  [stored events] Placed: channel is new and needed, but stored events do not have it: make it"
                            + " Optional or @Nullable, or raise the version by upcast(\"Placed\", 1, json -> json.put(\"channel\","
                            + " …))\n"
                            + "If no such event is stored anywhere yet, take its lines out of the file and run with"
                            + " -Dmink.schema.update=true.");
        }
    }

    @Test
    void the_ways_out_that_the_message_tells_are_ways_out() throws Exception {
        EventTypes upcast = EventTypes.builder()
                .add(Breaking.Placed.class)
                .upcast("Placed", 1, json -> json.put("channel", "web"))
                .build();
        SchemaCheck.of(upcast).against(file, true);
        SchemaCheck.of(upcast).against(file);

        Files.writeString(file, "");
        check(Breaking.Placed.class, true);
        check(Breaking.Placed.class, false);
    }

    @Test
    void running_code_can_be_left_out_of_account() throws Exception {
        assertThat(failureOf(Without.Placed.class, true)).contains("[running code]");
        SchemaCheck.of(EventTypes.of(Without.Placed.class)).storedEventsOnly().against(file, true);
        assertThat(file).content().doesNotContain("count");
        assertThatExceptionOfType(AssertionFailedError.class)
                .isThrownBy(() -> SchemaCheck.of(EventTypes.of(Breaking.Placed.class))
                        .storedEventsOnly()
                        .against(file, true))
                .withMessageContaining("[stored events]");
    }

    @Test
    void the_codec_decides_what_events_look_like() {
        Codec snakes = Codec.json(JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .build());
        Path other = directory.resolve("snakes.schema");
        SchemaCheck.of(EventTypes.of(Before.Placed.class)).codec(snakes).against(other, true);

        assertThat(other).content().contains("customer_id");
    }
}
