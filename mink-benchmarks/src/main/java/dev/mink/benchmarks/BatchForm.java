package dev.mink.benchmarks;

/** How hand-written JDBC writes many events at once. */
enum BatchForm {
    /** One insert from arrays, one for each column. */
    ARRAYS,
    /** Binary COPY. */
    COPY;

    @Override
    public String toString() {
        return this == ARRAYS ? "arrays" : "COPY";
    }
}
