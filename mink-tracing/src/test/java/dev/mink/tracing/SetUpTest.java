package dev.mink.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mink.Mink;
import dev.mink.memory.InMemoryStorage;
import dev.mink.memory.MemoryTransaction;
import dev.mink.spi.EventStorage;
import dev.mink.tracing.Shop.AddLine;
import dev.mink.tracing.Shop.Order;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** How an application sets up the SDK, as docs/tracing.md shows it; here without a collector. */
class SetUpTest {

    private static final Logger EXPORTERS = Logger.getLogger("io.opentelemetry.exporter");

    // region: tracing-sdk
    static OpenTelemetrySdk openTelemetry(String collector, double ratio) {
        OtlpGrpcSpanExporter exporter = OtlpGrpcSpanExporter.builder()
                .setEndpoint(collector) // such as http://localhost:4317
                .setTimeout(Duration.ofSeconds(2))
                .build();
        SdkTracerProvider tracers = SdkTracerProvider.builder()
                .setResource(Resource.getDefault()
                        .merge(Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "shop"))))
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(ratio)))
                .addSpanProcessor(BatchSpanProcessor.builder(exporter).build())
                .build();
        return OpenTelemetrySdk.builder()
                .setTracerProvider(tracers)
                .setPropagators(ContextPropagators.create(TextMapPropagator.composite(
                        W3CTraceContextPropagator.getInstance(), W3CBaggagePropagator.getInstance())))
                .build();
    }
    // endregion

    static Mink<MemoryTransaction> mink(EventStorage<MemoryTransaction> storage, OpenTelemetrySdk openTelemetry) {
        // region: tracing-mink
        return Mink.builder(storage)
                .instrument(MinkTracing.of(openTelemetry))
                .handle(AddLine.class, Order.TYPE, AddLine::orderId, (order, line) -> order.add(line.sku()))
                .build()
                .start();
        // endregion
    }

    @Test
    void a_collector_that_cannot_be_reached_is_logged_and_hinders_nothing() throws Exception {
        Messages messages = new Messages();
        EXPORTERS.addHandler(messages);
        try (OpenTelemetrySdk openTelemetry = openTelemetry("http://localhost:" + closedPort(), 1);
                Mink<MemoryTransaction> mink = mink(new InMemoryStorage(), openTelemetry)) {
            mink.dispatch(new AddLine("o-1", "mug")).orElseThrow();

            assertThat(openTelemetry
                            .getSdkTracerProvider()
                            .forceFlush()
                            .join(60, TimeUnit.SECONDS)
                            .isDone())
                    .isTrue();
            assertThat(mink.repository(Order.TYPE).load("o-1").version()).isEqualTo(1);
            assertThat(messages.all)
                    .isNotEmpty()
                    .allSatisfy(each -> assertThat(each).startsWith("Failed to export"));
        } finally {
            EXPORTERS.removeHandler(messages);
        }
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Remembers what is logged. */
    private static final class Messages extends Handler {

        final List<String> all = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord record) {
            all.add(record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
