package dev.mink.examples.observability;

/** A rule of the shop forbids it. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
        super(message);
    }
}
