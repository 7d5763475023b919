package dev.mink;

import dev.mink.schema.EventTypes;
import java.util.function.Function;

/**
 * How a state comes from the events of its stream: what an aggregate and a decider have in common.
 *
 * @param category the category of the streams
 * @param events the event types
 * @param initial the state before the first event, from the id
 * @param step the state after an event
 * @param <S> the state
 */
record Fold<S>(String category, EventTypes events, Function<String, S> initial, Step<S> step) {

    StreamId stream(String id) {
        return new StreamId(category, id);
    }

    /**
     * The state after an event of a certain version.
     *
     * @param <S> the state
     */
    @FunctionalInterface
    interface Step<S> {
        S after(S state, Object event, long version);
    }
}
