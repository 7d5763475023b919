package dev.mink;

import org.jspecify.annotations.Nullable;

/**
 * The storage failed: unreachable, refused, timed out, or not at a schema version that this library
 * works with.
 */
public final class StorageException extends MinkException {

    private static final long serialVersionUID = 1L;

    private final Outcome outcome;

    /**
     * @param message what failed and the way out
     * @param outcome what is known of the write that failed
     * @param cause the failure of the driver, if any
     */
    public StorageException(String message, Outcome outcome, @Nullable Throwable cause) {
        super(message, cause);
        this.outcome = outcome;
    }

    /** What is known of the write that failed. */
    public Outcome outcome() {
        return outcome;
    }

    /** Whether a failed operation took effect. */
    public enum Outcome {
        /** Nothing was written. */
        NOTHING_WRITTEN,
        /**
         * The connection was lost before the answer came: the write may or may not have happened.
         * Repeat it with the same event ids, which does it once in either case.
         */
        UNKNOWN
    }
}
