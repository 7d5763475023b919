package dev.mink.spi;

/**
 * One of several parts of all streams: each stream belongs to exactly one of them, by a hash of its id.
 *
 * @param index which part, from 0
 * @param count how many parts there are, from 1
 */
public record Slice(int index, int count) {

    private static final Slice WHOLE = new Slice(0, 1);

    /**
     * @throws IllegalArgumentException if the index is not below the count
     */
    public Slice {
        if (index < 0 || index >= count) {
            throw new IllegalArgumentException("slice " + index + " of " + count + " does not exist");
        }
    }

    /** All streams. */
    public static Slice whole() {
        return WHOLE;
    }
}
