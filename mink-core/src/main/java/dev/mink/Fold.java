package dev.mink;

import dev.mink.schema.EventTypes;
import dev.mink.schema.UnknownEventException;
import dev.mink.spi.StoredEvent;
import java.util.Objects;
import java.util.function.Function;

/**
 * How a state comes from the events of its stream: what an aggregate and a decider have in common.
 *
 * @param category the category of the streams
 * @param root the root of the events
 * @param events the event types
 * @param initial the state before the first event, from the id
 * @param step the state after an event
 * @param <S> the state
 * @param <E> the events
 */
record Fold<S, E>(String category, Class<E> root, EventTypes events, Function<String, S> initial, Step<S, E> step) {

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

    StreamId stream(String id) {
        return new StreamId(category, id);
    }

    /**
     * The state after a stored event.
     *
     * @param stored the event as it is stored
     * @param event the same, decoded
     * @throws UnknownEventException if the event is none of those under the root
     */
    S after(S state, StoredEvent stored, Object event) {
        if (!root.isInstance(event)) {
            throw new UnknownEventException(
                    stored.type(),
                    "event " + stored.type() + " at version " + stored.version() + " of " + stored.stream() + " is a "
                            + event.getClass().getName() + ", which " + category + " cannot apply: it is not a "
                            + root.getName()
                            + "; append it to a stream of another category, or put it under that root");
        }
        return Objects.requireNonNull(
                step.after(state, root.cast(event), stored.version()),
                () -> "the state of " + stored.stream() + " after "
                        + event.getClass().getName());
    }

    /**
     * The state after an event of a certain version.
     *
     * @param <S> the state
     * @param <E> the events
     */
    @FunctionalInterface
    interface Step<S, E> {
        S after(S state, E event, long version);
    }
}
