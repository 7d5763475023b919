package dev.mink.projection;

import dev.mink.spi.Generation;
import dev.mink.spi.Generation.State;
import java.util.List;
import java.util.Optional;

/**
 * A read model, and how it is to be run.
 *
 * @param <T> the transactions of the storage
 */
record Registration<T>(ReadModel<T> model, Mode mode, AsyncOptions options) {

    Registration {
        if (options.partitions() > 1 && !model.isSliceable()) {
            throw new IllegalArgumentException("projection " + model.name() + " cannot have " + options.partitions()
                    + " partitions, since events of different streams may touch the same: promise the contrary with"
                    + " perStream(), or leave it at one");
        }
        if (model.events().after() != 0 || model.events().limit() != Long.MAX_VALUE) {
            throw new IllegalArgumentException("the events of projection " + model.name()
                    + " have a position or a limit: leave them out, the engine keeps the position");
        }
    }

    /** The state of a generation that readers see when it is run like this. */
    State whenRead() {
        return mode == Mode.INLINE ? State.INLINE : State.SERVING;
    }

    /** The generation of this version in a state, if there is one. */
    Optional<Generation> find(List<Generation> all, State state) {
        return all.stream()
                .filter(each ->
                        each.projection().equals(name()) && each.version() == model.version() && each.state() == state)
                .findFirst();
    }

    /** The generation of this version that readers see, if there is one. */
    Optional<Generation> read(List<Generation> all) {
        return find(all, whenRead());
    }

    /** The generation of this version that is being filled, if there is one. */
    Optional<Generation> filling(List<Generation> all) {
        return find(all, State.FILLING);
    }

    String name() {
        return model.name();
    }
}
