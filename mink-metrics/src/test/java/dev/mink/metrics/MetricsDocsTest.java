package dev.mink.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.Mink;
import dev.mink.memory.InMemoryStorage;
import dev.mink.metrics.Shop.AddLine;
import dev.mink.metrics.Shop.Order;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

/** What docs/metrics.md shows. */
final class MetricsDocsTest {

    private final MeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void a_mink_is_measured() {
        // region: setup
        MinkMetrics metrics = MinkMetrics.builder(registry) // or MinkMetrics.of(registry)
                .tags("app", "shop")
                .percentileHistograms(true)
                .build();
        try (var mink = Mink.builder(new InMemoryStorage())
                .handle(AddLine.class, Order.TYPE, AddLine::order, (order, add) -> order.add(add.sku()))
                .instrument(metrics)
                .build()
                .start()) {
            mink.dispatch(new AddLine("o-1", "mug"));
        }
        // endregion

        assertThat(registry.get("mink.commands")
                        .tags("app", "shop", "type", "AddLine", "outcome", "success")
                        .timer()
                        .count())
                .isEqualTo(1);
    }
}
