package dev.mink;

import dev.mink.snapshot.KeptSnapshots;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Loads and saves aggregates of one type. Immutable and thread-safe, unless its store belongs to a
 * transaction.
 *
 * @param <A> the aggregate
 */
public final class Repository<A extends Aggregate<?>> {

    private final States<A> states;

    private Repository(States<A> states) {
        this.states = states;
    }

    static <A extends Aggregate<E>, E> Repository<A> of(EventStore<?> store, AggregateType<A, E> type) {
        return new Repository<>(new States<>(store, type.fold(), ConflictRetry.standard()));
    }

    /** The same repository with another policy for {@link #update}. */
    public Repository<A> retrying(ConflictRetry policy) {
        return new Repository<>(states.retrying(policy));
    }

    /**
     * The aggregate with all its events.
     *
     * @throws AggregateNotFoundException if it has none
     */
    public A load(String id) {
        return find(id).orElseThrow(() ->
                new AggregateNotFoundException(states.stream(id), "there is no stream " + states.stream(id)));
    }

    /** The aggregate with all its events, if it has any. */
    public Optional<A> find(String id) {
        A aggregate = loadOrNew(id);
        return aggregate.version() == 0 ? Optional.empty() : Optional.of(aggregate);
    }

    /** The aggregate with all its events, or a new one at version 0 if it has none. */
    public A loadOrNew(String id) {
        Loaded<A> loaded = states.load(id);
        loaded.state().loaded(loaded.mark(), loaded.took());
        return loaded.state();
    }

    /**
     * The aggregate as it was after the event of a version. To look at: saving it is a conflict if it
     * has changed since.
     *
     * @param version from 1
     * @throws AggregateNotFoundException if it never had this version
     */
    public A loadAt(String id, long version) {
        return states.loadAt(id, version).state();
    }

    /**
     * The aggregate as it was at an instant, by the storage's clock. To look at: saving it is a
     * conflict if it has changed since.
     *
     * @throws AggregateNotFoundException if it did not exist then
     */
    public A loadAt(String id, Instant instant) {
        return states.loadAt(id, Objects.requireNonNull(instant, "instant")).state();
    }

    /**
     * Stores the uncommitted events of an aggregate; without any it does nothing.
     *
     * <p>When this returns, the aggregate has no uncommitted events. When it throws, the aggregate keeps
     * them with the ids that they were given, so that saving it once more after a lost connection stores
     * them once.
     *
     * <p>In a caller's transaction an aggregate counts as saved before the commit: after a rollback it is
     * of no more use, load it again.
     *
     * @return the version of the aggregate
     * @throws ConcurrencyException if the stream has changed since the aggregate was loaded
     */
    public long save(A aggregate) {
        if (aggregate.uncommitted().isEmpty()) {
            return aggregate.version();
        }
        AppendResult result = states.append(aggregate.id(), aggregate.version(), aggregate.pending());
        SnapshotTaker<A> taker = states.taker();
        if (taker == null) {
            aggregate.committed(result.version());
            return result.version();
        }
        List<Object> events = List.copyOf(aggregate.uncommitted());
        aggregate.committed(result.version());
        SnapshotMark before = aggregate.mark();
        SnapshotMark now = taker.saved(aggregate.id(), result.version(), events, before, aggregate.loadTook());
        if (!now.equals(before)) {
            aggregate.loaded(now, Duration.ZERO);
        }
        return result.version();
    }

    /**
     * Loads an aggregate, lets it act, and saves it; all of it again, after a short wait, if someone
     * else was faster. The action may therefore run several times, each time on a fresh aggregate.
     *
     * @return the aggregate as saved
     * @throws AggregateNotFoundException if there is no such aggregate
     * @throws ConcurrencyException if the attempts are used up
     */
    public A update(String id, Consumer<? super A> action) {
        Objects.requireNonNull(action, "action");
        return states.retryingOnConflict(() -> {
            A aggregate = load(id);
            action.accept(aggregate);
            save(aggregate);
            return aggregate;
        });
    }

    /**
     * Makes a new aggregate, lets it act, and saves it.
     *
     * @return the aggregate as saved
     * @throws ConcurrencyException if it exists already
     */
    public A create(String id, Consumer<? super A> action) {
        Objects.requireNonNull(action, "action");
        A aggregate = states.initial(id);
        action.accept(aggregate);
        save(aggregate);
        return aggregate;
    }

    /**
     * The snapshots of these aggregates.
     *
     * @throws IllegalStateException if their type has none, or the storage keeps none
     */
    public KeptSnapshots snapshots() {
        return states.snapshots();
    }
}
