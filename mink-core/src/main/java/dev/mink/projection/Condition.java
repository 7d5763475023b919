package dev.mink.projection;

import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * What the declared fields of a document must be like.
 *
 * <pre>{@code
 * field("total").ge(1000).and(field("country").ne("United Kingdom"))
 * }</pre>
 *
 * <p>A condition is true or false, nothing else: a field without a value is not equal to anything, not less or
 * greater than anything, and {@code ne} is the opposite of {@code eq}. Immutable.
 */
public sealed interface Condition {

    /** Begins a condition about a field. */
    static Field field(String name) {
        return new Field(name);
    }

    /** The opposite of a condition. */
    static Condition not(Condition condition) {
        return new Not(condition);
    }

    /** Both this and another. */
    default Condition and(Condition other) {
        return new All(List.of(this, other));
    }

    /** This or another, or both. */
    default Condition or(Condition other) {
        return new Any(List.of(this, other));
    }

    /**
     * A comparison of a field with a value.
     *
     * @param field the name of the field
     * @param comparison how
     * @param value with what
     */
    record Compared(String field, Comparison comparison, Object value) implements Condition {
        /** Refuses null. */
        public Compared {
            Objects.requireNonNull(field, "field");
            Objects.requireNonNull(value, () -> "value for field " + field + ": ask with isNull() or notNull()");
        }
    }

    /**
     * The value of a field is among some.
     *
     * @param field the name of the field
     * @param values any number of them
     */
    record In(String field, List<Object> values) implements Condition {
        /** Copies the list. */
        public In {
            Objects.requireNonNull(field, "field");
            values = List.copyOf(values);
        }
    }

    /**
     * A text is like a pattern.
     *
     * @param field the name of the field
     * @param pattern % stands for any characters, _ for one, and a backslash makes an ordinary one of the next
     */
    record Like(String field, String pattern) implements Condition {
        /**
         * @throws IllegalArgumentException if the pattern ends in a backslash
         */
        public Like {
            Objects.requireNonNull(field, "field");
            int last = pattern.length();
            while (last > 0 && pattern.charAt(last - 1) == '\\') {
                last--;
            }
            if ((pattern.length() - last) % 2 == 1) {
                throw new IllegalArgumentException("the pattern " + pattern + " for field " + field
                        + " ends in a backslash: put another one before it");
            }
        }
    }

    /**
     * A text contains another.
     *
     * @param field the name of the field
     * @param text what to look for, as it is
     */
    record Contains(String field, String text) implements Condition {
        /** Refuses null. */
        public Contains {
            Objects.requireNonNull(field, "field");
            Objects.requireNonNull(text, "text");
        }
    }

    /**
     * A field has no value.
     *
     * @param field the name of the field
     */
    record Missing(String field) implements Condition {}

    /**
     * All of several conditions.
     *
     * @param conditions one or more
     */
    record All(List<Condition> conditions) implements Condition {
        /** Copies the list. */
        public All {
            conditions = List.copyOf(conditions);
        }
    }

    /**
     * At least one of several conditions.
     *
     * @param conditions one or more
     */
    record Any(List<Condition> conditions) implements Condition {
        /** Copies the list. */
        public Any {
            conditions = List.copyOf(conditions);
        }
    }

    /**
     * The opposite of a condition.
     *
     * @param condition which
     */
    record Not(Condition condition) implements Condition {}

    /** How a field is compared with a value. */
    enum Comparison {
        /** Equal. */
        EQ,
        /** Not equal, or without a value. */
        NE,
        /** Less. */
        LT,
        /** Less or equal. */
        LE,
        /** Greater. */
        GT,
        /** Greater or equal. */
        GE
    }

    /** The beginning of a condition about a field. What follows refuses values of another type than the field's. */
    final class Field {

        private final String name;

        private Field(String name) {
            this.name = Objects.requireNonNull(name, "field");
        }

        /** Its value is equal to this one; numbers are so whatever their scale. */
        public Condition eq(Object value) {
            return new Compared(name, Comparison.EQ, value);
        }

        /** Its value is not equal to this one, or it has none. */
        public Condition ne(Object value) {
            return new Compared(name, Comparison.NE, value);
        }

        /** Its value is less; texts are compared by their code points. */
        public Condition lt(Object value) {
            return new Compared(name, Comparison.LT, value);
        }

        /** Its value is less or equal. */
        public Condition le(Object value) {
            return new Compared(name, Comparison.LE, value);
        }

        /** Its value is greater. */
        public Condition gt(Object value) {
            return new Compared(name, Comparison.GT, value);
        }

        /** Its value is greater or equal. */
        public Condition ge(Object value) {
            return new Compared(name, Comparison.GE, value);
        }

        /** Its value is among these; never, if there are none. */
        public Condition in(Object... values) {
            return in(List.of(values));
        }

        /** Its value is among these; never, if there are none. */
        public Condition in(Collection<?> values) {
            return new In(name, List.copyOf(values));
        }

        /**
         * Its text is like a pattern, in which % stands for any characters, _ for one, and a backslash makes an
         * ordinary character of the next one.
         *
         * @throws IllegalArgumentException if the pattern ends in a backslash
         */
        public Condition like(String pattern) {
            return new Like(name, pattern);
        }

        /** Its text contains this one. */
        public Condition contains(String text) {
            return new Contains(name, text);
        }

        /** It has no value. */
        public Condition isNull() {
            return new Missing(name);
        }

        /** It has a value. */
        public Condition notNull() {
            return new Not(new Missing(name));
        }
    }
}
