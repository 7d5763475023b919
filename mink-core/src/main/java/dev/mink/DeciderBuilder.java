package dev.mink;

import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;

/**
 * Collects the functions of a {@link Decider}, one per command and one per event; not thread-safe.
 *
 * @param <C> the commands
 * @param <S> the states
 * @param <E> the events
 */
public final class DeciderBuilder<C, S, E> {

    private final S initial;
    private final Cases<C, S, List<E>> decisions;
    private final Cases<E, S, S> evolutions;

    DeciderBuilder(Class<C> commands, S initial, Class<E> events) {
        this.initial = Objects.requireNonNull(initial, "initial state");
        this.decisions = new Cases<>("command", commands);
        this.evolutions = new Cases<>("event", events);
    }

    /**
     * The events that one type of command leads to.
     *
     * @throws IllegalArgumentException if the type has a function already, or is not a concrete type
     *     under the root
     */
    public <X extends C> DeciderBuilder<C, S, E> decide(Class<X> command, BiFunction<X, S, List<E>> decision) {
        decisions.add(command, decision);
        return this;
    }

    /**
     * The state after one type of event.
     *
     * @throws IllegalArgumentException if the type has a function already, or is not a concrete type
     *     under the root
     */
    public <X extends E> DeciderBuilder<C, S, E> evolve(Class<X> event, BiFunction<S, X, S> evolution) {
        Objects.requireNonNull(evolution, () -> "function for " + event.getName());
        evolutions.add(event, (X e, S state) -> evolution.apply(state, e));
        return this;
    }

    /**
     * The decider.
     *
     * @throws IllegalStateException if a permitted type has no function; the message names them all
     */
    public Decider<C, S, E> build() {
        BiFunction<C, S, List<E>> decide = decisions.complete();
        BiFunction<E, S, S> evolve = evolutions.complete();
        return Decider.of(initial, decide, (state, event) -> evolve.apply(event, state));
    }
}
