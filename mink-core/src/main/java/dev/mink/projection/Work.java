package dev.mink.projection;

import dev.mink.RecordedEvent;
import dev.mink.StreamId;
import dev.mink.projection.ProjectionObserver.Processing;
import dev.mink.spi.Checkpoint;
import dev.mink.spi.EventFilter;
import dev.mink.spi.EventLog;
import dev.mink.spi.FeedRange;
import dev.mink.spi.ParkedEvent;
import dev.mink.spi.PartitionId;
import dev.mink.spi.Slice;
import dev.mink.spi.StoredEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is done in one transaction on a partition: the effects of events, the events parked, and the position.
 *
 * @param <T> the transactions of the storage
 */
final class Work<T> {

    /** How many events are read at once. */
    static final int PAGE = 1000;

    /** How much a batch may hold in memory before it is written. */
    private static final int MAX_HELD = 50_000;

    private final Ground<T> ground;
    private final ReadModel<T> model;
    private final Duration batchTime;
    private final PartitionId partition;
    private final EventFilter filter;
    private final boolean isReplay;
    private final Processing processing;

    /**
     * @param processing is told of the events
     */
    Work(
            Ground<T> ground,
            Registration<T> registration,
            PartitionId partition,
            EventFilter filter,
            boolean isReplay,
            Processing processing) {
        this.ground = ground;
        this.model = registration.model();
        this.batchTime = registration.options().batchTime(isReplay);
        this.partition = partition;
        this.filter = filter;
        this.isReplay = isReplay;
        this.processing = processing;
    }

    private Work(Work<T> other, PartitionId partition, Slice slice) {
        this.ground = other.ground;
        this.model = other.model;
        this.batchTime = other.batchTime;
        this.partition = partition;
        this.filter = other.filter.slice(slice);
        this.isReplay = other.isReplay;
        this.processing = other.processing;
    }

    /** The same on another partition. */
    Work<T> on(PartitionId other, Slice slice) {
        return new Work<>(this, other, slice);
    }

    /**
     * Events of the partition, to begin with.
     *
     * @param limit at most so many
     */
    List<StoredEvent> read(EventLog log, long after, long through, int limit) {
        return log.readFeed(new FeedRange(after, through, filter, Math.min(limit, PAGE)));
    }

    /**
     * Processes events, and those that follow up to a position, as many as go into one batch.
     *
     * @param first the first of them, not empty
     * @param limit at most so many in all
     */
    Done process(T transaction, Checkpoint checkpoint, List<StoredEvent> first, long through, int limit) {
        long begin = System.nanoTime();
        EventLog log = ground.storage().within(transaction);
        ReadModel.Batch<T> batch = model.begin(transaction, partition.generation(), isReplay);
        List<StoredEvent> page = first;
        int asked = Math.min(limit, PAGE);
        int count = 0;
        while (true) {
            List<RecordedEvent> events = ground.decode(withoutParked(transaction, checkpoint, page));
            processing.events(events);
            batch.apply(events);
            count += page.size();
            boolean last = page.size() < asked;
            long reached = last ? through : page.get(page.size() - 1).position();
            if (last || count >= limit || batch.held() >= MAX_HELD || isLong(begin)) {
                batch.flush();
                return new Done(reached, count);
            }
            asked = Math.min(limit - count, PAGE);
            page = read(log, reached, through, asked);
        }
    }

    private boolean isLong(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin).compareTo(batchTime) >= 0;
    }

    /** The events of a page that are to be processed; those behind a parked one of their stream are parked. */
    private List<StoredEvent> withoutParked(T transaction, Checkpoint checkpoint, List<StoredEvent> page) {
        if (checkpoint.parked() == 0) {
            return page;
        }
        Set<StreamId> streams = new HashSet<>();
        page.forEach(event -> streams.add(event.stream()));
        Set<StreamId> blocked = ground.progress().parkedAmong(transaction, partition, streams);
        if (blocked.isEmpty()) {
            return page;
        }
        List<StoredEvent> rest = new ArrayList<>();
        List<ParkedEvent> waiting = new ArrayList<>();
        for (StoredEvent event : page) {
            if (blocked.contains(event.stream())) {
                waiting.add(parked(event, null, 0));
            } else {
                rest.add(event);
            }
        }
        ground.progress().park(transaction, partition, waiting);
        return rest;
    }

    /** An event as it is parked. */
    ParkedEvent parked(StoredEvent event, @Nullable Throwable error, int attempts) {
        return new ParkedEvent(
                partition,
                event.position(),
                event.stream(),
                event.version(),
                event.type(),
                error == null ? null : error.toString(),
                attempts,
                ground.clock().instant());
    }

    /**
     * What was done.
     *
     * @param position all events up to it have been processed or parked
     * @param events how many there were
     */
    record Done(long position, int events) {}
}
