package dev.mink;

import dev.mink.schema.EventTypes;
import java.util.Objects;
import java.util.function.Function;

/**
 * All that mink needs to know of a class of aggregates. Kept in a constant:
 *
 * <pre>{@code
 * static final AggregateType<Order, OrderEvent> TYPE = AggregateType.of("Order", Order::new, OrderEvent.class);
 * }</pre>
 *
 * <p>Immutable and thread-safe.
 *
 * @param <A> the aggregate
 * @param <E> its events
 */
public final class AggregateType<A extends Aggregate<E>, E> {

    private final Function<String, A> factory;
    private final Fold<A, E> fold;

    private AggregateType(String category, Function<String, A> factory, Class<E> root, EventTypes events) {
        this.factory = Objects.requireNonNull(factory, "factory");
        this.fold = new Fold<>(category, root, events, this::create, AggregateType::replay, Aggregate::reached);
    }

    /**
     * An aggregate type whose events have the simple names of their records.
     *
     * @param category the category of its streams, such as {@code Order}
     * @param factory makes an empty aggregate from its id
     * @param root the sealed root of its events, or a single record
     * @throws IllegalArgumentException if the category is not valid, or the hierarchy of the events is
     *     not as {@link EventTypes.Builder#add} wants it
     */
    public static <A extends Aggregate<E>, E> AggregateType<A, E> of(
            String category, Function<String, A> factory, Class<E> root) {
        return of(category, factory, root, EventTypes.of(root));
    }

    /**
     * An aggregate type whose events have other names.
     *
     * @param category the category of its streams, such as {@code Order}
     * @param factory makes an empty aggregate from its id
     * @param root the sealed root of its events, or a single record
     * @param events at least all events under the root
     * @throws IllegalArgumentException if the category is not valid
     * @throws dev.mink.schema.UnknownEventException if an event under the root is not among the events
     */
    public static <A extends Aggregate<E>, E> AggregateType<A, E> of(
            String category, Function<String, A> factory, Class<E> root, EventTypes events) {
        return new AggregateType<>(category, factory, root, events);
    }

    /** The category of its streams. */
    public String category() {
        return fold.category();
    }

    /** Its event types. */
    public EventTypes events() {
        return fold.events();
    }

    /** The stream of the aggregate with this id. */
    public StreamId stream(String id) {
        return fold.stream(id);
    }

    /** How an aggregate comes from its events. */
    Fold<A, E> fold() {
        return fold;
    }

    private static <A extends Aggregate<E>, E> A replay(A aggregate, E event) {
        aggregate.replay(event);
        return aggregate;
    }

    /** A new aggregate as the factory makes it, if that is what the factory made. */
    private A create(String id) {
        A aggregate = Objects.requireNonNull(factory.apply(id), () -> "the factory of " + category() + " made null");
        if (!aggregate.id().equals(id)) {
            throw new IllegalStateException("the factory of " + category() + " was asked for the id \"" + id
                    + "\" and made an aggregate with the id \"" + aggregate.id() + "\": hand the id on unchanged");
        }
        if (aggregate.version() != 0 || !aggregate.uncommitted().isEmpty()) {
            throw new IllegalStateException("the factory of " + category() + " made an aggregate that has events: make"
                    + " a new one each time, and raise events in its methods, not in its constructor");
        }
        return aggregate;
    }

    @Override
    public String toString() {
        return category();
    }
}
