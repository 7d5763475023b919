package dev.mink.testing.contract;

import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import dev.mink.spi.EventStorage;

class InMemoryModelTest extends ModelContract<MemoryTransaction> {

    @Override
    protected EventStorage<MemoryTransaction> newStorage() {
        return new InMemoryStorage();
    }

    @Override
    protected int histories() {
        return 60;
    }
}
