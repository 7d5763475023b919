package dev.mink.testing.contract;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mink.spi.Generation;
import dev.mink.spi.Generation.State;
import dev.mink.spi.Partition;
import dev.mink.spi.PartitionId;
import dev.mink.spi.ProjectionStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the parts of the contract have in common that are about projections. */
abstract class ReadModelSuite<T> extends Suite<T> {

    static final Duration LONG = Duration.ofHours(1);
    static final String SALES = "sales";

    /** For the clock of a storage to go on. */
    static final long LONGEST_WAIT_NANOS = Duration.ofSeconds(5).toNanos();

    final Threads others = new Threads();
    ProjectionStore<T> projections;

    @SuppressWarnings("NullAway.Init")
    ReadModelSuite() {}

    abstract boolean keepsProjections();

    @BeforeEach
    void find() {
        assumeTrue(keepsProjections(), "this storage does not keep how far projections are, as its contract says");
        projections = storage.projections().orElseThrow(() -> new AssertionError("there is no projection store"));
    }

    @AfterEach
    void endThreads() {
        others.close();
    }

    /** Adds a generation of version 1 that is filled from the beginning. */
    final Generation add(String projection, int partitions) {
        return add(projection, 1, State.FILLING, partitions, 0);
    }

    final Generation add(String projection, int version, State state, int partitions, long position) {
        return storage.transact(transaction -> {
            var unused = projections.lock(transaction, projection);
            return projections.add(transaction, projection, version, state, partitions, position);
        });
    }

    final List<Generation> generations() {
        return projections.roster().generations();
    }

    /** A partition as the roster has it. */
    final Partition partition(PartitionId id) {
        return generations().stream()
                .flatMap(generation -> generation.partitions().stream())
                .filter(partition -> partition.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no partition " + id));
    }

    /** The only partition of a new projection, which a node owns. */
    final Owned owned(String projection, String node) {
        PartitionId id = add(projection, 1).partitions().get(0).id();
        return new Owned(id, acquire(id, node));
    }

    /** Makes a node the owner of a partition, whose lease nobody changes meanwhile. */
    final long acquire(PartitionId id, String node) {
        return projections
                .acquire(id, partition(id).lease(), node)
                .orElseThrow(() -> new AssertionError(node + " could not acquire " + id));
    }

    final void claim(T transaction, Owned owned) {
        var unused = projections.claim(transaction, owned.id(), owned.lease(), LONG);
    }

    final void run(Steps<T> steps) {
        var unused = storage.<Boolean, RuntimeException>transact(transaction -> {
            steps.in(transaction);
            return true;
        });
    }

    /** Runs steps in a transaction that is rolled back. */
    final void rollBack(Steps<T> steps) {
        try {
            run(transaction -> {
                steps.in(transaction);
                throw new RolledBack();
            });
        } catch (RolledBack e) {
            return;
        }
        throw new AssertionError("what a transaction threw did not come out of it");
    }

    /** Steps as a task of another thread. */
    final Callable<Boolean> task(Runnable steps) {
        return () -> {
            steps.run();
            return true;
        };
    }

    record Owned(PartitionId id, long lease) {}

    @FunctionalInterface
    interface Steps<T> {
        void in(T transaction);
    }

    @SuppressWarnings("serial")
    private static final class RolledBack extends RuntimeException {}
}
