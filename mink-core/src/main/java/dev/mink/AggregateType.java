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

    private final String category;
    private final Function<String, A> factory;
    private final Class<E> root;
    private final EventTypes events;

    private AggregateType(String category, Function<String, A> factory, Class<E> root, EventTypes events) {
        this.category = StreamId.checkCategory(category);
        this.factory = Objects.requireNonNull(factory, "factory");
        this.root = root;
        this.events = Objects.requireNonNull(events, "event types");
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
        return new AggregateType<>(category, factory, root, EventTypes.of(root));
    }

    /** The same with other event types, for example with other names. */
    public AggregateType<A, E> withEvents(EventTypes types) {
        return new AggregateType<>(category, factory, root, types);
    }

    /** The category of its streams. */
    public String category() {
        return category;
    }

    /** Its event types. */
    public EventTypes events() {
        return events;
    }

    /** The stream of the aggregate with this id. */
    public StreamId stream(String id) {
        return new StreamId(category, id);
    }

    /** How an aggregate comes from its events. */
    Fold<A> fold() {
        return new Fold<>(category, events, this::create, (aggregate, event, version) -> {
            aggregate.replay(root.cast(event), version);
            return aggregate;
        });
    }

    private A create(String id) {
        return Objects.requireNonNull(factory.apply(id), () -> "the factory of " + category + " made null");
    }

    @Override
    public String toString() {
        return category;
    }
}
