package dev.mink.snapshot;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * How snapshots of a type of aggregates or deciders are taken, read and kept. For an aggregate, two functions move
 * its state into a record and back; the state of a decider is the snapshot.
 *
 * <pre>{@code
 * static final AggregateType<Order, OrderEvent> TYPE = AggregateType.of("Order", Order::new, OrderEvent.class)
 *         .withSnapshots(Snapshots.of(every(100), OrderState.class, Order::state, Order::restore));
 * }</pre>
 *
 * <p>Immutable and thread-safe; every method gives a changed value and leaves this one as it is.
 *
 * @param <X> the aggregate, or the state of the decider
 */
public final class Snapshots<X> {

    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final SnapshotPolicy policy;
    private final StateTypes types;
    private final Function<? super X, ?> capture;
    private final BiFunction<X, Object, X> restore;
    private final int version;
    private final int last;
    private final Optional<Duration> keptFor;

    private Snapshots(
            SnapshotPolicy policy,
            StateTypes types,
            Function<? super X, ?> capture,
            BiFunction<X, Object, X> restore,
            int version,
            int last,
            Optional<Duration> keptFor) {
        this.policy = policy;
        this.types = types;
        this.capture = capture;
        this.restore = restore;
        this.version = version;
        this.last = last;
        this.keptFor = keptFor;
    }

    /**
     * Snapshots of aggregates.
     *
     * @param policy when they are taken
     * @param state a record or an enum, or the sealed root of some
     * @param capture gives the state of an aggregate, with nothing left out that its events have changed
     * @param restore puts a captured state into a new aggregate; it raises nothing
     * @throws IllegalArgumentException if the state is of another kind, or two records under it have the same
     *     simple name
     */
    public static <A, S> Snapshots<A> of(
            SnapshotPolicy policy,
            Class<S> state,
            Function<? super A, ? extends S> capture,
            BiConsumer<? super A, ? super S> restore) {
        Objects.requireNonNull(capture, "capture function");
        Objects.requireNonNull(restore, "restore function");
        return of(policy, StateTypes.under(state), capture, (fresh, captured) -> {
            restore.accept(fresh, state.cast(captured));
            return fresh;
        });
    }

    /**
     * Snapshots of the states of a decider.
     *
     * @param policy when they are taken
     * @param state a record or an enum, or the sealed root of some
     * @throws IllegalArgumentException as above
     */
    public static <S> Snapshots<S> of(SnapshotPolicy policy, Class<S> state) {
        return of(policy, StateTypes.under(state), Function.identity(), (initial, stored) -> state.cast(stored));
    }

    private static <X> Snapshots<X> of(
            SnapshotPolicy policy, StateTypes types, Function<? super X, ?> capture, BiFunction<X, Object, X> restore) {
        Objects.requireNonNull(policy, "policy");
        return new Snapshots<>(policy, types, capture, restore, 1, 1, Optional.empty());
    }

    /**
     * The version of the schema of the state, 1 unless set. Snapshots of another version are not read, but replaced.
     * Raise it whenever the same events lead to another state than before. A change of the components of the state,
     * or of records within it, counts as another version by itself.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Snapshots<X> version(int newVersion) {
        if (newVersion < 1) {
            throw new IllegalArgumentException("schema version " + newVersion + " of snapshots is less than 1");
        }
        return new Snapshots<>(policy, types, capture, restore, newVersion, last, keptFor);
    }

    /**
     * How many of the newest snapshots of a stream are kept, 1 unless set. Older ones serve loads of older versions.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Snapshots<X> keep(int newest) {
        if (newest < 1) {
            throw new IllegalArgumentException("keep(" + newest + "): at least 1 snapshot is kept");
        }
        return new Snapshots<>(policy, types, capture, restore, version, newest, keptFor);
    }

    /**
     * Keeps all snapshots for some time besides; they are removed when a later one is written.
     *
     * @throws IllegalArgumentException if it is negative, or more than 36,500 days
     */
    public Snapshots<X> keepFor(Duration time) {
        if (time.isNegative() || time.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("keepFor(" + time + "): give 0 to 36,500 days");
        }
        return new Snapshots<>(policy, types, capture, restore, version, last, Optional.of(time));
    }

    /** When they are taken. */
    public SnapshotPolicy policy() {
        return policy;
    }

    /** How many of the newest are kept. */
    public int kept() {
        return last;
    }

    /** How long all are kept besides, if they are. */
    public Optional<Duration> keptFor() {
        return keptFor;
    }

    /** What is stored with each, such as {@code 1-5f0c9d2e}: the version, and a digest of the shape of the state. */
    public String schema() {
        return version + "-" + types.digest();
    }

    /**
     * The state of an aggregate, or of a decider.
     *
     * @throws IllegalArgumentException if it is not of the declared type
     */
    public Object capture(X captured) {
        Object state = Objects.requireNonNull(capture.apply(captured), "captured state");
        var unused = types.nameOf(state);
        return state;
    }

    /** The name under which a captured state is stored. */
    public String typeOf(Object state) {
        return types.nameOf(state);
    }

    /**
     * The class of states that are stored under a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Class<?> stateType(String name) {
        return types.classOf(name);
    }

    /** What a captured state stands for, made of what there is before the first event. */
    public X restore(X initial, Object state) {
        return restore.apply(initial, state);
    }
}
