package dev.mink.projection;

import dev.mink.projection.ProjectionObserver.Processing;
import dev.mink.spi.Checkpoint;
import dev.mink.spi.EventFilter;
import dev.mink.spi.LeaseLostException;
import dev.mink.spi.Partition;
import dev.mink.spi.PartitionId;
import dev.mink.spi.Slice;
import dev.mink.spi.StoredEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs one partition as long as its lease is valid, one turn at a time. It has no thread of its own: turns are taken by
 * one thread at a time, and any thread may ask how it is.
 *
 * @param <T> the transactions of the storage
 */
final class Runner<T> {

    /** A node that stands still in the middle of a batch holds up its successor for no longer than this. */
    private static final Duration STANDSTILL = Duration.ofSeconds(10);

    /** How often a position is stored that only moved past what the filter left out. */
    private static final Duration SKIPPING_IS_STORED = Duration.ofSeconds(1);

    /** How long to wait for other partitions that have not been filled as far yet. */
    private static final Duration OTHERS_ARE_BEHIND = Duration.ofMillis(20);

    private final Ground<T> ground;
    private final Registration<T> registration;
    private final PartitionId partition;
    private final long lease;
    private final EventFilter filter;
    private final Tail tail;
    private final Tally tally;
    private final Setbacks setbacks;

    /** Whether the generation is still being filled, and not read by anyone. */
    private volatile boolean filling;

    /** All events up to it have been processed, parked, or left out by the filter. */
    private volatile long position;

    /** The position as it is stored. */
    private long stored;

    private long storedAt = System.nanoTime();

    /** How many events go into a batch: few after a failure that does not tell which event is the cause. */
    private int limit;

    private final Semaphore orders = new Semaphore(0);
    private volatile boolean stopping;
    private boolean faultIsKnown;

    Runner(Ground<T> ground, Registration<T> registration, Assigned assigned, boolean filling, Tail tail) {
        this.ground = ground;
        this.registration = registration;
        this.partition = assigned.partition().id();
        this.lease = assigned.lease();
        this.position = assigned.partition().position();
        this.stored = position;
        this.filling = filling;
        this.filter = ground.store().filter(registration.model().events()).slice(assigned.slice());
        this.tail = tail;
        this.tally = new Tally(partition, ground.observers());
        this.setbacks = new Setbacks(registration.options(), ground.clock(), tally);
        this.limit = registration.options().batchSize(filling);
    }

    /**
     * What a node has got to run.
     *
     * @param partition as it was when it was acquired
     * @param lease the new one
     * @param slice of the streams
     */
    record Assigned(Partition partition, long lease, Slice slice) {}

    PartitionId partition() {
        return partition;
    }

    long lease() {
        return lease;
    }

    long position() {
        return position;
    }

    Tally tally() {
        return tally;
    }

    /** Takes note of how the partition is stored, by the thread of the beats. */
    void learn(Partition now, boolean isFilling) {
        if (!isFilling) {
            filling = false; // never back: what says so may have been read before the switch
        }
        if (now.fault() != null) {
            faultIsKnown = true;
        } else if (faultIsKnown) {
            faultIsKnown = false;
            restart();
        }
        if (!now.paused() && tally.state() == ProjectionState.PAUSED) {
            orders.release();
        }
    }

    /** Has it try again at once, whatever held it up; by any thread. */
    void restart() {
        setbacks.forgive();
        orders.release();
    }

    /** Has it end before its next turn; by any thread. */
    void stop() {
        stopping = true;
        orders.release();
        tail.wakeAll();
    }

    /** Waits as a turn says. */
    void await(Turn turn) throws InterruptedException {
        switch (turn.then()) {
            case WAIT_FOR_EVENTS -> tail.await(position, SKIPPING_IS_STORED);
            case WAIT -> {
                var unused = orders.tryAcquire(turn.pause().toNanos(), TimeUnit.NANOSECONDS);
            }
            case WAIT_FOR_ORDERS -> orders.acquire();
            default -> {}
        }
    }

    /** Processes a batch, if there is one. */
    Turn turn() {
        if (stopping) {
            return end(null);
        }
        Turn instead = setbacks.instead();
        if (instead != null) {
            return instead;
        }
        try {
            Turn turn = work();
            if (setbacks.worked(position)) {
                ground.progress().fault(partition, lease, null);
            }
            return turn;
        } catch (LeaseLostException e) {
            return end(e);
        } catch (EventFailure e) {
            return recover(() -> failed(e.position(), e.reason()));
        } catch (RuntimeException | Error e) {
            return recover(() -> failed(e));
        }
    }

    /** What to do after a failure; where finding that out fails, too, it is tried again later. */
    private Turn recover(Supplier<Turn> recovery) {
        try {
            return recovery.get();
        } catch (LeaseLostException e) {
            return end(e);
        } catch (RuntimeException e) {
            return setbacks.passing(e);
        }
    }

    private Turn work() {
        long safe = tail.safe();
        long through = setbacks.through(position, safe);
        if (position >= through) {
            return caughtUp();
        }
        int asked = Math.min(limit, Work.PAGE);
        List<StoredEvent> page = newWork().read(ground.storage(), position, through, asked);
        if (page.isEmpty()) {
            position = through;
            return through < safe ? Turn.worked(0) : caughtUp();
        }
        Turn turn = process(page, through);
        // Waiting for a moment in which nothing is appended might take for ever.
        return filling && turn.then() == Turn.Then.GO_ON && position >= safe ? finish() : turn;
    }

    private Work<T> newWork() {
        return newWork(Processing.UNOBSERVED);
    }

    private Work<T> newWork(Processing processing) {
        return new Work<>(ground, registration, partition, filter, filling, processing);
    }

    /** Processes events in a transaction, and tells observers of that. */
    private <R> R processing(BiFunction<T, Work<T>, R> what) {
        return ground.observers()
                .processing(
                        partition,
                        filling,
                        told -> ground.storage().transact(transaction -> what.apply(transaction, newWork(told))));
    }

    private Turn process(List<StoredEvent> page, long through) {
        long begin = System.nanoTime();
        tally.state(filling ? ProjectionState.REBUILDING : stateWhile(page), null);
        Optional<Work.Done> result = processing((transaction, work) -> {
            Checkpoint checkpoint = claim(transaction);
            if (checkpoint.paused()) {
                return Optional.empty();
            }
            Work.Done done = work.process(transaction, checkpoint, page, through, limit);
            ground.progress().advance(transaction, partition, lease, done.position());
            return Optional.of(done);
        });
        if (result.isEmpty()) {
            return halt();
        }
        Work.Done done = result.get();
        moved(done.position());
        limit = Math.min(limit * 2, registration.options().batchSize(filling));
        tally.processed(done.events(), done.position(), Duration.ofNanos(System.nanoTime() - begin));
        return Turn.worked(done.events());
    }

    private Turn end(@Nullable LeaseLostException loss) {
        tally.state(ProjectionState.STOPPED, loss);
        return Turn.ENDED;
    }

    private Turn halt() {
        tally.state(ProjectionState.PAUSED, null);
        return Turn.HALTED;
    }

    private ProjectionState stateWhile(List<StoredEvent> page) {
        return page.size() < Work.PAGE ? tally.state() : ProjectionState.CATCHING_UP;
    }

    private Checkpoint claim(T transaction) {
        Checkpoint checkpoint = ground.progress().claim(transaction, partition, lease, STANDSTILL);
        if (checkpoint.position() != stored) {
            throw new LeaseLostException(partition, lease); // somebody moved it: begin anew from there
        }
        return checkpoint;
    }

    private void moved(long to) {
        position = to;
        stored = to;
        storedAt = System.nanoTime();
    }

    private Turn caughtUp() {
        if (filling) {
            return finish();
        }
        tally.state(ProjectionState.RUNNING, null);
        if (position > stored && System.nanoTime() - storedAt > SKIPPING_IS_STORED.toNanos()) {
            long to = position;
            boolean paused = ground.storage().transact(transaction -> {
                Checkpoint checkpoint = claim(transaction);
                if (!checkpoint.paused()) {
                    ground.progress().advance(transaction, partition, lease, to);
                }
                return checkpoint.paused();
            });
            if (paused) {
                return halt();
            }
            moved(to);
        }
        return Turn.CAUGHT_UP;
    }

    /** Fills what little is left, and has readers see the generation. */
    private Turn finish() {
        Switch<T> change = new Switch<>(ground, registration, partition, lease);
        Switch.Result result;
        try {
            result = processing((transaction, work) -> change.attempt(transaction, work, STANDSTILL));
        } catch (Switch.OtherFailed e) {
            return Turn.waiting(OTHERS_ARE_BEHIND);
        }
        return switch (result.outcome()) {
            case PAUSED -> halt();
            case NOT_YET -> {
                moved(result.position());
                yield Turn.waiting(OTHERS_ARE_BEHIND);
            }
            case DONE -> {
                moved(result.position());
                filling = false;
                tally.state(ProjectionState.RUNNING, null);
                ground.observers().tell(each -> each.switched(partition.projection(), partition.generation()));
                yield registration.mode() == Mode.INLINE ? Turn.ENDED : Turn.worked(0);
            }
        };
    }

    /** A failure that does not tell which event is its cause. */
    private Turn failed(Throwable failure) {
        if (isTransient(failure)) {
            return setbacks.passing(failure);
        }
        if (limit > 1) {
            limit = Math.max(1, Math.min(limit, Work.PAGE) / 2);
            return Turn.worked(0);
        }
        List<StoredEvent> page = newWork().read(ground.storage(), position, tail.safe(), 1);
        return page.isEmpty() ? fault(failure) : failed(page.get(0).position(), failure);
    }

    private Turn failed(long at, Throwable failure) {
        if (isTransient(failure)) {
            return setbacks.passing(failure);
        }
        tally.failed(at, failure);
        if (at > tail.safe()) {
            tail.look();
        }
        int attempts = setbacks.failed(at);
        if (attempts == 0 || attempts < registration.options().retries()) {
            return setbacks.again(attempts, failure);
        }
        if (registration.options().onPoison() == OnPoison.STOP || failure instanceof VirtualMachineError) {
            return fault(failure);
        }
        return park(at, failure, attempts + 1);
    }

    private Turn park(long at, Throwable failure, int attempts) {
        boolean done = ground.storage().transact(transaction -> {
            Checkpoint checkpoint = claim(transaction);
            if (checkpoint.parked() >= registration.options().maxParked()) {
                return false;
            }
            Work<T> work = newWork();
            work.read(ground.storage().within(transaction), at - 1, at, 1)
                    .forEach(event -> ground.progress()
                            .park(transaction, partition, List.of(work.parked(event, failure, attempts))));
            ground.progress().advance(transaction, partition, lease, at);
            return true;
        });
        if (!done) {
            return fault(failure);
        }
        moved(at);
        tally.parked(at, failure);
        return Turn.worked(1);
    }

    private Turn fault(Throwable failure) {
        Turn next = setbacks.fault(failure);
        try {
            ground.progress().fault(partition, lease, failure.toString());
        } catch (RuntimeException e) {
            failure.addSuppressed(e); // it stays faulted here; others cannot see why
        }
        return next;
    }

    private boolean isTransient(Throwable failure) {
        return ground.progress().isTransient(failure)
                || registration.options().transientFailures().test(failure);
    }
}
