package dev.mink.examples.retail;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * How far the import is: a bar that grows on a terminal, else a line now and then. Counted by any thread, shown by
 * one.
 */
final class Progress {
    private static final Duration BAR_INTERVAL = Duration.ofMillis(100);
    private static final Duration LINE_INTERVAL = Duration.ofSeconds(2);
    private static final int BAR_WIDTH = 20;

    private final PrintStream out;
    private final boolean terminal;
    private final long total;
    private final LongSupplier rejected;
    private final long started = System.nanoTime();
    private final LongAdder lines = new LongAdder();
    private long shown = started;

    /**
     * @param total how many lines there are to import
     * @param rejected how many of them have been rejected so far
     */
    Progress(PrintStream out, boolean terminal, long total, LongSupplier rejected) {
        this.out = out;
        this.terminal = terminal;
        this.total = total;
        this.rejected = rejected;
    }

    void imported(Invoice invoice) {
        lines.add(invoice.size());
    }

    /** How many lines are in the books or have been rejected. */
    long lines() {
        return lines.sum() + rejected.getAsLong();
    }

    /** How long it took so far. */
    Duration time() {
        return Duration.ofNanos(System.nanoTime() - started);
    }

    /** Shows how far it is, if it is time. */
    void show() {
        long now = System.nanoTime();
        if (now - shown >= (terminal ? BAR_INTERVAL : LINE_INTERVAL).toNanos()) {
            shown = now;
            print(speed());
        }
    }

    /** Shows the end. */
    void end(boolean news) {
        print(news ? speed() : "nothing new");
        if (terminal) {
            out.println();
        }
    }

    private void print(String remark) {
        long done = lines();
        double share = total == 0 ? 1 : (double) done / total;
        String text = String.format(Locale.ENGLISH, "%3.0f %%  %,d of %,d lines, %s", 100 * share, done, total, remark);
        if (terminal) {
            int bar = (int) (share * BAR_WIDTH);
            out.printf("\r[%s%s] %-56s", "=".repeat(bar), " ".repeat(BAR_WIDTH - bar), text);
            out.flush();
        } else {
            out.println(text.strip());
        }
    }

    private String speed() {
        return String.format(Locale.ENGLISH, "%,d lines/s", new Effort(lines(), time()).perSecond());
    }
}
