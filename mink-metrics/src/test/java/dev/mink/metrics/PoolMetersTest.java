package dev.mink.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mink.Mink;
import dev.mink.metrics.MeterInfo.Tag;
import dev.mink.metrics.Shop.AddLine;
import dev.mink.metrics.Shop.Order;
import dev.mink.postgres.PostgresOptions;
import dev.mink.postgres.PostgresStorage;
import dev.mink.testing.MinkPostgres;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What HikariCP measures of the pool of a storage. */
final class PoolMetersTest {

    @RegisterExtension
    final MinkPostgres postgres = MinkPostgres.create();

    private final MeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void a_pool_is_measured_until_it_is_closed() {
        String url = postgres.url();
        // region: pool
        PostgresOptions options = PostgresOptions.defaults().poolMetrics(registry);
        // endregion
        PostgresOptions here = options.schema(postgres.schema()).migrateOnStart(true);
        try (var mink = Mink.builder(PostgresStorage.connect(url, here))
                .handle(AddLine.class, Order.TYPE, AddLine::order, (order, add) -> order.add(add.sku()))
                .build()
                .start()) {
            var unused = mink.dispatch(new AddLine("o-1", "mug"));

            assertThat(registry.get("hikaricp.connections.usage").timer().count())
                    .isPositive();
            assertThat(registry.get("hikaricp.connections.max").gauge().value()).isEqualTo(10);
            for (MeterInfo meter : MinkMetrics.meters()) {
                if (meter.name().startsWith("hikaricp")) {
                    assertThat(registry.get(meter.name()).meter().getId().getTags())
                            .as(meter.name())
                            .extracting(io.micrometer.core.instrument.Tag::getKey)
                            .isEqualTo(meter.tags().stream().map(Tag::key).toList());
                }
            }
        }

        List<Meter> left = registry.getMeters();
        assertThat(left).isEmpty();
    }

    @Test
    void what_is_no_registry_is_refused_at_once() {
        assertThatThrownBy(() -> PostgresOptions.defaults().poolMetrics(new Object()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("MeterRegistry");
    }
}
