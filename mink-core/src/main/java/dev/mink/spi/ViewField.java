package dev.mink.spi;

/**
 * A field of a view's documents by which they can be found and ordered.
 *
 * @param name its path in the document, such as {@code total} or {@code address.city}; letters, digits, dots and
 *     underscores
 * @param type what its values are
 */
public record ViewField(String name, Type type) {

    /** What the values of a field are, and in which order. A missing value comes behind all others. */
    public enum Type {
        /** {@code String}, in the order of code points; at most 500 UTF-16 characters, without NUL. */
        TEXT,
        /** {@code BigDecimal} without trailing zeros, of at most 1,000 digits before and behind the point. */
        NUMBER,
        /** {@code Boolean}, false first. */
        TRUTH,
        /** {@code Instant} in microseconds, in the years 1 to 9999. */
        TIME
    }
}
