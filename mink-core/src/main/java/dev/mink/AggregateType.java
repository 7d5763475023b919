package dev.mink;

import dev.mink.schema.EventTypes;
import dev.mink.snapshot.AggregateCache;
import dev.mink.snapshot.Snapshots;
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

    private final Fold<A, E> fold;

    private AggregateType(Fold<A, E> fold) {
        this.fold = fold;
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
        Objects.requireNonNull(factory, "factory");
        return new AggregateType<>(new Fold<>(
                category,
                root,
                events,
                id -> create(category, factory, id),
                AggregateType::replay,
                Aggregate::reached,
                new Shortening<>(false, null, null)));
    }

    /**
     * The same type with snapshots, so that long streams need not be replayed from the first event on.
     *
     * <p>Where the storage keeps no snapshots, all events are replayed.
     */
    public AggregateType<A, E> withSnapshots(Snapshots<A> snapshots) {
        Objects.requireNonNull(snapshots, "snapshots");
        return new AggregateType<>(fold.with(fold.shortening().with(snapshots)));
    }

    /**
     * The same type with a cache in each store. It keeps the state as it would stand in a snapshot, not the aggregate.
     *
     * @throws IllegalStateException if it has no snapshots yet, which tell how to capture and restore the state
     */
    public AggregateType<A, E> withCache(AggregateCache<A> cache) {
        Objects.requireNonNull(cache, "cache");
        if (fold.shortening().snapshots() == null) {
            throw new IllegalStateException("a cache of " + category() + " would have to know its state: call"
                    + " withSnapshots before, with the policy never() if the cache is all you want");
        }
        return new AggregateType<>(fold.with(fold.shortening().with(cache)));
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
    private static <A extends Aggregate<?>> A create(String category, Function<String, A> factory, String id) {
        A aggregate = Objects.requireNonNull(factory.apply(id), () -> "the factory of " + category + " made null");
        if (!aggregate.id().equals(id)) {
            throw new IllegalStateException("the factory of " + category + " was asked for the id \"" + id
                    + "\" and made an aggregate with the id \"" + aggregate.id() + "\": hand the id on unchanged");
        }
        if (aggregate.version() != 0 || !aggregate.uncommitted().isEmpty()) {
            throw new IllegalStateException("the factory of " + category + " made an aggregate that has events: make"
                    + " a new one each time, and raise events in its methods, not in its constructor");
        }
        return aggregate;
    }

    @Override
    public String toString() {
        return category();
    }
}
