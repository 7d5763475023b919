package dev.mink.testing;

import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.opentest4j.AssertionFailedError;

/** Compares values, records by their components and arrays by their elements, and tells what differs where. */
final class Values {

    private final List<String> differences = new ArrayList<>();

    private Values() {}

    /**
     * Fails if values differ.
     *
     * @param expectation the line above what is expected
     * @param reality the line above what there is
     */
    static void requireSame(String expectation, @Nullable Object expected, String reality, @Nullable Object actual) {
        List<String> differences = differences(expected, actual);
        if (!differences.isEmpty()) {
            throw new AssertionFailedError(
                    expectation + "  " + show(expected) + "\n" + reality + "  " + show(actual) + "\ndifference:\n  "
                            + String.join("\n  ", differences),
                    expected,
                    actual);
        }
    }

    /** What differs, such as {@code address.street expected "a" but was "b"}; empty if they are the same. */
    static List<String> differences(@Nullable Object expected, @Nullable Object actual) {
        Values values = new Values();
        values.compare("", expected, actual);
        return values.differences;
    }

    /** A value as a message shows it, with the elements of arrays. */
    static String show(@Nullable Object value) {
        if (value instanceof String) {
            return "\"" + value + "\"";
        }
        if (value != null && value.getClass().isArray()) {
            String inBrackets = Arrays.deepToString(new Object[] {value});
            return inBrackets.substring(1, inBrackets.length() - 1);
        }
        return value != null && hasArray(value.getClass()) && isOpen(value) ? showRecord(value) : String.valueOf(value);
    }

    private static boolean hasArray(Class<?> type) {
        return type.isRecord()
                && Arrays.stream(type.getRecordComponents())
                        .anyMatch(component -> component.getType().isArray());
    }

    private static String showRecord(Object of) {
        return Arrays.stream(of.getClass().getRecordComponents())
                .map(component -> component.getName() + "=" + show(value(component, of)))
                .collect(Collectors.joining(", ", of.getClass().getSimpleName() + "[", "]"));
    }

    private void compare(String path, @Nullable Object expected, @Nullable Object actual) {
        if (Objects.deepEquals(expected, actual)) {
            return;
        }
        if (expected != null && actual != null && expected.getClass() == actual.getClass() && isOpen(expected)) {
            for (RecordComponent component : expected.getClass().getRecordComponents()) {
                String name = path.isEmpty() ? component.getName() : path + "." + component.getName();
                compare(name, value(component, expected), value(component, actual));
            }
        } else if (expected instanceof List<?> before
                && actual instanceof List<?> after
                && before.size() == after.size()) {
            for (int i = 0; i < before.size(); i++) {
                compare(path + "[" + i + "]", before.get(i), after.get(i));
            }
        } else {
            differences.add((path.isEmpty() ? "" : path + " ") + difference(expected, actual));
        }
    }

    private static String difference(@Nullable Object expected, @Nullable Object actual) {
        String before = show(expected);
        String after = show(actual);
        if (!before.equals(after)) {
            return "expected " + before + " but was " + after + note(expected, actual);
        }
        String type = className(expected);
        return type.equals(className(actual))
                ? "expected " + before + " but was another " + after + ": " + type
                        + " has no equals that compares contents"
                : "expected " + before + " (" + type + ") but was " + after + " (" + className(actual) + ")";
    }

    private static String note(@Nullable Object expected, @Nullable Object actual) {
        return expected instanceof BigDecimal before
                        && actual instanceof BigDecimal after
                        && before.compareTo(after) == 0
                ? " (the same number with another scale)"
                : "";
    }

    private static String className(@Nullable Object value) {
        return value == null ? "null" : value.getClass().getName();
    }

    /** Whether it is a record whose components can all be read. */
    private static boolean isOpen(Object value) {
        if (!value.getClass().isRecord()) {
            return false;
        }
        try {
            for (RecordComponent component : value.getClass().getRecordComponents()) {
                value(component, value);
            }
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    private static @Nullable Object value(RecordComponent component, Object of) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(of);
        } catch (ReflectiveOperationException | InaccessibleObjectException e) {
            throw new IllegalStateException(component + " cannot be read", e);
        }
    }
}
