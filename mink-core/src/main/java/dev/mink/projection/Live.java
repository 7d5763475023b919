package dev.mink.projection;

import dev.mink.EventStore;
import dev.mink.FeedPage;
import dev.mink.RecordedEvent;
import dev.mink.Subscription;
import dev.mink.spi.PartitionId;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A live projection: one thread reads into a buffer, another processes what is in it; by hand, both are one.
 *
 * <p>An event that fails is tried once more, and then left out, since there is no place to park it.
 */
final class Live {

    private static final Logger LOG = LoggerFactory.getLogger(Live.class);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    /** How long it takes at most to see that it was closed. */
    private static final long IS_CLOSED_MILLIS = 100;

    private final ReadModel<?> model;
    private final LiveOptions options;
    private final EventStore<?> store;
    private final Consumer<RecordedEvent> apply;
    private final Observers observers;
    private final PartitionId partition;
    private final Tally tally;
    private final BlockingQueue<Step> buffer;
    private final Semaphore restarts = new Semaphore(0);
    private final AtomicLong dropped = new AtomicLong();
    private volatile @Nullable Subscription subscription;
    private volatile long position;
    private volatile boolean closed;

    /**
     * @param apply processes one event
     */
    Live(
            ReadModel<?> model,
            LiveOptions options,
            EventStore<?> store,
            Consumer<RecordedEvent> apply,
            Observers observers) {
        this.model = model;
        this.options = options;
        this.store = store;
        this.apply = apply;
        this.observers = observers;
        this.partition = new PartitionId(model.name(), 1, 0);
        this.tally = new Tally(partition, observers);
        this.buffer = new ArrayBlockingQueue<>(options.buffer());
    }

    ReadModel<?> model() {
        return model;
    }

    Tally tally() {
        return tally;
    }

    /** All events up to it have been processed or left out. */
    long position() {
        return position;
    }

    /** How many events were left out because the buffer was full. */
    long dropped() {
        return dropped.get();
    }

    /** Decides where to begin. */
    void open() {
        position = options.start() == Start.NOW ? store.safePosition() : 0;
        subscription = store.subscribe(model.events().after(position));
    }

    private Subscription opened() {
        return Objects.requireNonNull(subscription, "subscription");
    }

    /** Reads and processes what is there, on the thread of the caller. */
    int byHand() {
        try {
            FeedPage page = opened().next(Duration.ZERO);
            page.events().forEach(this::process);
            position = page.position();
            tally.state(ProjectionState.RUNNING, null);
            return page.events().size();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /** Reads into the buffer until it is closed. */
    void read() {
        try {
            while (!closed) {
                try {
                    readPage();
                } catch (RuntimeException e) {
                    tally.failed(0, e);
                    TimeUnit.NANOSECONDS.sleep(LOOK_AGAIN.toNanos());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void readPage() throws InterruptedException {
        FeedPage page = opened().next(LOOK_AGAIN);
        long last = 0;
        for (RecordedEvent event : page.events()) {
            put(new Step(event, event.position()));
            last = event.position();
        }
        if (page.position() > Math.max(last, position)) {
            var unused = buffer.offer(new Step(null, page.position()));
        }
    }

    private void put(Step step) throws InterruptedException {
        if (buffer.offer(step)) {
            return;
        }
        switch (options.overflow()) {
            case BLOCK -> putWhenThereIsRoom(step);
            case DROP_OLDEST -> {
                do {
                    Step oldest = buffer.poll();
                    if (oldest != null && oldest.event() != null) {
                        dropped.incrementAndGet();
                    }
                } while (!buffer.offer(step));
            }
            case FAIL -> {
                LiveOverflowException overflow = new LiveOverflowException(model.name(), options.buffer());
                tally.failed(step.position(), overflow);
                tally.state(ProjectionState.FAULTED, overflow);
                restarts.acquire();
                putWhenThereIsRoom(step);
            }
        }
    }

    private void putWhenThereIsRoom(Step step) throws InterruptedException {
        boolean done = false;
        while (!done && !closed) {
            done = buffer.offer(step, IS_CLOSED_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Goes on after the buffer was full. */
    void restart() {
        restarts.drainPermits();
        restarts.release();
    }

    /** Processes what is in the buffer until it is closed. */
    void work() {
        try {
            while (!closed) {
                Step step = buffer.poll(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
                if (step != null) {
                    if (step.event() != null) {
                        process(step.event());
                    }
                    position = step.position();
                }
                if (tally.state() != ProjectionState.FAULTED || restarts.availablePermits() > 0) {
                    tally.state(buffer.isEmpty() ? ProjectionState.RUNNING : ProjectionState.CATCHING_UP, null);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void process(RecordedEvent event) {
        long begin = System.nanoTime();
        try {
            apply(event);
        } catch (RuntimeException first) {
            try {
                apply(event);
            } catch (RuntimeException second) {
                Throwable reason = second instanceof EventFailure failure ? failure.reason() : second;
                tally.failed(event.position(), reason);
                LOG.error(
                        "live projection {} leaves out the {} at version {} of {}, which failed twice",
                        model.name(),
                        event.type(),
                        event.version(),
                        event.stream());
                return;
            }
        }
        tally.processed(1, event.position(), Duration.ofNanos(System.nanoTime() - begin));
    }

    private void apply(RecordedEvent event) {
        var unused = observers.processing(partition, false, processing -> {
            processing.events(List.of(event));
            apply.accept(event);
            return event;
        });
    }

    /** Ends {@link #read} and {@link #work}. */
    void close() {
        closed = true;
        restarts.release();
        Subscription opened = subscription;
        if (opened != null) {
            opened.close();
        }
        buffer.clear();
        var unused = buffer.offer(new Step(null, position)); // ends a wait
        tally.state(ProjectionState.STOPPED, null);
    }

    /**
     * Something in the buffer.
     *
     * @param event to process, if any
     * @param position that is reached then
     */
    private record Step(@Nullable RecordedEvent event, long position) {}
}
