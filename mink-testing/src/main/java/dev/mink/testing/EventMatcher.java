package dev.mink.testing;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;

/** Says what an event should be like, where its exact value is not known or does not matter. Immutable. */
public final class EventMatcher {

    private final Class<?> type;
    private final String description;
    private final Function<Object, List<String>> differences;

    private EventMatcher(Class<?> type, String description, Function<Object, List<String>> differences) {
        this.type = type;
        this.description = description;
        this.differences = differences;
    }

    /** Any event of a type. */
    public static EventMatcher any(Class<?> type) {
        return new EventMatcher(type, describe(type), event -> List.of());
    }

    /**
     * An event of a type that meets a condition.
     *
     * @param what the condition in words, such as {@code "a positive quantity"}, for the message
     */
    public static <E> EventMatcher any(Class<E> type, String what, Predicate<? super E> condition) {
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(condition, "condition");
        return new EventMatcher(
                type,
                describe(type) + " with " + what,
                event -> condition.test(type.cast(event)) ? List.of() : List.of("is not one with " + what));
    }

    /** An event equal to this one: records are compared by their components, arrays by their elements. */
    public static EventMatcher equalTo(Object event) {
        Objects.requireNonNull(event, "event");
        return new EventMatcher(event.getClass(), Values.show(event), actual -> Values.differences(event, actual));
    }

    private static String describe(Class<?> type) {
        return "any " + Objects.requireNonNull(type, "event type").getSimpleName();
    }

    /** The type without which nothing else is compared. */
    Class<?> type() {
        return type;
    }

    /** What an event of the type has that it should not have; empty if it matches. */
    List<String> differences(Object event) {
        return differences.apply(event);
    }

    boolean matches(Object event) {
        return type.isInstance(event) && differences(event).isEmpty();
    }

    /** What is expected, as messages show it. */
    @Override
    public String toString() {
        return description;
    }
}
