package dev.mink.tracing;

import dev.mink.Metadata;
import dev.mink.spi.AppendRequest;
import dev.mink.spi.NewEvent;
import dev.mink.spi.StreamAppend;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Contexts of traces as attributes of metadata, named and written like the headers of W3C Trace Context and W3C Baggage,
 * whatever the application uses between processes: what is stored outlives that choice.
 */
final class StoredContext {

    static final String TRACEPARENT = "traceparent";

    /** What W3C Baggage has every system hand on at least; a longer value is left out. */
    private static final int LONGEST = 8192;

    /** Where the trace id stands in a traceparent, as in {@code 00-TRACE-SPAN-01}. */
    private static final int TRACE_BEGIN = 3;

    private static final int TRACE_LENGTH = 32;

    private static final TextMapGetter<Map<String, String>> GETTER =
            (attributes, name) -> attributes == null ? null : attributes.get(name);

    private final TextMapPropagator format;

    StoredContext(boolean baggage) {
        TextMapPropagator trace = W3CTraceContextPropagator.getInstance();
        format = baggage ? TextMapPropagator.composite(trace, W3CBaggagePropagator.getInstance()) : trace;
    }

    /**
     * The same request, whose events carry a context in place of what they had copied from elsewhere. Events that were
     * recorded before keep what they have.
     */
    AppendRequest write(Context context, AppendRequest request) {
        Map<String, String> fields = fields(context);
        List<StreamAppend> streams = new ArrayList<>(request.streams().size());
        Metadata before = Metadata.empty();
        Metadata after = with(before, fields);
        for (StreamAppend append : request.streams()) {
            List<NewEvent> events = new ArrayList<>(append.events().size());
            for (NewEvent event : append.events()) {
                if (event.recordedAt() != null) {
                    events.add(event);
                    continue;
                }
                if (!event.metadata().equals(before)) { // usually all have the same
                    before = event.metadata();
                    after = with(before, fields);
                }
                events.add(new NewEvent(event.id(), event.type(), event.schemaVersion(), event.payload(), after));
            }
            streams.add(new StreamAppend(append.stream(), append.expected(), events));
        }
        return new AppendRequest(streams);
    }

    private Map<String, String> fields(Context context) {
        Map<String, String> fields = new LinkedHashMap<>();
        format.inject(context, fields, (all, name, value) -> {
            if (all != null && isPlain(value)) {
                all.put(name, value);
            }
        });
        return fields;
    }

    /** Whether a value is as it should be, so that it cannot be the reason why an append fails. */
    private static boolean isPlain(String value) {
        return value.length() <= LONGEST && value.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    private Metadata with(Metadata metadata, Map<String, String> fields) {
        Map<String, String> attributes = new LinkedHashMap<>(metadata.attributes());
        format.fields().forEach(attributes::remove);
        attributes.putAll(fields);
        return new Metadata(
                metadata.correlationId(), metadata.causationId(), metadata.userId(), metadata.tenantId(), attributes);
    }

    /** A context with what metadata carry; unchanged if that is nothing, or makes no sense. */
    Context read(Context context, Metadata metadata) {
        return metadata.attributes().containsKey(TRACEPARENT)
                ? format.extract(context, metadata.attributes(), GETTER)
                : context;
    }

    /** The span that metadata carry; not valid if there is none. */
    SpanContext span(Metadata metadata) {
        return Span.fromContext(read(Context.root(), metadata)).getSpanContext();
    }

    /** Whether two texts in the form of {@link #TRACEPARENT} name the same trace. */
    static boolean isSameTrace(String one, @Nullable String other) {
        return other != null && one.regionMatches(TRACE_BEGIN, other, TRACE_BEGIN, TRACE_LENGTH);
    }
}
