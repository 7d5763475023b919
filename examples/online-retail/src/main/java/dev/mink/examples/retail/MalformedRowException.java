package dev.mink.examples.retail;

/** A row cannot be understood; the message says why. */
final class MalformedRowException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedRowException(String reason) {
        super(reason, null, false, false);
    }

    /** What is wrong; never null. */
    String reason() {
        return String.valueOf(getMessage());
    }
}
