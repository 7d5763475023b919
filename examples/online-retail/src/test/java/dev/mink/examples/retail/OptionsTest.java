package dev.mink.examples.retail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OptionsTest {
    @Test
    void everything_can_be_asked_for() {
        assertThat(Options.parse("--data", "a.csv", "--data-dir", "b", "--rejects", "c", "--json"))
                .isEqualTo(new Options(Path.of("a.csv"), Path.of("b"), Path.of("c"), true, false));
    }

    @Test
    void nothing_need_be_asked_for() {
        assertThat(Options.parse()).isEqualTo(new Options(null, null, null, false, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--date", "data.csv", "", "-j"})
    void what_is_not_an_option_is_named(String argument) {
        assertThatThrownBy(() -> Options.parse("--json", argument))
                .isInstanceOf(Refusal.class)
                .hasMessage("unknown option \"" + argument + "\": --help shows those there are");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--data", "--data-dir", "--rejects"})
    void a_missing_value_is_named(String option) {
        String message = "option " + option + " has no value: write a path behind it";

        assertThatThrownBy(() -> Options.parse(option))
                .isInstanceOf(Refusal.class)
                .hasMessage(message);
        assertThatThrownBy(() -> Options.parse(option, "--json")).hasMessage(message);
        assertThatThrownBy(() -> Options.parse(option, " ")).hasMessage(message);
    }

    @Test
    void the_help_names_every_option_and_fits_into_100_columns() {
        assertThat(Options.HELP).contains("--data ", "--data-dir ", "--rejects ", "--json", "--help", "DATABASE_URL");
        assertThat(Options.HELP.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
    }
}
