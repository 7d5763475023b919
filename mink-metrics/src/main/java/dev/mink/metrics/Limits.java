package dev.mink.metrics;

/**
 * How many series there may be of what comes from data. What comes later is counted as {@value #OTHER}.
 *
 * @param names so many values of one tag
 */
record Limits(int names) {

    static final Limits DEFAULT = new Limits(200);

    static final String OTHER = "other";

    /** So many combinations of two tags. */
    int pairs() {
        return 5 * names;
    }
}
