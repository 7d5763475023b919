package dev.mink.projection;

import dev.mink.RecordedEvent;
import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import java.util.List;

/** A view in the memory of this node alone. */
final class MemoryView {

    private static final int ONLY_GENERATION = 1;

    private final InMemoryStorage storage = new InMemoryStorage();
    private final ReadModel<MemoryTransaction> model;

    MemoryView(View<?> view) {
        this.model = new ViewModel<>(view, ViewRepository.store(storage));
        var unused = storage.<Boolean, RuntimeException>transact(transaction -> {
            model.create(transaction, ONLY_GENERATION);
            model.serve(transaction, ONLY_GENERATION);
            return true;
        });
    }

    InMemoryStorage storage() {
        return storage;
    }

    ReadModel<MemoryTransaction> model() {
        return model;
    }

    void apply(RecordedEvent event) {
        var unused = storage.<Boolean, RuntimeException>transact(transaction -> {
            ReadModel.Batch<MemoryTransaction> batch = model.begin(transaction, ONLY_GENERATION, false);
            batch.apply(List.of(event));
            batch.flush();
            return true;
        });
    }
}
