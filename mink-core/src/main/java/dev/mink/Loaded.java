package dev.mink;

import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A state as it was loaded.
 *
 * @param state the state
 * @param version the version of the last event in it; 0 if there was none
 * @param lastEvent the id of that event; null if there was none
 * @param mark the newest snapshot
 * @param took how long it took; zero where nobody wants to know
 * @param <S> the state
 */
record Loaded<S>(S state, long version, @Nullable UUID lastEvent, SnapshotMark mark, Duration took) {

    Versioned<S> versioned() {
        return new Versioned<>(state, version);
    }

    Loaded<S> with(SnapshotMark newMark) {
        return new Loaded<>(state, version, lastEvent, newMark, took);
    }

    Loaded<S> took(Duration time) {
        return new Loaded<>(state, version, lastEvent, mark, time);
    }
}
