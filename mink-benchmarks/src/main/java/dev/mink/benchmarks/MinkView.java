package dev.mink.benchmarks;

import dev.mink.Mink;
import dev.mink.projection.RebuildProgress;
import dev.mink.projection.ViewQuery;
import dev.mink.projection.ViewRepository;
import dev.mink.schema.EventTypes;
import dev.mink.spi.EventStorage;
import java.time.Duration;

/** Rebuilds a view by the engine, and checks at the end that no event is missing in it. */
final class MinkView implements Operation {

    private static final Duration LONG = Duration.ofMinutes(10);

    private final Mink<?> mink;
    private final int events;

    private MinkView(Mink<?> mink, int events) {
        this.mink = mink;
        this.events = events;
    }

    static MinkView start(MinkStore store, int events) {
        Mink<?> mink = mink(store.storage());
        mink.projections()
                .awaitCaughtUp(ViewReplay.PRODUCTS.name(), mink.store().lastPosition(), LONG);
        return new MinkView(mink, events);
    }

    private static <T> Mink<T> mink(EventStorage<T> storage) {
        return Mink.builder(storage)
                .events(EventTypes.of(OrderEvent.class))
                .async(ViewReplay.PRODUCTS)
                .build()
                .start();
    }

    @Override
    public int run() throws Exception {
        RebuildProgress progress =
                mink.projections().rebuild(ViewReplay.PRODUCTS.name()).await(LONG);
        if (progress.outcome() != RebuildProgress.Outcome.DONE) {
            throw new IllegalStateException("not rebuilt: " + progress);
        }
        return events;
    }

    @Override
    public void close() {
        try (mink) {
            ViewRepository<ViewReplay.Product> products = mink.repository(ViewReplay.PRODUCTS);
            long counted = products.find(ViewQuery.all()).stream()
                    .mapToLong(ViewReplay.Product::events)
                    .sum();
            if (counted != events) {
                throw new IllegalStateException("the view has " + counted + " events, not " + events);
            }
        }
    }
}
