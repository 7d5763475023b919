package dev.mink;

import dev.mink.snapshot.KeptSnapshots;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Loads the states of one decider type and lets commands act on them. Immutable and thread-safe,
 * unless its store belongs to a transaction.
 *
 * @param <C> the commands
 * @param <S> the states
 * @param <E> the events
 */
public final class DeciderRepository<C, S, E> {

    private final States<S> states;
    private final Decider<C, S, E> decider;

    DeciderRepository(EventStore<?> store, DeciderType<C, S, E> type) {
        this(new States<>(store, type.fold(), ConflictRetry.standard()), type.decider());
    }

    private DeciderRepository(States<S> states, Decider<C, S, E> decider) {
        this.states = states;
        this.decider = decider;
    }

    /** The same repository with another policy for {@link #decide}. */
    public DeciderRepository<C, S, E> retrying(ConflictRetry policy) {
        return new DeciderRepository<>(states.retrying(policy), decider);
    }

    /** The state after all events: the initial state at version 0 where there are none. */
    public Versioned<S> load(String id) {
        return states.load(id).versioned();
    }

    /**
     * The state as it was after the event of a version.
     *
     * @param version from 1
     * @throws AggregateNotFoundException if there never was this version
     */
    public Versioned<S> loadAt(String id, long version) {
        return states.loadAt(id, version);
    }

    /**
     * The state as it was at an instant, by the storage's clock.
     *
     * @throws AggregateNotFoundException if there were no events then
     */
    public Versioned<S> loadAt(String id, Instant instant) {
        return states.loadAt(id, Objects.requireNonNull(instant, "instant"));
    }

    /**
     * Loads the state, decides, and stores the events; all of it again, after a short wait, if someone
     * else was faster. A rejection by the decider is thrown as it is.
     *
     * @throws ConcurrencyException if the attempts are used up
     */
    public Decision<S, E> decide(String id, C command) {
        Objects.requireNonNull(command, "command");
        return states.retryingOnConflict(() -> {
            Loaded<S> loaded = states.load(id);
            List<E> events = Objects.requireNonNull(
                    decider.decide(command, loaded.state()),
                    () -> "the events that " + command.getClass().getName() + " led to: give an empty list for none");
            if (events.isEmpty()) {
                return new Decision<>(events, loaded.state(), loaded.version());
            }
            // Evolved before it is stored: what cannot be evolved could never be loaded again.
            S state = evolved(id, loaded.state(), events);
            long version = states.append(id, loaded.version(), events).version();
            SnapshotTaker<S> taker = states.taker();
            if (taker != null) {
                var unused = taker.saved(id, version, events, loaded.mark(), loaded.took());
            }
            return new Decision<>(events, state, version);
        });
    }

    private S evolved(String id, S loaded, List<E> events) {
        S state = loaded;
        for (E event : events) {
            Objects.requireNonNull(event, () -> "an event for " + states.stream(id));
            state = Objects.requireNonNull(
                    decider.evolve(state, event),
                    () -> "the state of " + states.stream(id) + " after "
                            + event.getClass().getName());
        }
        return state;
    }

    /**
     * The snapshots of these states.
     *
     * @throws IllegalStateException if their type has none, or the storage keeps none
     */
    public KeptSnapshots snapshots() {
        return states.snapshots();
    }
}
