package dev.mink.examples.retail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ProgressTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private long now;
    private String remark = "so far 12.00 GBP";

    @Test
    void on_a_terminal_a_remark_takes_the_line_of_the_bar_which_goes_on_below() {
        Progress progress = progress(true);

        showAfter(progress, Duration.ofMillis(1_900));
        showAfter(progress, Duration.ofMillis(200));
        showAfter(progress, Duration.ofMillis(200));

        String newLine = System.lineSeparator();
        assertThat(shown())
                .isEqualTo(bar() + "\r" + remark + " ".repeat(79 - remark.length()) + newLine + bar() + bar());
    }

    @Test
    void elsewhere_a_remark_is_a_line() {
        showAfter(progress(false), Duration.ofSeconds(2));

        assertThat(shown().lines()).containsExactly(remark, "0 %  0 of 10 lines, 0 lines/s");
    }

    @Test
    void where_there_is_nothing_to_say_there_is_no_line() {
        remark = "";

        showAfter(progress(false), Duration.ofSeconds(2));
        showAfter(progress(true), Duration.ofSeconds(2));

        assertThat(shown()).isEqualTo("0 %  0 of 10 lines, 0 lines/s" + System.lineSeparator() + bar());
    }

    private Progress progress(boolean terminal) {
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        return new Progress(stream, terminal, 10, () -> 0, () -> remark, () -> now);
    }

    private void showAfter(Progress progress, Duration time) {
        now += time.toNanos();
        progress.show();
    }

    private static String bar() {
        return "\r[" + " ".repeat(20) + "] " + "  0 %  0 of 10 lines, 0 lines/s" + " ".repeat(25);
    }

    private String shown() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
