package dev.mink;

import static dev.mink.snapshot.SnapshotPolicy.every;

import dev.mink.fixture.Basket;
import dev.mink.memory.InMemoryStorage;
import dev.mink.snapshot.AggregateCache;
import java.util.concurrent.Callable;

/** What an application does that has no Caffeine: it uses snapshots, and then tries a cache. */
public final class WithoutCaffeine implements Callable<String> {

    /** Used by reflection. */
    public WithoutCaffeine() {}

    @Override
    public String call() {
        AggregateType<Basket, Basket.Event> type = Basket.type(every(2));
        try (Mink<?> mink = Mink.builder(new InMemoryStorage())
                .aggregate(type)
                .snapshotsOn(Runnable::run)
                .build()
                .start()) {
            mink.repository(type).create("1", basket -> basket.add(3));
            String items = mink.repository(type).load("1").items().size() + " items";
            try {
                return items + ", and a cache of " + AggregateCache.ofEntries(1).bound();
            } catch (IllegalStateException e) {
                return items + ", and no cache: " + e.getMessage();
            }
        }
    }
}
