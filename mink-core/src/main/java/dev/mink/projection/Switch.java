package dev.mink.projection;

import dev.mink.MinkException;
import dev.mink.spi.Checkpoint;
import dev.mink.spi.EventLog;
import dev.mink.spi.Generation;
import dev.mink.spi.Generation.State;
import dev.mink.spi.LeaseLostException;
import dev.mink.spi.Partition;
import dev.mink.spi.PartitionId;
import dev.mink.spi.Slice;
import dev.mink.spi.StoredEvent;
import java.time.Duration;
import java.util.List;

/**
 * Has readers see a generation that has been filled, in one transaction.
 *
 * <p>The generations are locked first, which waits for appends that process events in their own transactions, and
 * keeps others from beginning. Then what is left is processed: so the new generation has seen every event that the old
 * one has.
 *
 * @param <T> the transactions of the storage
 */
record Switch<T>(Ground<T> ground, Registration<T> registration, PartitionId partition, long lease) {

    /** So many positions are not left to the switch, which holds up whoever wants to change the generations. */
    private static final long FAR_BEHIND = 10_000;

    Result attempt(T transaction, Work<T> work, Duration standstill) {
        List<Generation> all = ground.progress().lock(transaction, partition.projection());
        Checkpoint checkpoint = ground.progress().claim(transaction, partition, lease, standstill);
        if (checkpoint.paused()) {
            return new Result(Outcome.PAUSED, checkpoint.position());
        }
        long position = fillUp(transaction, work, checkpoint, end(transaction));
        ground.progress().advance(transaction, partition, lease, position);
        Generation own = find(all);
        if (own.isRead()) {
            return new Result(Outcome.DONE, position);
        }
        if (own.state() == State.RETIRED || !fillOthers(transaction, work, own, position)) {
            return new Result(Outcome.NOT_YET, position);
        }
        for (Generation other : all) {
            // An append cannot fill a version that this node does not have.
            boolean replaced = other.version() == own.version() || registration.mode() == Mode.INLINE;
            if (other.isRead() && replaced) {
                ground.progress().change(transaction, other.projection(), other.number(), State.RETIRED);
            }
        }
        ground.progress().change(transaction, own.projection(), own.number(), registration.whenRead());
        registration.model().serve(transaction, own.number());
        return new Result(Outcome.DONE, position);
    }

    private Generation find(List<Generation> all) {
        return all.stream()
                .filter(each -> each.number() == partition.generation())
                .findFirst()
                .orElseThrow(() -> new LeaseLostException(partition, lease));
    }

    /**
     * What is there at this moment. Where appends fill the generation from now on, that is everything that is
     * committed, also beyond the safe position: an append before it that is still under way comes after this
     * transaction, and processes its events itself.
     */
    private long end(T transaction) {
        EventLog log = ground.storage().within(transaction);
        return registration.mode() == Mode.INLINE ? log.lastPosition() : log.safePosition();
    }

    private long fillUp(T transaction, Work<T> work, Checkpoint checkpoint, long end) {
        EventLog log = ground.storage().within(transaction);
        long position = checkpoint.position();
        while (position < end) {
            List<StoredEvent> page = work.read(log, position, end, Work.PAGE);
            position = page.isEmpty()
                    ? end
                    : work.process(transaction, checkpoint, page, end, Integer.MAX_VALUE)
                            .position();
        }
        return position;
    }

    /**
     * Fills the other partitions up to the same position, if they are not far behind. Waiting for all of them to be
     * there might take for ever, while events never cease. Whoever runs them begins anew from there.
     */
    private boolean fillOthers(T transaction, Work<T> work, Generation own, long end) {
        List<Partition> others = own.partitions().stream()
                .filter(each -> !each.id().equals(partition) && each.position() < end)
                .toList();
        if (others.stream().anyMatch(each -> end - each.position() > FAR_BEHIND)) {
            return false;
        }
        for (Partition other : others) {
            Checkpoint checkpoint = ground.progress()
                    .hold(transaction, other.id())
                    .orElseThrow(() -> new LeaseLostException(other.id(), other.lease()));
            Slice slice = new Slice(other.id().index(), own.partitions().size());
            try {
                long position = fillUp(transaction, work.on(other.id(), slice), checkpoint, end);
                ground.progress().advance(transaction, other.id(), other.lease(), position);
            } catch (LeaseLostException e) {
                throw e;
            } catch (RuntimeException e) {
                throw new OtherFailed(other.id(), e);
            }
        }
        return true;
    }

    /** Another partition could not be filled: whoever runs it is to find out why, and what to do. */
    static final class OtherFailed extends MinkException {

        private static final long serialVersionUID = 1L;

        private OtherFailed(PartitionId partition, RuntimeException cause) {
            super(partition + " could not be filled for the switch", cause);
        }
    }

    /** What came of an attempt. */
    enum Outcome {
        /** Readers see the generation now. */
        DONE,
        /** Other partitions are behind. */
        NOT_YET,
        /** The projection is paused. */
        PAUSED
    }

    /**
     * What came of an attempt.
     *
     * @param position that was reached
     */
    record Result(Outcome outcome, long position) {}
}
