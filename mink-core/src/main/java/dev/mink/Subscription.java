package dev.mink;

import dev.mink.spi.EventStorage;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Follows the feed: gives what is there, and then waits for what is appended. No event is skipped and
 * none is given twice.
 *
 * <p>It has no thread of its own and reads nothing ahead: the next page is fetched when it is asked for, so
 * a slow reader holds nobody up, and nothing piles up in memory.
 *
 * <p>To be read by one thread at a time; any thread may {@link #close()} it, which ends a wait.
 */
public final class Subscription implements AutoCloseable {

    private static final Duration EVER = Duration.ofNanos(Long.MAX_VALUE);

    private final EventStore<?> store;
    private final Duration pollInterval;
    private final Semaphore wakeUps = new Semaphore(0);
    private final EventStorage.Listening listening;
    private volatile FeedQuery rest;
    private volatile boolean closed;

    Subscription(EventStore<?> store, EventStorage<?> storage, FeedQuery query, Duration pollInterval) {
        this.store = store;
        this.rest = Objects.requireNonNull(query, "query");
        this.pollInterval = pollInterval;
        this.listening = storage.listen(wakeUps::release);
    }

    /**
     * The next events, as many as there are up to the page size; waits for the first.
     *
     * @return at least one event; none if the subscription was closed
     * @throws StorageException if the storage fails; asking again goes on where it was
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public FeedPage next() throws InterruptedException {
        return next(EVER);
    }

    /**
     * The next events, as many as there are up to the page size; waits for the first, but not for longer
     * than this.
     *
     * @return no event if there was none in time, or the subscription was closed; the position may have moved
     *     nevertheless, past events that the query does not ask for
     * @throws StorageException if the storage fails; asking again goes on where it was
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public FeedPage next(Duration atMost) throws InterruptedException {
        long begin = System.nanoTime();
        long longest = atMost.compareTo(EVER) < 0 ? atMost.toNanos() : Long.MAX_VALUE;
        while (true) {
            wakeUps.drainPermits();
            if (closed) {
                return new FeedPage(List.of(), rest.after(), true);
            }
            FeedPage page = store.page(rest);
            rest = rest.after(page.position());
            long left = longest - (System.nanoTime() - begin);
            if (!page.events().isEmpty() || left <= 0) {
                return page;
            }
            if (!page.atEnd()) {
                continue;
            }
            var unused = wakeUps.tryAcquire(Math.min(left, pollInterval.toNanos()), TimeUnit.NANOSECONDS);
        }
    }

    /**
     * All events from here on, without end; reading waits for what is not there yet. The stream ends when the
     * subscription is closed, or the thread is interrupted, which it stays.
     */
    public Stream<RecordedEvent> events() {
        return Stream.generate(this::nextOrNothing)
                .takeWhile(page -> !page.events().isEmpty())
                .flatMap(page -> page.events().stream());
    }

    private FeedPage nextOrNothing() {
        try {
            return next();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new FeedPage(List.of(), position(), true);
        }
    }

    /**
     * The position that was reached: all events up to it that the query asks for have been given. A later
     * subscription goes on from here with {@link FeedQuery#after}.
     */
    public long position() {
        return rest.after();
    }

    /** Ends the subscription, and a wait for the next event; may be called again. */
    @Override
    public void close() {
        closed = true;
        wakeUps.release();
        listening.close();
    }
}
