package dev.mink.projection;

import dev.mink.EventStore;
import dev.mink.ExpectedVersion;
import dev.mink.FeedQuery;
import dev.mink.RecordedEvent;
import dev.mink.StreamId;
import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import dev.mink.schema.EventTypes;
import dev.mink.spi.ViewStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Fills a view by hand, in generation 1, from events of a store in memory. */
final class Filling<S> {

    final InMemoryStorage storage = new InMemoryStorage();
    final EventStore<MemoryTransaction> store = EventStore.of(storage, EventTypes.of(Market.class));
    final List<String> loads = new ArrayList<>();
    final ViewRepository<S> documents;

    private final ViewModel<MemoryTransaction, S> model;
    private long position;

    Filling(View<S> view) {
        ViewStore<MemoryTransaction> views = new CountingViews<>(storage.views().orElseThrow(), loads);
        this.model = new ViewModel<>(view, views);
        this.documents = ViewRepository.of(storage, view);
        var unused = storage.transact(transaction -> {
            model.create(transaction, 1);
            model.serve(transaction, 1);
            return true;
        });
    }

    Filling<S> happened(String stream, Object... events) {
        store.append(StreamId.parse(stream), ExpectedVersion.any(), Arrays.asList(events));
        return this;
    }

    /** Processes what has happened since the last time, in one batch. */
    Filling<S> fill() {
        return fill(Integer.MAX_VALUE);
    }

    /** Processes what has happened since the last time, in one batch of pages. */
    Filling<S> fill(int page) {
        List<RecordedEvent> events = store.read(model.events().after(position)).toList();
        var unused = storage.transact(transaction -> {
            ReadModel.Batch<MemoryTransaction> batch = model.begin(transaction, 1, false);
            for (int from = 0; from < events.size(); from += Math.min(page, events.size() - from)) {
                batch.apply(events.subList(from, from + Math.min(page, events.size() - from)));
            }
            batch.flush();
            return true;
        });
        position = store.lastPosition();
        return this;
    }

    /** Everything that has happened. */
    List<RecordedEvent> feed() {
        return store.read(FeedQuery.all()).toList();
    }
}
