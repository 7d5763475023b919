package dev.mink.memory;

import dev.mink.projection.Condition;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether documents meet conditions, as SQL would have it. */
final class Conditions {

    private Conditions() {}

    /**
     * @param value gives the value of a field
     */
    static boolean meets(Condition condition, Function<String, @Nullable Object> value) {
        if (condition instanceof Condition.Compared compared) {
            return isTrue(compared, value.apply(compared.field()));
        } else if (condition instanceof Condition.In in) {
            Object actual = value.apply(in.field());
            return actual != null && in.values().contains(actual);
        } else if (condition instanceof Condition.Like like) {
            return value.apply(like.field()) instanceof String text
                    && pattern(like.pattern()).matcher(text).matches();
        } else if (condition instanceof Condition.Contains contains) {
            return value.apply(contains.field()) instanceof String text && text.contains(contains.text());
        } else if (condition instanceof Condition.Missing missing) {
            return value.apply(missing.field()) == null;
        } else if (condition instanceof Condition.All all) {
            return all.conditions().stream().allMatch(each -> meets(each, value));
        } else if (condition instanceof Condition.Any any) {
            return any.conditions().stream().anyMatch(each -> meets(each, value));
        }
        return !meets(((Condition.Not) condition).condition(), value);
    }

    private static boolean isTrue(Condition.Compared compared, @Nullable Object actual) {
        if (actual == null) {
            return compared.comparison() == Condition.Comparison.NE;
        }
        int order = compare(actual, compared.value());
        return switch (compared.comparison()) {
            case EQ -> order == 0;
            case NE -> order != 0;
            case LT -> order < 0;
            case LE -> order <= 0;
            case GT -> order > 0;
            case GE -> order >= 0;
        };
    }

    /** The order of the values of one field; no value is the greatest. */
    @SuppressWarnings("unchecked") // values of a field are of one type
    static int compare(@Nullable Object a, @Nullable Object b) {
        if (a == null || b == null) {
            return Boolean.compare(a == null, b == null);
        }
        return a instanceof String text
                ? MemoryLog.BY_CODE_POINTS.compare(text, (String) b)
                : ((Comparable<Object>) a).compareTo(b);
    }

    private static Pattern pattern(String like) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < like.length(); i++) {
            char c = like.charAt(i);
            switch (c) {
                case '%' -> regex.append(".*");
                case '_' -> regex.append('.');
                default -> {
                    int from = c == '\\' ? ++i : i;
                    i = like.offsetByCodePoints(from, 1) - 1;
                    regex.append(Pattern.quote(like.substring(from, i + 1)));
                }
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
