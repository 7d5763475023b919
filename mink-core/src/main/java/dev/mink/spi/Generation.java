package dev.mink.spi;

import java.util.List;

/**
 * One filling of a projection, beside which others may exist.
 *
 * @param projection the name of the projection
 * @param number which filling, from 1; a number is never given twice to the same projection
 * @param version the version of the projection that fills it, from 1
 * @param state what it is for
 * @param partitions one or more, in the order of their indexes
 */
public record Generation(String projection, int number, int version, State state, List<Partition> partitions) {

    /** Copies the list. */
    public Generation {
        partitions = List.copyOf(partitions);
    }

    /** The position up to which all partitions have come. */
    public long position() {
        return partitions.stream().mapToLong(Partition::position).min().orElse(0);
    }

    /** Whether readers see it. */
    public boolean isRead() {
        return state == State.SERVING || state == State.INLINE;
    }

    /** What a generation is for. */
    public enum State {
        /** It is being filled, and not read yet. */
        FILLING,
        /** It is what readers of its version see, and it is run; there is at most one for each version. */
        SERVING,
        /** It is what readers of its version see, and appends fill it; there is at most one for each version. */
        INLINE,
        /** It is not needed any more, and to be removed. */
        RETIRED
    }
}
