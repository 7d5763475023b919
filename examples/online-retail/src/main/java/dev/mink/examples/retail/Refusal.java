package dev.mink.examples.retail;

import org.jspecify.annotations.Nullable;

/** The program cannot do what it was asked to do; the message is one line that names the value and the way out. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refusal(String message) {
        this(message, null);
    }

    Refusal(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
