package dev.mink;

import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;

/**
 * A domain as pure functions: which events a command leads to in a state, and which state follows an
 * event. The idea and the name are from J. Chassaing, <i>Functional Event Sourcing Decider</i>, 2021.
 *
 * <p>A command that breaks a rule makes {@link #decide} throw an exception of the domain's own; a
 * command that changes nothing gives an empty list. Implementations have no state and are thread-safe.
 *
 * @param <C> the commands
 * @param <S> the states, immutable
 * @param <E> the events
 */
public interface Decider<C, S, E> {

    /** The state before the first event. */
    S initial();

    /** The events that a command leads to. */
    List<E> decide(C command, S state);

    /** The state after an event. Never refuses one. */
    S evolve(S state, E event);

    /** A decider of two functions, each usually one pattern-matching switch. */
    static <C, S, E> Decider<C, S, E> of(S initial, BiFunction<C, S, List<E>> decide, BiFunction<S, E, S> evolve) {
        Objects.requireNonNull(initial, "initial state");
        Objects.requireNonNull(decide, "decide function");
        Objects.requireNonNull(evolve, "evolve function");
        return new Decider<>() {
            @Override
            public S initial() {
                return initial;
            }

            @Override
            public List<E> decide(C command, S state) {
                return decide.apply(command, state);
            }

            @Override
            public S evolve(S state, E event) {
                return evolve.apply(state, event);
            }
        };
    }

    /**
     * A decider of one function per command and one per event, for a Java without pattern-matching
     * switches. It refuses to build while one is missing.
     *
     * @param commands the sealed root of the commands
     * @param initial the state before the first event
     * @param events the sealed root of the events
     */
    static <C, S, E> DeciderBuilder<C, S, E> builder(Class<C> commands, S initial, Class<E> events) {
        return new DeciderBuilder<>(commands, initial, events);
    }
}
