package dev.mink.testing.contract;

import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import dev.mink.spi.EventStorage;

// region: contract
class InMemoryStorageTest extends EventStorageContract<MemoryTransaction> {

    @Override
    protected EventStorage<MemoryTransaction> newStorage() {
        return new InMemoryStorage();
    }
}
// endregion
