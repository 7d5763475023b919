package dev.mink.spi;

import dev.mink.StreamId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps how far projections are, who runs them, and what they could not process. Thread-safe. Every method
 * throws {@link dev.mink.StorageException} where the storage fails.
 *
 * <p>What takes a transaction is done in it, and undone with it.
 *
 * @param <T> the transactions of the storage
 */
public interface ProjectionStore<T> {

    // Nodes

    /**
     * Tells that a node is alive, and for how long from now on it counts as that, by the clock of the storage.
     *
     * @return who is there, this node included, and what is to be run
     */
    Roster beat(ProjectionNode node, Duration timeToLive);

    /** Who is there, and what there is to be run. */
    Roster roster();

    /** Tells that a node ends: it does not count as alive any more, and owns nothing. */
    void leave(String node);

    // Generations

    /**
     * Locks the generations of a projection against change until the end of the transaction, and against
     * {@link #serving}; waits for transactions that have done either, but not for ever. A transaction that then does
     * nothing for long may be ended by the storage.
     *
     * @return all of them, in the order of their numbers, as they are now
     */
    List<Generation> lock(T transaction, String projection);

    /**
     * Adds a generation, with a number that the projection never had. The projection is locked.
     *
     * @param partitions how many, from 1
     * @param position where its partitions begin
     * @return as it was added
     */
    Generation add(
            T transaction, String projection, int version, Generation.State state, int partitions, long position);

    /** Changes what a generation is for. The projection is locked. */
    void change(T transaction, String projection, int generation, Generation.State state);

    /** Removes a generation with its partitions and what they have parked. The projection is locked. */
    void remove(T transaction, String projection, int generation);

    /**
     * The generations of a version that are not retired. Until the end of the transaction nobody else can {@link
     * #lock} the projection; those who only ask like this do not wait for each other.
     */
    List<Generation> serving(T transaction, String projection, int version);

    // Partitions

    /**
     * Makes a node the owner of a partition, in a transaction of its own, unless the lease has changed since, or
     * somebody is working on the partition at this moment.
     *
     * @param lease as the node knows it
     * @return the new lease; empty if somebody else was faster
     */
    OptionalLong acquire(PartitionId partition, long lease, String node);

    /** Gives a partition back, in a transaction of its own; does nothing if the lease is no longer valid. */
    void release(PartitionId partition, long lease);

    /**
     * Begins to work on a partition: nobody else can until the end of the transaction; waits for those who do.
     *
     * @param idle if the transaction does nothing for this long, the storage may end it, so that a node that
     *     stands still holds up nobody for ever
     * @throws LeaseLostException if the lease is no longer valid
     */
    Checkpoint claim(T transaction, PartitionId partition, long lease, Duration idle);

    /**
     * Moves the position of a partition that the same transaction has claimed.
     *
     * @param position not before the present one
     * @throws LeaseLostException if the lease is no longer valid
     */
    void advance(T transaction, PartitionId partition, long lease, long position);

    /**
     * Begins to work on a partition as {@link #claim}, without a lease: its owner waits meanwhile.
     *
     * @return where it stands; empty if it does not exist
     */
    Optional<Checkpoint> hold(T transaction, PartitionId partition);

    /**
     * Sets whether partitions of a projection are not to be run, in all its generations and in a transaction of
     * its own. Waits for those who work on them: when this returns, nothing is being processed.
     */
    void pause(String projection, boolean paused);

    /**
     * Keeps why a partition is not run, in a transaction of its own; does nothing if the lease is no longer valid.
     *
     * @param fault null if nothing is wrong any more
     */
    void fault(PartitionId partition, long lease, @Nullable String fault);

    // Parked events

    /**
     * Parks events in a partition on which the same transaction works, as of now whatever {@link ParkedEvent#at()}
     * says. Of one that is parked there already, error and attempts are replaced.
     */
    void park(T transaction, PartitionId partition, List<ParkedEvent> events);

    /** Those of the streams that have parked events in the partition. */
    Set<StreamId> parkedAmong(T transaction, PartitionId partition, Set<StreamId> streams);

    /**
     * Takes an event out of those parked in a partition on which the same transaction works.
     *
     * @return whether it was parked
     */
    boolean unpark(T transaction, PartitionId partition, long position);

    /**
     * Parked events of one generation, in the order of their positions.
     *
     * @param stream only events of this stream; null for all
     * @param after only events behind this position
     * @param limit at most so many, from 1
     */
    List<ParkedEvent> parked(String projection, int generation, @Nullable StreamId stream, long after, int limit);

    /**
     * Whether a failure will probably go away by itself, such as a lost connection or a deadlock, as far as the
     * storage can tell.
     */
    boolean isTransient(Throwable failure);
}
