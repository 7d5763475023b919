package dev.mink.memory;

import dev.mink.spi.Checkpoint;
import dev.mink.spi.Partition;
import dev.mink.spi.PartitionId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A partition of a projection. A change is made to a copy, so that it can be undone. */
final class MemoryPartition {

    final PartitionId id;
    long position;
    long lease;

    @Nullable
    String owner;

    boolean paused;
    long parked;

    @Nullable
    String fault;

    Instant movedAt;

    MemoryPartition(PartitionId id, long position, Instant movedAt) {
        this.id = id;
        this.position = position;
        this.movedAt = movedAt;
    }

    MemoryPartition copy() {
        MemoryPartition copy = new MemoryPartition(id, position, movedAt);
        copy.lease = lease;
        copy.owner = owner;
        copy.paused = paused;
        copy.parked = parked;
        copy.fault = fault;
        return copy;
    }

    void own(@Nullable String node) {
        owner = node;
        lease++;
    }

    Partition partition() {
        return new Partition(id, position, lease, owner, paused, parked, fault, movedAt);
    }

    Checkpoint checkpoint() {
        return new Checkpoint(position, paused, parked);
    }
}
