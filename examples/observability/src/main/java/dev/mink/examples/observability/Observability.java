package dev.mink.examples.observability;

import dev.mink.Instrumentation;
import dev.mink.Mink;
import dev.mink.metrics.MinkMetrics;
import dev.mink.postgres.PostgresOptions;
import dev.mink.postgres.PostgresStorage;
import dev.mink.tracing.MinkTracing;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import java.io.IOException;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;

/**
 * A shop with customers, which can be watched until it is stopped. {@code DATABASE_URL} names its database, {@code PORT}
 * where it answers, {@code PAUSE_MS} how long a customer pauses after an order.
 */
public final class Observability implements AutoCloseable {
    private final OpenTelemetrySdk openTelemetry;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Database database;
    private final Mink<Connection> shop;
    private final Traffic traffic;
    private final Endpoints endpoints;

    Observability(Map<String, String> environment) throws IOException {
        openTelemetry = Tracing.open(environment);
        registry.config().commonTags("application", "shop");
        database = Database.open(environment.get("DATABASE_URL"));
        PostgresStorage storage = PostgresStorage.connect(
                database.url(),
                PostgresOptions.defaults()
                        .migrateOnStart(true)
                        .connectionTimeout(Duration.ofSeconds(3))
                        .poolMetrics(registry));
        List<Instrumentation> watching = List.of(MinkMetrics.of(registry), MinkTracing.of(openTelemetry));
        shop = Shop.over(storage, new Bank(new Random()), watching).start();
        traffic = new Traffic(shop, new Random()).start(Duration.ofMillis(number(environment, "PAUSE_MS", 200)));
        endpoints = Endpoints.open(number(environment, "PORT", 8080), registry, shop);
    }

    private static int number(Map<String, String> environment, String name, int unlessSet) {
        return Integer.parseInt(environment.getOrDefault(name, Integer.toString(unlessSet)));
    }

    /** Runs until the process is stopped. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Observability running = new Observability(System.getenv());
        Runtime.getRuntime().addShutdownHook(new Thread(running::close, "stop"));
        System.out.println("metrics at http://localhost:" + running.port() + "/metrics, health at /health/ready;"
                + " Ctrl-C ends it");
        new CountDownLatch(1).await();
    }

    int port() {
        return endpoints.port();
    }

    @Override
    public void close() {
        endpoints.close();
        traffic.close();
        shop.close();
        database.close();
        openTelemetry.close();
    }
}
