package dev.mink.benchmarks;

import java.util.Arrays;
import java.util.Collection;

/** How long operations took, in nanoseconds. Not thread-safe. */
final class Latencies {

    private long[] values = new long[1024];
    private int count;

    void add(long nanos) {
        if (count == values.length) {
            values = Arrays.copyOf(values, 2 * count);
        }
        values[count++] = nanos;
    }

    /** What this part of all operations did not exceed, in milliseconds. */
    static double percentileMillis(Collection<Latencies> all, double part) {
        long[] sorted = all.stream()
                .flatMapToLong(each -> Arrays.stream(each.values, 0, each.count))
                .sorted()
                .toArray();
        return sorted[(int) (sorted.length * part)] / 1e6;
    }
}
