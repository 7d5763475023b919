package dev.mink.projection;

import dev.mink.spi.PartitionId;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What a runner tells of itself; thread-safe. */
final class Tally {

    /** How much of the rate of ten seconds ago still counts. */
    private static final double HALF_LIFE_SECONDS = 10;

    private final PartitionId partition;
    private final Observers observers;
    private final AtomicLong processed = new AtomicLong();
    private volatile ProjectionState state = ProjectionState.CATCHING_UP;
    private volatile @Nullable Throwable lastError;
    private volatile long failedPosition;
    private volatile double rate;
    private volatile long ratedAt = System.nanoTime();

    Tally(PartitionId partition, Observers observers) {
        this.partition = partition;
        this.observers = observers;
    }

    /** Only by the thread that runs the partition. */
    void processed(int events, long position, Duration took) {
        processed.addAndGet(events);
        long now = System.nanoTime();
        double seconds = Math.max((now - ratedAt) / 1e9, 1e-6);
        double keep = Math.pow(0.5, seconds / HALF_LIFE_SECONDS);
        rate = rate * keep + events / seconds * (1 - keep);
        ratedAt = now;
        observers.tell(each -> each.processed(partition.projection(), partition.index(), events, position, took));
    }

    void failed(long position, Throwable failure) {
        lastError = failure;
        if (position > 0) {
            failedPosition = position;
        }
        observers.tell(each -> each.failed(partition.projection(), partition.index(), position, failure));
    }

    void parked(long position, Throwable failure) {
        observers.tell(each -> each.parked(partition.projection(), partition.index(), position, failure));
    }

    void state(ProjectionState now, @Nullable Throwable cause) {
        ProjectionState before = state;
        state = Objects.requireNonNull(now);
        if (before != now) {
            observers.tell(each -> each.stateChanged(partition.projection(), partition.index(), before, now, cause));
        }
    }

    ProjectionState state() {
        return state;
    }

    long processed() {
        return processed.get();
    }

    /** Events per second, of late. */
    double rate() {
        double seconds = (System.nanoTime() - ratedAt) / 1e9;
        return rate * Math.pow(0.5, seconds / HALF_LIFE_SECONDS);
    }

    @Nullable
    Throwable lastError() {
        return lastError;
    }

    long failedPosition() {
        return failedPosition;
    }
}
