package dev.mink.projection;

import java.util.Objects;

/**
 * How a live projection is run. Immutable; each setting gives a copy.
 *
 * @param start with which event it begins each time that the node starts
 * @param buffer how many events may wait to be processed
 * @param overflow what happens when they are more
 */
public record LiveOptions(Start start, int buffer, Overflow overflow) {

    private static final LiveOptions DEFAULTS = new LiveOptions(Start.NOW, 1000, Overflow.BLOCK);

    /**
     * @throws IllegalArgumentException if the buffer is not between 1 and 1,000,000
     */
    public LiveOptions {
        Objects.requireNonNull(start, "start");
        Objects.requireNonNull(overflow, "overflow");
        if (buffer < 1 || buffer > 1_000_000) {
            throw new IllegalArgumentException("buffer of " + buffer + " events is not between 1 and 1,000,000");
        }
    }

    /** From now on, a buffer of 1,000 events, and reading no more while it is full. */
    public static LiveOptions defaults() {
        return DEFAULTS;
    }

    /** With which event it begins. */
    public LiveOptions start(Start where) {
        return new LiveOptions(where, buffer, overflow);
    }

    /** How many events may wait, and what happens when they are more. */
    public LiveOptions buffer(int events, Overflow whenFull) {
        return new LiveOptions(start, events, whenFull);
    }
}
