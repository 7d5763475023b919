package dev.mink.snapshot;

import dev.mink.internal.BoundedMap;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * How much of a type of aggregates or deciders each store keeps in memory. A load then asks the storage for newer
 * events only. Needs the library Caffeine.
 *
 * <p>What is cached was replayed from stored events, outside of transactions; and each time it is used, its last
 * event has to be in the stream still. So nothing is served that was rolled back.
 *
 * <p>Immutable and thread-safe.
 *
 * @param <X> the aggregate, or the state of the decider
 */
public final class AggregateCache<X> {

    private final long bound;
    private final @Nullable ToIntFunction<? super X> weight;

    private AggregateCache(long bound, @Nullable ToIntFunction<? super X> weight) {
        if (bound < 1) {
            throw new IllegalArgumentException("the bound " + bound + " of a cache is less than 1");
        }
        BoundedMap.requireCaffeine();
        this.bound = bound;
        this.weight = weight;
    }

    /**
     * A cache of at most so many.
     *
     * @throws IllegalArgumentException if that is less than 1
     * @throws IllegalStateException without Caffeine; the message names the dependency
     */
    public static <X> AggregateCache<X> ofEntries(long most) {
        return new AggregateCache<>(most, null);
    }

    /**
     * A cache of those that together weigh at most so much.
     *
     * @param weight gives the weight of one, from 0, in whatever unit: such as how many lines an order has
     * @throws IllegalArgumentException if the bound is less than 1
     * @throws IllegalStateException without Caffeine; the message names the dependency
     */
    public static <X> AggregateCache<X> ofWeight(long most, ToIntFunction<? super X> weight) {
        return new AggregateCache<>(most, weight);
    }

    /** The most that it may hold. */
    public long bound() {
        return bound;
    }

    /** What one counts for; 1 unless there are weights. */
    public int weigh(X cached) {
        return weight == null ? 1 : weight.applyAsInt(cached);
    }
}
