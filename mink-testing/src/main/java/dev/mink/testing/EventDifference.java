package dev.mink.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.opentest4j.AssertionFailedError;

/**
 * Expected and actual events that are not the same, as a person reads it.
 *
 * @param expected the expected ones, numbered
 * @param actual the actual ones, numbered
 * @param lines what differs, a line each
 */
record EventDifference(String expected, String actual, List<String> lines) {

    /** What differs, if anything does. */
    static Optional<EventDifference> between(List<EventMatcher> expected, List<?> actual) {
        List<String> lines = Alignment.differences(expected, actual);
        return lines.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new EventDifference(Events.show("expected", expected), Events.show("but was", actual), lines));
    }

    /** Matchers of exactly these events. */
    static List<EventMatcher> exactly(List<?> events) {
        List<EventMatcher> matchers = new ArrayList<>();
        events.forEach(event -> matchers.add(EventMatcher.equalTo(event)));
        return matchers;
    }

    /** The whole: what was expected, what was, and what differs. */
    String message() {
        return expected + actual + "difference:\n  " + String.join("\n  ", lines);
    }

    /** An error that shows this between other texts, and of which development environments show both sides. */
    AssertionFailedError error(String before, String after) {
        return new AssertionFailedError(before + message() + after, expected, actual);
    }
}
