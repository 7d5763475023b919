package dev.mink;

import dev.mink.schema.EventTypes;
import dev.mink.schema.UnknownEventException;
import dev.mink.spi.StoredEvent;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ObjLongConsumer;

/**
 * How a state comes from the events of its stream: what an aggregate and a decider have in common.
 *
 * @param category the category of the streams
 * @param root the root of the events
 * @param events the event types
 * @param initial the state before the first event, from the id
 * @param step the state after an event
 * @param reached tells the state that it has all events up to a version
 * @param shortening how to do without most of the events
 * @param <S> the state
 * @param <E> the events
 */
record Fold<S, E>(
        String category,
        Class<E> root,
        EventTypes events,
        Function<String, S> initial,
        BiFunction<S, E, S> step,
        ObjLongConsumer<S> reached,
        Shortening<S> shortening) {

    /**
     * @throws IllegalArgumentException if the category is not valid
     * @throws UnknownEventException if an event under the root is not among the event types
     */
    Fold {
        StreamId.checkCategory(category);
        Objects.requireNonNull(events, "event types");
        requireAllUnder(Objects.requireNonNull(root, "root"), events);
    }

    private static void requireAllUnder(Class<?> type, EventTypes events) {
        if (type.isSealed()) {
            for (Class<?> next : type.getPermittedSubclasses()) {
                requireAllUnder(next, events);
            }
        } else {
            events.nameOf(type);
        }
    }

    Fold<S, E> with(Shortening<S> newShortening) {
        return new Fold<>(category, root, events, initial, step, reached, newShortening);
    }

    StreamId stream(String id) {
        return new StreamId(category, id);
    }

    /**
     * The state after a stored event.
     *
     * @param stored the event as it is stored
     * @param events what it stands for: usually itself, decoded; but it may be several events, or none
     * @throws UnknownEventException if an event is none of those under the root
     */
    S after(S state, StoredEvent stored, List<?> events) {
        S next = state;
        for (Object event : events) {
            next = after(next, stored, event);
        }
        return reached(next, stored.version());
    }

    private S after(S state, StoredEvent stored, Object event) {
        if (!root.isInstance(event)) {
            throw new UnknownEventException(
                    stored.type(),
                    "event " + stored.type() + " at version " + stored.version() + " of " + stored.stream() + " is a "
                            + event.getClass().getName() + ", which " + category + " cannot apply: it is not a "
                            + root.getName()
                            + "; append it to a stream of another category, or put it under that root");
        }
        return Objects.requireNonNull(
                step.apply(state, root.cast(event)),
                () -> "the state of " + stored.stream() + " after "
                        + event.getClass().getName());
    }

    /** The state as one of a version. */
    S reached(S state, long version) {
        reached.accept(state, version);
        return state;
    }
}
