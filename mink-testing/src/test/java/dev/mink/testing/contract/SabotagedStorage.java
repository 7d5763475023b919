package dev.mink.testing.contract;

import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import dev.mink.spi.EventLog;
import dev.mink.spi.EventStorage;
import java.util.function.UnaryOperator;

/** The in-memory storage with its operations broken, in and outside of transactions. */
class SabotagedStorage extends SabotagedLog implements EventStorage<MemoryTransaction> {

    EventStorage<MemoryTransaction> storage;
    private final UnaryOperator<EventLog> sabotage;

    SabotagedStorage() {
        this(UnaryOperator.identity());
    }

    SabotagedStorage(UnaryOperator<EventLog> sabotage) {
        this(new InMemoryStorage(), sabotage);
    }

    private SabotagedStorage(EventStorage<MemoryTransaction> storage, UnaryOperator<EventLog> sabotage) {
        super(sabotage.apply(storage));
        this.storage = storage;
        this.sabotage = sabotage;
    }

    @Override
    public void start() {
        storage.start();
    }

    @Override
    public EventLog within(MemoryTransaction transaction) {
        return sabotage.apply(storage.within(transaction));
    }

    @Override
    public <R, X extends Exception> R transact(Work<MemoryTransaction, R, X> work) throws X {
        return storage.transact(work);
    }

    @Override
    public void close() {
        storage.close();
    }
}
