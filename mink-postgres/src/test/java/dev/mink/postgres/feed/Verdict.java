package dev.mink.postgres.feed;

import dev.mink.RecordedEvent;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How what a reader was given compares with what was committed and is for it.
 *
 * @param reader its name
 * @param committed how many events there are for it
 * @param missing those that it was never given
 * @param repeated those that it was given more than once
 * @param unknown those that nobody committed
 */
record Verdict(
        String reader, int committed, List<Committed> missing, List<Committed> repeated, List<Committed> unknown) {

    static Verdict of(String reader, Collection<Committed> committed, List<RecordedEvent> delivered) {
        Set<Committed> expected = new HashSet<>(committed);
        Set<Committed> seen = new HashSet<>();
        List<Committed> events = delivered.stream().map(Committed::of).toList();
        List<Committed> repeated =
                events.stream().filter(event -> !seen.add(event)).toList();
        List<Committed> missing =
                expected.stream().filter(event -> !seen.contains(event)).toList();
        List<Committed> unknown =
                seen.stream().filter(event -> !expected.contains(event)).toList();
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
