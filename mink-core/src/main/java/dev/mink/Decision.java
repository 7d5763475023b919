package dev.mink;

import java.util.List;

/**
 * What a command led to.
 *
 * @param events the events that were stored; empty if the command changed nothing
 * @param state the state after them
 * @param version the version of the stream after them
 * @param <S> the state
 * @param <E> the events
 */
public record Decision<S, E>(List<E> events, S state, long version) {

    /** Copies the list. */
    public Decision {
        events = List.copyOf(events);
    }
}
