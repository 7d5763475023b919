package dev.mink;

import dev.mink.snapshot.AggregateCache;
import dev.mink.snapshot.Snapshots;
import org.jspecify.annotations.Nullable;

/**
 * How replays of a type are shortened.
 *
 * @param immutable whether a state can be shared by threads, since nothing changes it
 * @param snapshots its snapshots, if it has any
 * @param cache its cache, if it has one
 * @param <S> the state
 */
record Shortening<S>(
        boolean immutable,
        @Nullable Snapshots<S> snapshots,
        @Nullable AggregateCache<S> cache) {

    Shortening<S> with(Snapshots<S> newSnapshots) {
        return new Shortening<>(immutable, newSnapshots, cache);
    }

    Shortening<S> with(AggregateCache<S> newCache) {
        return new Shortening<>(immutable, snapshots, newCache);
    }
}
