package dev.mink.testing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compares events and tells what differs, down to the component of a record. */
final class EventDifference {

    private EventDifference() {}

    static void requireSame(List<?> expected, List<?> actual) {
        if (!expected.equals(actual)) {
            throw new AssertionError(
                    list("expected", expected) + list("but was", actual) + differences(expected, actual));
        }
    }

    static <E> void requireMatch(List<EventMatcher<? super E>> expected, List<E> actual) {
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
            if (!expected.get(i).condition().test(actual.get(i))) {
                wrong.add("event " + (i + 1) + " is not " + expected.get(i).description());
            }
        }
        if (expected.size() != actual.size()) {
            wrong.add("expected " + expected.size() + " events but there are " + actual.size());
        }
        if (!wrong.isEmpty()) {
            List<String> descriptions =
                    expected.stream().map(EventMatcher::description).toList();
            throw new AssertionError(
                    list("expected", descriptions) + list("but was", actual) + list("difference", wrong));
        }
    }

    /** A heading and the events below it, numbered. */
    static String list(String heading, List<?> events) {
        StringBuilder text = new StringBuilder(heading).append(events.isEmpty() ? ": nothing\n" : ":\n");
        for (int i = 0; i < events.size(); i++) {
            text.append("  ").append(i + 1).append(". ").append(events.get(i)).append('\n');
        }
        return text.toString();
    }

    private static String differences(List<?> expected, List<?> actual) {
        List<String> found = new ArrayList<>();
        for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
            if (i >= actual.size()) {
                found.add("event " + (i + 1) + " is missing: " + expected.get(i));
            } else if (i >= expected.size()) {
                found.add("event " + (i + 1) + " was not expected: " + actual.get(i));
            } else if (!expected.get(i).equals(actual.get(i))) {
                found.add("event " + (i + 1) + ": " + difference(expected.get(i), actual.get(i)));
            }
        }
        return list("difference", found);
    }

    private static String difference(Object expected, Object actual) {
        if (expected.getClass() != actual.getClass()) {
            return "expected a " + expected.getClass().getSimpleName() + " but was a "
                    + actual.getClass().getSimpleName();
        }
        List<String> components = new ArrayList<>();
        for (RecordComponent component : expected.getClass().getRecordComponents()) {
            Object before = value(component, expected);
            Object after = value(component, actual);
            if (!Objects.equals(before, after)) {
                components.add(component.getName() + " expected " + before + " but was " + after);
            }
        }
        return String.join(", ", components);
    }

    private static @Nullable Object value(RecordComponent component, Object of) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(of);
        } catch (IllegalAccessException | InvocationTargetException e) {
            return "?";
        }
    }
}
