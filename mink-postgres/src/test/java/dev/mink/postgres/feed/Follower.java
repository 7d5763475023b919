package dev.mink.postgres.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.EventStore;
import dev.mink.FeedPage;
import dev.mink.FeedQuery;
import dev.mink.RecordedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/**
 * One thread that follows the feed page by page, until the writers are done and nothing is left. It
 * gives the ids of the events that it was given.
 */
final class Follower implements Callable<List<UUID>> {

    private static final int LARGEST_PAGE = 50;

    private final EventStore<?> store;
    private final FeedQuery query;
    private final CountDownLatch writersDone;
    private final Random random;

    Follower(EventStore<?> store, FeedQuery query, CountDownLatch writersDone, Random random) {
        this.store = store;
        this.query = query;
        this.writersDone = writersDone;
        this.random = random;
    }

    @Override
    public List<UUID> call() {
        List<UUID> delivered = new ArrayList<>();
        long cursor = 0;
        while (true) {
            boolean last = writersDone.getCount() == 0;
            FeedPage page = store.page(query.after(cursor).limit(1 + random.nextInt(LARGEST_PAGE)));
            requireOrder(cursor, page);
            page.events().forEach(event -> delivered.add(event.id()));
            cursor = page.position();
            if (last && page.atEnd()) {
                return delivered;
            }
        }
    }

    private static void requireOrder(long cursor, FeedPage page) {
        long before = cursor;
        for (RecordedEvent event : page.events()) {
            assertThat(event.position())
                    .as("position in a page behind %d", cursor)
                    .isGreaterThan(before);
            before = event.position();
        }
        assertThat(page.position()).as("the end of a page behind %d", cursor).isGreaterThanOrEqualTo(before);
    }
}
