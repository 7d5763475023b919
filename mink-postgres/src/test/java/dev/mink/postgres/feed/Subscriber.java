package dev.mink.postgres.feed;

import dev.mink.EventStore;
import dev.mink.FeedPage;
import dev.mink.FeedQuery;
import dev.mink.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/** One thread that subscribes, until the writers are done and nothing is left; it gives the ids of what it got. */
final class Subscriber implements Callable<List<UUID>> {

    private static final Duration WAIT = Duration.ofMillis(50);

    private final EventStore<?> store;
    private final FeedQuery query;
    private final CountDownLatch writersDone;

    Subscriber(EventStore<?> store, FeedQuery query, CountDownLatch writersDone) {
        this.store = store;
        this.query = query;
        this.writersDone = writersDone;
    }

    @Override
    public List<UUID> call() throws InterruptedException {
        List<UUID> delivered = new ArrayList<>();
        try (Subscription subscription = store.subscribe(query)) {
            while (true) {
                boolean last = writersDone.getCount() == 0;
                FeedPage page = subscription.next(WAIT);
                page.events().forEach(event -> delivered.add(event.id()));
                if (last && page.events().isEmpty()) {
                    return delivered;
                }
            }
        }
    }
}
