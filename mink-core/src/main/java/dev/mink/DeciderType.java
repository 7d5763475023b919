package dev.mink;

import dev.mink.schema.EventTypes;
import dev.mink.snapshot.AggregateCache;
import dev.mink.snapshot.Snapshots;
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

    private DeciderType(Decider<C, S, E> decider, Fold<S, E> fold) {
        this.decider = decider;
        this.fold = fold;
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
        Objects.requireNonNull(decider, "decider");
        Fold<S, E> fold = new Fold<>(
                category,
                root,
                events,
                id -> decider.initial(),
                decider::evolve,
                (state, version) -> {},
                new Shortening<>(true, null, null));
        return new DeciderType<>(decider, fold);
    }

    /**
     * The same type with snapshots, so that long streams need not be replayed from the first event on.
     *
     * <p>Where the storage keeps no snapshots, all events are replayed.
     */
    public DeciderType<C, S, E> withSnapshots(Snapshots<S> snapshots) {
        Objects.requireNonNull(snapshots, "snapshots");
        return new DeciderType<>(decider, fold.with(fold.shortening().with(snapshots)));
    }

    /** The same type with a cache in each store, which holds the states themselves: they must be immutable. */
    public DeciderType<C, S, E> withCache(AggregateCache<S> cache) {
        Objects.requireNonNull(cache, "cache");
        return new DeciderType<>(decider, fold.with(fold.shortening().with(cache)));
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
