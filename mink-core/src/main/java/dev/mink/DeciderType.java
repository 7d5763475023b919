package dev.mink;

import dev.mink.schema.EventTypes;
import java.util.Objects;

/**
 * A decider and where its events are kept. Immutable and thread-safe.
 *
 * @param <C> the commands
 * @param <S> the states
 * @param <E> the events
 */
public final class DeciderType<C, S, E> {

    private final Decider<C, S, E> decider;
    private final Fold<S, E> fold;

    private DeciderType(String category, Decider<C, S, E> decider, Class<E> root, EventTypes events) {
        this.decider = Objects.requireNonNull(decider, "decider");
        this.fold =
                new Fold<>(category, root, events, id -> decider.initial(), decider::evolve, (state, version) -> {});
    }

    /**
     * A decider type whose events have the simple names of their records.
     *
     * @param category the category of its streams, such as {@code Order}
     * @param decider the rules
     * @param root the sealed root of its events, or a single record
     * @throws IllegalArgumentException if the category is not valid, or the hierarchy of the events is
     *     not as {@link EventTypes.Builder#add} wants it
     */
    public static <C, S, E> DeciderType<C, S, E> of(String category, Decider<C, S, E> decider, Class<E> root) {
        return of(category, decider, root, EventTypes.of(root));
    }

    /**
     * A decider type whose events have other names.
     *
     * @param category the category of its streams, such as {@code Order}
     * @param decider the rules
     * @param root the sealed root of its events, or a single record
     * @param events at least all events under the root
     * @throws IllegalArgumentException if the category is not valid
     * @throws dev.mink.schema.UnknownEventException if an event under the root is not among the events
     */
    public static <C, S, E> DeciderType<C, S, E> of(
            String category, Decider<C, S, E> decider, Class<E> root, EventTypes events) {
        return new DeciderType<>(category, decider, root, events);
    }

    /** The category of its streams. */
    public String category() {
        return fold.category();
    }

    /** The rules. */
    public Decider<C, S, E> decider() {
        return decider;
    }

    /** Its event types. */
    public EventTypes events() {
        return fold.events();
    }

    /** The stream of the thing with this id. */
    public StreamId stream(String id) {
        return fold.stream(id);
    }

    /** How a state comes from its events. */
    Fold<S, E> fold() {
        return fold;
    }

    @Override
    public String toString() {
        return category();
    }
}
