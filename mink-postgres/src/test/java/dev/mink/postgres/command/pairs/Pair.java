package dev.mink.postgres.command.pairs;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Two middleware.
 *
 * @param outer the one that is called first
 * @param inner the one that the outer calls
 */
record Pair(Kind outer, Kind inner) {

    private static final Set<Pair> REFUSED =
            Set.of(new Pair(Kind.IDEMPOTENCY, Kind.AUDIT), new Pair(Kind.IDEMPOTENCY, Kind.AUTHORIZATION));

    /** Every two in both orders, but for those that a bus refuses. */
    static Stream<Pair> all() {
        return Arrays.stream(Kind.values())
                .flatMap(outer -> Arrays.stream(Kind.values()).map(inner -> new Pair(outer, inner)))
                .filter(pair -> pair.outer != pair.inner && !REFUSED.contains(pair));
    }

    boolean has(Kind kind) {
        return outer == kind || inner == kind;
    }

    boolean is(Kind first, Kind second) {
        return outer == first && inner == second;
    }

    @Override
    public String toString() {
        return outer + " outside of " + inner;
    }
}
