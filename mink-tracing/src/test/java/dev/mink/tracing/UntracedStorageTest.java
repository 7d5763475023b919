package dev.mink.tracing;

import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import dev.mink.spi.EventStorage;
import dev.mink.testing.contract.EventStorageContract;
import io.opentelemetry.api.OpenTelemetry;

/** A storage in front of which tracing stands without an SDK is as good as without. */
class UntracedStorageTest extends EventStorageContract<MemoryTransaction> {

    @Override
    protected EventStorage<MemoryTransaction> newStorage() {
        return MinkTracing.of(OpenTelemetry.noop()).storage(new InMemoryStorage());
    }
}
