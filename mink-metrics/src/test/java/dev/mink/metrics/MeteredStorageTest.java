package dev.mink.metrics;

import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import dev.mink.spi.EventStorage;
import dev.mink.testing.contract.EventStorageContract;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** What is measured is still a storage. */
class MeteredStorageTest extends EventStorageContract<MemoryTransaction> {

    @Override
    protected EventStorage<MemoryTransaction> newStorage() {
        return MinkMetrics.builder(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))
                .percentileHistograms(true)
                .build()
                .storage(new InMemoryStorage());
    }
}
