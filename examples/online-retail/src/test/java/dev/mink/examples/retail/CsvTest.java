package dev.mink.examples.retail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CsvTest {
    @Test
    void fields_are_separated_by_commas_and_stripped() throws Exception {
        assertThat(Csv.fields("536365,85123A, WHITE  HEART ,6,,"))
                .containsExactly("536365", "85123A", "WHITE  HEART", "6", "", "");
    }

    @Test
    void a_quoted_field_may_contain_commas_and_quotes() throws Exception {
        assertThat(Csv.fields("1,\"SET/3, \"\"LOVE\"\" BOXES \",\"\",2"))
                .containsExactly("1", "SET/3, \"LOVE\" BOXES", "", "2");
    }

    @Test
    void an_empty_line_is_one_empty_field() throws Exception {
        assertThat(Csv.fields("")).containsExactly("");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "1,\"open,2|a quote is not closed",
                "1,\"open\"\"|a quote is not closed",
                "1,\"closed\" late,2|there is text behind a closing quote",
                "1,12\" RULER,2|there is a quote inside a field that does not begin with one"
            })
    void misplaced_quotes_are_malformed(String line, String reason) {
        assertThatThrownBy(() -> Csv.fields(line))
                .isInstanceOf(MalformedRowException.class)
                .hasMessage(reason);
    }

    @Test
    void what_is_written_can_be_read() throws Exception {
        String line = Csv.line(17L, "a, b", "say \"no\"", "plain");

        assertThat(line).isEqualTo("17,\"a, b\",\"say \"\"no\"\"\",plain");
        assertThat(Csv.fields(line)).containsExactly("17", "a, b", "say \"no\"", "plain");
    }
}
