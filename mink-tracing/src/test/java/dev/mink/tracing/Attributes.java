package dev.mink.tracing;

import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.Map;
import java.util.TreeMap;

/** Attributes of spans by their names. */
final class Attributes {

    private Attributes() {}

    static Map<String, Object> of(SpanData span) {
        Map<String, Object> attributes = new TreeMap<>();
        span.getAttributes().forEach((key, value) -> attributes.put(key.getKey(), value));
        return attributes;
    }
}
