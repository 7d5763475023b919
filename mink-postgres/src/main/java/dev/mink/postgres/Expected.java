package dev.mink.postgres;

import dev.mink.ExpectedVersion;

/** Expected versions as numbers, and the condition in SQL that one is met. */
final class Expected {

    private static final long ANY = -1;
    private static final long EXISTS = -2;

    private Expected() {}

    static long code(ExpectedVersion expected) {
        if (expected instanceof ExpectedVersion.Exactly exactly) {
            return exactly.version();
        }
        return expected instanceof ExpectedVersion.Any ? ANY : EXISTS;
    }

    /**
     * Whether the column {@code expected} is met.
     *
     * @param head the column with the version of the stream, 0 where there is none
     */
    static String isMet(String head) {
        return "case expected when " + ANY + " then true when " + EXISTS + " then " + head + " > 0 else " + head
                + " = expected end";
    }
}
