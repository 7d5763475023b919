package dev.mink.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.Mink;
import dev.mink.command.Middleware;
import dev.mink.metrics.MeterInfo.Kind;
import dev.mink.metrics.Shop.AddLine;
import dev.mink.metrics.Shop.Order;
import dev.mink.metrics.Shop.OrderEvent;
import dev.mink.postgres.PostgresOptions;
import dev.mink.postgres.PostgresStorage;
import dev.mink.projection.Projection;
import dev.mink.testing.MinkPostgres;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What Prometheus sees of a mink on PostgreSQL. */
final class ScrapeTest {

    @RegisterExtension
    final MinkPostgres postgres = MinkPostgres.create();

    private final MockClock clock = new MockClock();
    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, new PrometheusRegistry(), clock);
    private PostgresOptions options = PostgresOptions.defaults();

    @BeforeEach
    void options() {
        options = PostgresOptions.defaults()
                .schema(postgres.schema())
                .migrateOnStart(true)
                .poolMetrics(registry);
    }

    @Test
    void a_scrape_has_every_meter_of_the_table() {
        try (Mink<Connection> mink = mink()) {
            mink.repository(Order.SHORTENED).create("2", order -> {
                order.add("tea");
                order.add("jar");
                order.add("cup");
            });
            mink.dispatch(new AddLine("1", "mug")).orElseThrow();
            while (mink.projections().runOnce() > 0) {}
            clock.add(Duration.ofSeconds(11));
            String first = registry.scrape(); // finds what has come since the start
            List<String> lines = registry.scrape().lines().toList();

            for (MeterInfo meter : MinkMetrics.meters()) {
                String name = prometheusName(meter);
                assertThat(lines)
                        .as(meter.name())
                        .anyMatch(line -> line.startsWith(name + "{") || line.startsWith(name + " "));
                for (MeterInfo.Tag tag : meter.tags()) {
                    assertThat(lines)
                            .as(meter.name())
                            .filteredOn(line -> line.startsWith(name + "{"))
                            .isNotEmpty()
                            .allMatch(line -> line.contains(tag.key() + "=\""));
                }
            }
            assertThat(first).contains("mink_store_up 1.0");
        }
    }

    @Test
    void commands_have_buckets_from_1_ms_to_5_s() {
        try (Mink<Connection> mink = mink()) {
            mink.dispatch(new AddLine("1", "mug")).orElseThrow();

            assertThat(registry.scrape())
                    .contains("mink_commands_seconds_bucket{outcome=\"success\",type=\"AddLine\",le=\"0.001\"}")
                    .contains("mink_commands_seconds_bucket{outcome=\"success\",type=\"AddLine\",le=\"5.0\"}")
                    .doesNotContain("mink_append_seconds_bucket");
        }
    }

    @Test
    void percentile_histograms_are_a_choice() {
        try (Mink<Connection> mink =
                mink(MinkMetrics.builder(registry).percentileHistograms(true).build())) {
            mink.dispatch(new AddLine("1", "mug")).orElseThrow();

            assertThat(registry.scrape()).contains("mink_append_seconds_bucket").contains("mink_append_events_bucket");
        }
    }

    @Test
    void the_storage_tells_its_size() {
        try (Mink<Connection> mink = mink()) {
            for (int i = 0; i < 5; i++) {
                mink.dispatch(new AddLine("1", "mug")).orElseThrow();
            }
            clock.add(Duration.ofSeconds(11));

            assertThat(registry.get("mink.store.events").gauge().value()).isEqualTo(5);
            assertThat(registry.get("mink.store.bytes").gauge().value()).isGreaterThan(8192);
        }
    }

    private Mink<Connection> mink() {
        return mink(MinkMetrics.of(registry));
    }

    private Mink<Connection> mink(MinkMetrics metrics) {
        return Mink.builder(PostgresStorage.connect(postgres.url(), options))
                .handle(AddLine.class, Order.TYPE, AddLine::order, (order, add) -> order.add(add.sku()))
                .middleware(Middleware.retryOnConflict(3))
                .async(Projection.named("lines")
                        .on(OrderEvent.LineAdded.class, (event, transaction) -> {})
                        .build())
                .projections(settings -> settings.byHand())
                .snapshotsOn(Runnable::run)
                .instrument(metrics)
                .build()
                .start();
    }

    /** As Micrometer makes it of a name. */
    private static String prometheusName(MeterInfo meter) {
        String name = meter.name().replace('.', '_');
        if (meter.kind() == Kind.COUNTER) {
            return name + "_total";
        }
        if (meter.kind() == Kind.TIMER) {
            return name + "_seconds_count";
        }
        return (name + (meter.kind() == Kind.DISTRIBUTION ? "_count" : "")).toLowerCase(Locale.ROOT);
    }
}
