package dev.mink.examples.retail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class ProgressTest {
    private static final String REMARK = "so far 12.00 GBP";
    private static final String LINE = "0 %  0 of 10 lines, 0 lines/s";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private long now;
    private CompletableFuture<String> answer = CompletableFuture.completedFuture(REMARK);

    @Test
    void on_a_terminal_a_remark_takes_the_line_of_the_bar_which_goes_on_below() {
        Progress progress = progress(true);

        showAfter(progress, Duration.ofMillis(1_900));
        showAfter(progress, Duration.ofMillis(200));
        showAfter(progress, Duration.ofMillis(200));

        String newLine = System.lineSeparator();
        assertThat(shown())
                .isEqualTo(bar() + bar() + "\r" + REMARK + " ".repeat(79 - REMARK.length()) + newLine + bar() + bar());
    }

    @Test
    void elsewhere_a_remark_is_a_line() {
        Progress progress = progress(false);

        showAfter(progress, Duration.ofSeconds(2));
        showAfter(progress, Duration.ofMillis(1));

        assertThat(shown().lines()).containsExactly(LINE, REMARK);
    }

    @Test
    void where_there_is_nothing_to_say_there_is_no_line() {
        answer = CompletableFuture.completedFuture("");

        Progress progress = progress(true);

        showAfter(progress, Duration.ofSeconds(2));
        showAfter(progress, Duration.ofMillis(1));

        assertThat(shown()).isEqualTo(bar());
    }

    @Test
    void nobody_waits_for_a_remark() {
        answer = new CompletableFuture<>();
        Progress progress = progress(false);

        showAfter(progress, Duration.ofSeconds(2));
        showAfter(progress, Duration.ofSeconds(2));
        assertThat(shown().lines()).containsExactly(LINE, LINE);

        answer.complete(REMARK);
        showAfter(progress, Duration.ofMillis(1));
        assertThat(shown().lines()).containsExactly(LINE, LINE, REMARK);
    }

    @Test
    void a_remark_that_fails_is_left_out() {
        answer = CompletableFuture.failedFuture(new IllegalStateException("the storage is closed"));

        Progress progress = progress(false);

        showAfter(progress, Duration.ofSeconds(2));
        showAfter(progress, Duration.ofMillis(1));

        assertThat(shown().lines()).containsExactly(LINE);
    }

    private Progress progress(boolean terminal) {
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        return new Progress(stream, terminal, 10, () -> 0, () -> answer, () -> now);
    }

    private void showAfter(Progress progress, Duration time) {
        now += time.toNanos();
        progress.show();
    }

    private static String bar() {
        return "\r[" + " ".repeat(20) + "] " + "  " + LINE + " ".repeat(25);
    }

    private String shown() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
