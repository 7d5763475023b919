package dev.mink.examples.observability;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * OpenTelemetry as its standard environment variables say. Spans go to {@code OTEL_EXPORTER_OTLP_ENDPOINT} by OTLP over
 * gRPC, in the background: a collector that cannot be reached is
 * said in the log, and holds up nothing.
 */
final class Tracing {
    private Tracing() {}

    static OpenTelemetrySdk open(Map<String, String> environment) {
        Map<String, String> properties = new HashMap<>(Map.of(
                "otel.service.name", "shop",
                "otel.traces.exporter", "otlp",
                "otel.exporter.otlp.protocol", "grpc",
                "otel.traces.sampler", "parentbased_traceidratio",
                "otel.traces.sampler.arg", "0.1", // one trace of ten
                "otel.propagators", "tracecontext,baggage",
                "otel.metrics.exporter", "none", // Micrometer has them
                "otel.logs.exporter", "none"));
        environment.forEach((name, value) -> {
            if (name.startsWith("OTEL_")) {
                properties.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value);
            }
        });
        return AutoConfiguredOpenTelemetrySdk.builder()
                .addPropertiesSupplier(() -> properties)
                .disableShutdownHook()
                .build()
                .getOpenTelemetrySdk();
    }
}
