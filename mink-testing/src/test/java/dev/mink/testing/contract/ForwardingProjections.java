package dev.mink.testing.contract;

import dev.mink.StreamId;
import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import dev.mink.spi.Checkpoint;
import dev.mink.spi.EventStorage;
import dev.mink.spi.ForwardingStorage;
import dev.mink.spi.Generation;
import dev.mink.spi.ParkedEvent;
import dev.mink.spi.Partition;
import dev.mink.spi.PartitionId;
import dev.mink.spi.ProjectionNode;
import dev.mink.spi.ProjectionStore;
import dev.mink.spi.Roster;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Hands everything on: what a broken projection store overrides. */
class ForwardingProjections implements ProjectionStore<MemoryTransaction> {

    final ProjectionStore<MemoryTransaction> to;

    ForwardingProjections(ProjectionStore<MemoryTransaction> to) {
        this.to = to;
    }

    /** A storage in memory whose projection store is broken. */
    static EventStorage<MemoryTransaction> storage(UnaryOperator<ProjectionStore<MemoryTransaction>> breaking) {
        InMemoryStorage storage = new InMemoryStorage();
        Optional<ProjectionStore<MemoryTransaction>> broken =
                storage.projections().map(breaking);
        return new ForwardingStorage<>(storage) {
            @Override
            public Optional<ProjectionStore<MemoryTransaction>> projections() {
                return broken;
            }
        };
    }

    /** The present lease of a partition; 0 if it does not exist. */
    final long lease(PartitionId id) {
        return to.roster().generations().stream()
                .flatMap(generation -> generation.partitions().stream())
                .filter(partition -> partition.id().equals(id))
                .mapToLong(Partition::lease)
                .findFirst()
                .orElse(0);
    }

    @Override
    public Roster beat(ProjectionNode node, Duration timeToLive) {
        return to.beat(node, timeToLive);
    }

    @Override
    public Roster roster() {
        return to.roster();
    }

    @Override
    public void leave(String node) {
        to.leave(node);
    }

    @Override
    public List<Generation> lock(MemoryTransaction transaction, String projection) {
        return to.lock(transaction, projection);
    }

    @Override
    public Generation add(
            MemoryTransaction transaction,
            String projection,
            int version,
            Generation.State state,
            int partitions,
            long position) {
        return to.add(transaction, projection, version, state, partitions, position);
    }

    @Override
    public void change(MemoryTransaction transaction, String projection, int generation, Generation.State state) {
        to.change(transaction, projection, generation, state);
    }

    @Override
    public void remove(MemoryTransaction transaction, String projection, int generation) {
        to.remove(transaction, projection, generation);
    }

    @Override
    public List<Generation> serving(MemoryTransaction transaction, String projection, int version) {
        return to.serving(transaction, projection, version);
    }

    @Override
    public OptionalLong acquire(PartitionId partition, long lease, String node) {
        return to.acquire(partition, lease, node);
    }

    @Override
    public void release(PartitionId partition, long lease) {
        to.release(partition, lease);
    }

    @Override
    public Checkpoint claim(MemoryTransaction transaction, PartitionId partition, long lease, Duration idle) {
        return to.claim(transaction, partition, lease, idle);
    }

    @Override
    public void advance(MemoryTransaction transaction, PartitionId partition, long lease, long position) {
        to.advance(transaction, partition, lease, position);
    }

    @Override
    public Optional<Checkpoint> hold(MemoryTransaction transaction, PartitionId partition) {
        return to.hold(transaction, partition);
    }

    @Override
    public void pause(String projection, boolean paused) {
        to.pause(projection, paused);
    }

    @Override
    public void fault(PartitionId partition, long lease, @Nullable String fault) {
        to.fault(partition, lease, fault);
    }

    @Override
    public void park(MemoryTransaction transaction, PartitionId partition, List<ParkedEvent> events) {
        to.park(transaction, partition, events);
    }

    @Override
    public Set<StreamId> parkedAmong(MemoryTransaction transaction, PartitionId partition, Set<StreamId> streams) {
        return to.parkedAmong(transaction, partition, streams);
    }

    @Override
    public boolean unpark(MemoryTransaction transaction, PartitionId partition, long position) {
        return to.unpark(transaction, partition, position);
    }

    @Override
    public List<ParkedEvent> parked(
            String projection, int generation, @Nullable StreamId stream, long after, int limit) {
        return to.parked(projection, generation, stream, after, limit);
    }

    @Override
    public boolean isTransient(Throwable failure) {
        return to.isTransient(failure);
    }
}
