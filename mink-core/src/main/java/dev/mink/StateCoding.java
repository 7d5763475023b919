package dev.mink;

import dev.mink.schema.Codec;
import dev.mink.schema.Payload;
import dev.mink.snapshot.Snapshots;

/**
 * Between states and what is stored of them.
 *
 * @param <S> the state
 */
record StateCoding<S>(Fold<S, ?> fold, Snapshots<S> snapshots, Codec codec) {

    String schema() {
        return snapshots.schema();
    }

    Encoded encode(S state) {
        Object captured = snapshots.capture(state);
        return new Encoded(snapshots.typeOf(captured), codec.encode(captured));
    }

    /**
     * The state that was encoded after an event of a version.
     *
     * @throws RuntimeException of whatever kind, if it cannot be made
     */
    S decode(String id, Encoded encoded, long version) {
        Object captured = codec.decode(encoded.payload(), snapshots.stateType(encoded.type()));
        return fold.reached(snapshots.restore(fold.initial().apply(id), captured), version);
    }

    /**
     * A state, encoded.
     *
     * @param type the name of its type
     */
    record Encoded(String type, Payload payload) {}
}
