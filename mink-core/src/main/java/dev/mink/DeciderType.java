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

    private final String category;
    private final Decider<C, S, E> decider;
    private final Class<E> root;
    private final EventTypes events;

    private DeciderType(String category, Decider<C, S, E> decider, Class<E> root, EventTypes events) {
        this.category = StreamId.checkCategory(category);
        this.decider = Objects.requireNonNull(decider, "decider");
        this.root = root;
        this.events = Objects.requireNonNull(events, "event types");
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
        return new DeciderType<>(category, decider, root, EventTypes.of(root));
    }

    /** The same with other event types, for example with other names. */
    public DeciderType<C, S, E> withEvents(EventTypes types) {
        return new DeciderType<>(category, decider, root, types);
    }

    /** The category of its streams. */
    public String category() {
        return category;
    }

    /** The rules. */
    public Decider<C, S, E> decider() {
        return decider;
    }

    /** Its event types. */
    public EventTypes events() {
        return events;
    }

    /** The stream of the thing with this id. */
    public StreamId stream(String id) {
        return new StreamId(category, id);
    }

    /** How a state comes from its events. */
    Fold<S> fold() {
        return new Fold<>(
                category,
                events,
                id -> decider.initial(),
                (state, event, version) -> decider.evolve(state, root.cast(event)));
    }

    @Override
    public String toString() {
        return category;
    }
}
