package dev.mink.projection;

import dev.mink.internal.Text;
import dev.mink.spi.ViewField;
import java.lang.invoke.MethodType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a field is to users, and how its values are stored.
 *
 * @param of the type of the component; of a primitive one, its box
 * @param type what is stored
 */
record FieldKind(Class<?> of, ViewField.Type type) {

    static final String KNOWN = "String, enum, UUID, LocalDate, YearMonth, numbers, boolean and Instant";

    private static final int MAX_TEXT = 500;
    private static final int MAX_DIGITS = 1000;
    private static final Set<Class<?>> TEXTS = Set.of(String.class, UUID.class, LocalDate.class, YearMonth.class);
    private static final Set<Class<?>> WHOLE =
            Set.of(Byte.class, Short.class, Integer.class, Long.class, BigInteger.class);
    private static final Set<Class<?>> FLOATING = Set.of(Float.class, Double.class);

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

    /** The kind of a component; null if fields cannot be of its type. */
    static @Nullable FieldKind of(Class<?> component) {
        Class<?> type = MethodType.methodType(component).wrap().returnType();
        if (type.isEnum() || TEXTS.contains(type)) {
            return new FieldKind(type, ViewField.Type.TEXT);
        }
        if (isNumber(type)) {
            return new FieldKind(type, ViewField.Type.NUMBER);
        }
        if (type == Boolean.class) {
            return new FieldKind(type, ViewField.Type.TRUTH);
        }
        return type == Instant.class ? new FieldKind(type, ViewField.Type.TIME) : null;
    }

    private static boolean isNumber(Class<?> type) {
        return type == BigDecimal.class || WHOLE.contains(type) || FLOATING.contains(type);
    }

    /** Whether a value can be compared with those of this kind. Floating-point numbers only with their own. */
    boolean takes(Object value) {
        if (type == ViewField.Type.NUMBER) {
            return isNumber(value.getClass()) && (FLOATING.contains(of) || !FLOATING.contains(value.getClass()));
        }
        return of.isInstance(value);
    }

    boolean isText() {
        return of == String.class;
    }

    String describe() {
        return of == Instant.class || of.isEnum() || of == Integer.class
                ? "an " + (of.isEnum() ? "enum " : "") + of.getSimpleName()
                : "a " + of.getSimpleName();
    }

    /**
     * A value of this kind as it is stored.
     *
     * @throws IllegalArgumentException if it cannot be
     */
    Object stored(Object value) {
        return switch (type) {
            case TEXT -> text(value);
            case NUMBER -> number(value);
            case TRUTH -> value;
            case TIME -> time((Instant) value);
        };
    }

    private static String text(Object value) {
        if (value instanceof LocalDate date) {
            return within(date).toString();
        }
        if (value instanceof YearMonth month) {
            return YearMonth.from(within(month.atDay(1))).toString();
        }
        String text = value instanceof Enum<?> constant ? constant.name() : value.toString();
        if (text.length() > MAX_TEXT) {
            throw new IllegalArgumentException("the text " + Text.quote(text) + " has " + text.length()
                    + " characters, and those of fields have at most " + MAX_TEXT + ": keep a shorter one beside it");
        }
        return Text.checkStorable("the text", text);
    }

    private static LocalDate within(LocalDate date) {
        return date.getYear() < 1 ? LocalDate.of(1, 1, 1) : date.getYear() > 9999 ? LocalDate.of(9999, 12, 31) : date;
    }

    private static Instant time(Instant time) {
        Instant within = time.isBefore(FIRST) ? FIRST : time.isAfter(LAST) ? LAST : time;
        return within.truncatedTo(ChronoUnit.MICROS);
    }

    /** Without trailing zeros, so that equal numbers are equal objects. */
    private static BigDecimal number(Object value) {
        BigDecimal number = decimal(value).stripTrailingZeros();
        if (number.precision() > MAX_DIGITS || Math.abs((long) number.scale()) > MAX_DIGITS) {
            throw new IllegalArgumentException("a number has more than " + MAX_DIGITS
                    + " digits, which fields cannot have: round it, or keep it in a component that is no field");
        }
        return number;
    }

    private static BigDecimal decimal(Object value) {
        if (value instanceof BigDecimal number) {
            return number;
        }
        return value instanceof BigInteger whole
                ? new BigDecimal(whole)
                : new BigDecimal(value.toString()); // NaN and infinities are no numbers
    }
}
