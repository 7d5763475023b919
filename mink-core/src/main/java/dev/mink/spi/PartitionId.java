package dev.mink.spi;

/**
 * One partition of one generation of a projection: what one node at a time runs.
 *
 * @param projection the name of the projection
 * @param generation which filling of it, from 1
 * @param index which partition, from 0
 */
public record PartitionId(String projection, int generation, int index) {

    @Override
    public String toString() {
        return projection + "#" + generation + "/" + index;
    }
}
