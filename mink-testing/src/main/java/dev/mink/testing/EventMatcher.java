package dev.mink.testing;

import java.util.function.Predicate;

/**
 * Says what an event should be like, where its exact value is not known or does not matter.
 *
 * @param description what is expected, for the message
 * @param condition whether an event is like that
 * @param <E> the events
 */
public record EventMatcher<E>(String description, Predicate<? super E> condition) {

    /** Any event of a type. */
    public static <E, X extends E> EventMatcher<E> any(Class<X> type) {
        return new EventMatcher<>("any " + type.getSimpleName(), type::isInstance);
    }

    /** An event of a type that meets a condition. */
    public static <E, X extends E> EventMatcher<E> any(
            Class<X> type, String description, Predicate<? super X> condition) {
        return new EventMatcher<>(
                "a " + type.getSimpleName() + " with " + description,
                event -> type.isInstance(event) && condition.test(type.cast(event)));
    }

    /** An event equal to this one. */
    public static <E> EventMatcher<E> equalTo(E event) {
        return new EventMatcher<>(event.toString(), event::equals);
    }
}
