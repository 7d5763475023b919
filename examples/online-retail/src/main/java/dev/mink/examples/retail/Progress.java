package dev.mink.examples.retail;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How far the import is: a bar that grows on a terminal, else a line now and then; and what it comes to so far, a line
 * now and then. Counted by any thread, shown by one.
 */
final class Progress {
    private static final Duration BAR_INTERVAL = Duration.ofMillis(100);
    private static final Duration LINE_INTERVAL = Duration.ofSeconds(2);
    private static final Duration REMARK_INTERVAL = Duration.ofSeconds(2);
    private static final int BAR_WIDTH = 20;

    private final PrintStream out;
    private final boolean terminal;
    private final long total;
    private final LongSupplier rejected;
    private final Supplier<CompletableFuture<String>> remarks;
    private final LongSupplier nanoTime;
    private final long started;
    private final LongAdder lines = new LongAdder();
    private long shown;
    private long remarked;
    /** What was asked for and is not shown yet; null if nothing was. */
    private @Nullable CompletableFuture<String> remark;

    /**
     * @param total how many lines there are to import
     * @param rejected how many of them have been rejected so far
     * @param remarks asks what it comes to so far, at most 79 characters; empty if there is nothing to say
     */
    Progress(
            PrintStream out,
            boolean terminal,
            long total,
            LongSupplier rejected,
            Supplier<CompletableFuture<String>> remarks) {
        this(out, terminal, total, rejected, remarks, System::nanoTime);
    }

    /** With another clock than {@link System#nanoTime()}. */
    Progress(
            PrintStream out,
            boolean terminal,
            long total,
            LongSupplier rejected,
            Supplier<CompletableFuture<String>> remarks,
            LongSupplier nanoTime) {
        this.out = out;
        this.terminal = terminal;
        this.total = total;
        this.rejected = rejected;
        this.remarks = remarks;
        this.nanoTime = nanoTime;
        this.started = nanoTime.getAsLong();
        this.shown = started;
        this.remarked = started;
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
        return Duration.ofNanos(nanoTime.getAsLong() - started);
    }

    /** Shows how far it is, if it is time. */
    void show() {
        long now = nanoTime.getAsLong();
        if (remark != null && remark.isDone()) {
            print(remark);
            remark = null;
        }
        if (remark == null && now - remarked >= REMARK_INTERVAL.toNanos()) {
            remarked = now;
            remark = remarks.get();
        }
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

    /** In place of the bar, which goes on below it; nothing if it could not be told. */
    private void print(CompletableFuture<String> answer) {
        String text = answer.exceptionally(failure -> "").join();
        if (text.isEmpty()) {
            return;
        }
        if (terminal) {
            out.printf("\r%-79s%n", text);
            print(speed());
        } else {
            out.println(text);
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
