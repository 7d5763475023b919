package dev.mink.testing;

import java.util.ArrayList;
import java.util.List;

/**
 * Lays actual events beside the expected ones so that as few as possible differ, and tells which are
 * missing, were not expected, or have other contents. One event that is missing at the front is one
 * difference, not one for each event behind it.
 */
final class Alignment {

    /** Above so many pairs only the first difference is told. */
    private static final int MAX_PAIRS = 100_000;

    /** How many events are the same at the start; they are in neither list. */
    private final int same;

    private final List<EventMatcher> expected;
    private final List<?> actual;
    private final List<String> differences = new ArrayList<>();

    private Alignment(int same, List<EventMatcher> expected, List<?> actual) {
        this.same = same;
        this.expected = expected.subList(same, expected.size());
        this.actual = actual.subList(same, actual.size());
    }

    /** A line for each difference; empty if there is none. */
    static List<String> differences(List<EventMatcher> expected, List<?> actual) {
        Alignment alignment = new Alignment(same(expected, actual), expected, actual);
        alignment.compare();
        return alignment.differences;
    }

    private static int same(List<EventMatcher> expected, List<?> actual) {
        int i = 0;
        while (i < expected.size() && i < actual.size() && expected.get(i).matches(actual.get(i))) {
            i++;
        }
        return i;
    }

    private void compare() {
        if ((long) expected.size() * actual.size() > MAX_PAIRS) {
            differences.add("event " + (same + 1) + " differs; there are too many behind it to compare them");
        } else if (isOtherOrder()) {
            differences.add("the same events in another order");
        } else {
            walk(costs());
        }
    }

    private boolean isOtherOrder() {
        List<Object> left = new ArrayList<>(actual);
        for (EventMatcher matcher : expected) {
            for (int i = 0; i < left.size(); i++) {
                if (matcher.matches(left.get(i))) {
                    left.remove(i);
                    break;
                }
            }
        }
        return left.isEmpty() && !actual.isEmpty() && expected.size() == actual.size();
    }

    /** How many differences there are at least from a pair to the ends. */
    private int[][] costs() {
        int[][] costs = new int[expected.size() + 1][actual.size() + 1];
        for (int i = expected.size(); i >= 0; i--) {
            for (int j = actual.size(); j >= 0; j--) {
                if (i == expected.size() || j == actual.size()) {
                    costs[i][j] = expected.size() - i + actual.size() - j;
                } else {
                    int skip = 1 + Math.min(costs[i + 1][j], costs[i][j + 1]);
                    costs[i][j] = Math.min(skip, cost(i, j) + costs[i + 1][j + 1]);
                }
            }
        }
        return costs;
    }

    /** What a pair costs: as much as one missing and one unexpected event if the types differ. */
    private int cost(int i, int j) {
        if (!isSameType(i, j)) {
            return 2;
        }
        return expected.get(i).differences(actual.get(j)).isEmpty() ? 0 : 1;
    }

    private boolean isSameType(int i, int j) {
        return expected.get(i).type().isInstance(actual.get(j));
    }

    private void walk(int[][] costs) {
        int i = 0;
        int j = 0;
        while (i < expected.size() || j < actual.size()) {
            boolean pair = i < expected.size() && j < actual.size() && isSameType(i, j);
            if (pair && costs[i][j] == cost(i, j) + costs[i + 1][j + 1]) {
                compare(i++, j++);
            } else if (i < expected.size() && costs[i][j] == 1 + costs[i + 1][j]) {
                EventMatcher missing = expected.get(i++);
                differences.add("event " + (same + i) + " is missing: " + show(missing, missing.type()));
            } else {
                Object event = actual.get(j++);
                differences.add("event " + (same + j) + " was not expected: " + show(event, event.getClass()));
            }
        }
    }

    private void compare(int i, int j) {
        List<String> found = expected.get(i).differences(actual.get(j));
        if (!found.isEmpty()) {
            String place = i == j ? "" : " (expected as event " + (same + i + 1) + ")";
            String type = actual.get(j).getClass().getSimpleName();
            differences.add("event " + (same + j + 1) + place + ", " + type + ": " + String.join("; ", found));
        }
    }

    /** An event as a message shows it, with its class where one of another class reads the same. */
    private String show(Object event, Class<?> type) {
        String text = Values.show(event);
        boolean isClear = expected.stream()
                        .allMatch(
                                each -> each.type() == type || !each.toString().equals(text))
                && actual.stream()
                        .allMatch(each ->
                                each.getClass() == type || !Values.show(each).equals(text));
        return isClear ? text : text + " of " + type;
    }
}
