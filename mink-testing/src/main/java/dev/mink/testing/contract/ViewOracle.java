package dev.mink.testing.contract;

import dev.mink.projection.Condition;
import dev.mink.spi.DocumentQuery;
import dev.mink.spi.FieldOrder;
import dev.mink.spi.ViewDocument;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What queries for documents find, written as plainly as possible. */
final class ViewOracle {

    private ViewOracle() {}

    static @Nullable Object value(ViewDocument document, String field) {
        for (int i = 0; i < ViewData.FIELDS.size(); i++) {
            if (ViewData.FIELDS.get(i).name().equals(field)) {
                return document.values().get(i);
            }
        }
        throw new AssertionError(field);
    }

    static List<String> find(Collection<ViewDocument> documents, DocumentQuery query) {
        List<String> keys = documents.stream()
                .filter(document -> meets(document, query.condition()))
                .sorted((a, b) -> order(a, b, query))
                .map(ViewDocument::key)
                .toList();
        int from = (int) Math.min(query.offset(), keys.size());
        return keys.subList(from, (int) Math.min(keys.size(), (long) from + query.limit()));
    }

    private static int order(ViewDocument a, ViewDocument b, DocumentQuery query) {
        for (FieldOrder by : query.orders()) {
            int order = order(value(a, by.field()), value(b, by.field()));
            if (order != 0) {
                return by.descending() ? -order : order;
            }
        }
        int keys = texts(a.key(), b.key());
        return query.keysDescend() ? -keys : keys;
    }

    private static int order(@Nullable Object a, @Nullable Object b) {
        if (a == null || b == null) {
            return a == b ? 0 : a == null ? 1 : -1;
        }
        if (a instanceof String text) {
            return texts(text, (String) b);
        } else if (a instanceof BigDecimal number) {
            return number.compareTo((BigDecimal) b);
        } else if (a instanceof Instant time) {
            return time.compareTo((Instant) b);
        }
        return Boolean.compare((Boolean) a, (Boolean) b);
    }

    private static int texts(String a, String b) {
        return Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());
    }

    static boolean meets(ViewDocument document, @Nullable Condition condition) {
        if (condition == null) {
            return true;
        } else if (condition instanceof Condition.Compared it) {
            Object value = value(document, it.field());
            if (value == null) {
                return it.comparison() == Condition.Comparison.NE;
            }
            int order = order(value, it.value());
            return switch (it.comparison()) {
                case EQ -> order == 0;
                case NE -> order != 0;
                case LT -> order < 0;
                case LE -> order <= 0;
                case GT -> order > 0;
                case GE -> order >= 0;
            };
        } else if (condition instanceof Condition.In it) {
            Object value = value(document, it.field());
            return it.values().stream().anyMatch(each -> Objects.equals(each, value));
        } else if (condition instanceof Condition.Like it) {
            Object value = value(document, it.field());
            return value != null
                    && isLike(
                            ((String) value).codePoints().toArray(),
                            0,
                            it.pattern().codePoints().toArray(),
                            0);
        } else if (condition instanceof Condition.Contains it) {
            Object value = value(document, it.field());
            return value != null && ((String) value).contains(it.text());
        } else if (condition instanceof Condition.Missing it) {
            return value(document, it.field()) == null;
        } else if (condition instanceof Condition.All it) {
            return it.conditions().stream().allMatch(each -> meets(document, each));
        } else if (condition instanceof Condition.Any it) {
            return it.conditions().stream().anyMatch(each -> meets(document, each));
        }
        return !meets(document, ((Condition.Not) condition).condition());
    }

    private static boolean isLike(int[] text, int t, int[] pattern, int p) {
        if (p == pattern.length) {
            return t == text.length;
        }
        if (pattern[p] == '%') {
            return isLike(text, t, pattern, p + 1) || (t < text.length && isLike(text, t + 1, pattern, p));
        }
        int plain = pattern[p] == '\\' ? p + 1 : p;
        boolean fits = t < text.length && (pattern[p] == '_' || text[t] == pattern[plain]);
        return fits && isLike(text, t + 1, pattern, plain + 1);
    }
}
