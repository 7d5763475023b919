package dev.mink.examples.retail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LineReaderTest {
    @Test
    void lines_end_with_either_line_break_or_the_file() throws IOException {
        assertThat(lines("one\r\ntwo\n\nfour"))
                .containsExactly(
                        new TextLine(1, "one", false),
                        new TextLine(2, "two", false),
                        new TextLine(3, "", false),
                        new TextLine(4, "four", false));
    }

    @Test
    void a_last_line_break_begins_no_line() throws IOException {
        assertThat(lines("one\n")).containsExactly(new TextLine(1, "one", false));
        assertThat(lines("")).isEmpty();
    }

    @Test
    void a_line_that_is_too_long_is_cut_and_the_next_is_whole() throws IOException {
        List<TextLine> lines = lines("x".repeat(LineReader.MAX_LENGTH + 1) + "\nnext\n");

        assertThat(lines.get(0)).isEqualTo(new TextLine(1, "x".repeat(LineReader.MAX_LENGTH), true));
        assertThat(lines.get(1)).isEqualTo(new TextLine(2, "next", false));
    }

    @Test
    void a_line_of_the_greatest_length_is_whole() throws IOException {
        assertThat(lines("x".repeat(LineReader.MAX_LENGTH) + "\n").get(0).cut()).isFalse();
    }

    @Test
    void bytes_that_are_not_UTF_8_are_marked() throws IOException {
        assertThat(read(new byte[] {'a', (byte) 0xa3, '\n'})).containsExactly(new TextLine(1, "a\uFFFD", false));
    }

    private static List<TextLine> lines(String text) throws IOException {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<TextLine> read(byte[] bytes) throws IOException {
        List<TextLine> lines = new ArrayList<>();
        try (LineReader reader = new LineReader(new ByteArrayInputStream(bytes))) {
            for (TextLine line = reader.next(); line != null; line = reader.next()) {
                lines.add(line);
            }
        }
        return lines;
    }
}
