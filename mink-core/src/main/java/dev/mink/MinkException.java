package dev.mink;

import org.jspecify.annotations.Nullable;

/** The root of every exception of mink's own. What failed is in the accessors of the subclasses. */
public abstract class MinkException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** For subclasses. */
    protected MinkException(String message) {
        super(message);
    }

    /** For subclasses. */
    protected MinkException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
