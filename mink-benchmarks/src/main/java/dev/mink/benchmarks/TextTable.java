package dev.mink.benchmarks;

import dev.mink.benchmarks.Comparison.Result;
import dev.mink.benchmarks.Contender.Role;
import java.io.PrintStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Comparisons as lines of at most 80 characters. */
final class TextTable {

    private static final String ROW = "%-26s %9s %6s %6s %6s %7s %7s %6s";

    private final PrintStream out;

    TextTable(PrintStream out) {
        this.out = out;
    }

    void header() {
        line(ROW, "", "per s", "xhand", "xsame", "xaxon", "p50 ms", "p99 ms", "CPU us");
    }

    void add(Comparison comparison) {
        line("");
        line("%s, %d thread%s", comparison.name(), comparison.threads(), comparison.threads() == 1 ? "" : "s");
        for (Result result : comparison.results()) {
            line(
                    ROW,
                    "  " + result.name(),
                    String.format(Locale.ROOT, "%,.0f", result.rate()),
                    ratio(comparison, result, Role.HAND),
                    ratio(comparison, result, Role.SAME),
                    ratio(comparison, result, Role.AXON),
                    number(result.p50Millis()),
                    number(result.p99Millis()),
                    number(result.cpuMicros()));
        }
    }

    void line(String format, @Nullable Object... values) {
        out.println(String.format(Locale.ROOT, format, values).stripTrailing());
        out.flush();
    }

    private static String ratio(Comparison comparison, Result result, Role role) {
        return number(comparison.ratio(result, role));
    }

    private static String number(@Nullable Double value) {
        return value == null ? "" : String.format(Locale.ROOT, value < 100 ? "%.2f" : "%.0f", value);
    }
}
