package dev.mink.spi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far one partition of a projection is, and who runs it.
 *
 * @param id which one
 * @param position all events up to it have been processed or parked; 0 for none
 * @param lease grows with every change of the owner, from 0
 * @param owner the node that runs it, alive or not; null if none does
 * @param paused whether it is not to be run
 * @param parked how many events are parked
 * @param fault why it is not run, although it should be; null if nothing is wrong
 * @param movedAt when the position last changed, by the clock of the storage
 */
public record Partition(
        PartitionId id,
        long position,
        long lease,
        @Nullable String owner,
        boolean paused,
        long parked,
        @Nullable String fault,
        Instant movedAt) {}
