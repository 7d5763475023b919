package dev.mink.postgres.feed;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * How what a reader was given compares with what was committed and is for it.
 *
 * @param reader its name
 * @param committed how many events there are for it
 * @param missing those that it was never given
 * @param repeated those that it was given more than once
 * @param unknown those that nobody committed
 */
record Verdict(String reader, int committed, List<UUID> missing, List<UUID> repeated, List<UUID> unknown) {

    static Verdict of(String reader, Collection<UUID> committed, List<UUID> delivered) {
        Set<UUID> expected = new HashSet<>(committed);
        Set<UUID> seen = new HashSet<>();
        List<UUID> repeated = delivered.stream().filter(id -> !seen.add(id)).toList();
        List<UUID> missing = expected.stream().filter(id -> !seen.contains(id)).toList();
        List<UUID> unknown = seen.stream().filter(id -> !expected.contains(id)).toList();
        return new Verdict(reader, committed.size(), missing, repeated, unknown);
    }

    boolean isFaultless() {
        return missing.isEmpty() && repeated.isEmpty() && unknown.isEmpty();
    }

    @Override
    public String toString() {
        return reader + ": of " + committed + " events " + missing.size() + " missing, " + repeated.size()
                + " repeated, " + unknown.size() + " never committed, such as "
                + List.of(missing, repeated, unknown).stream()
                        .flatMap(List::stream)
                        .limit(3)
                        .toList();
    }
}
