package dev.mink.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * A span that is current on this thread, and whose ids are in the MDC, until it is closed by the same thread: then it
 * ends, and all is as it was before.
 */
final class OpenSpan {

    private static final String TRACE_ID = "trace_id";
    private static final String SPAN_ID = "span_id";

    private final Span span;
    private final @Nullable String traceBefore;
    private final @Nullable String spanBefore;
    private final Scope scope;

    @SuppressWarnings("MustBeClosedChecker") // close() does
    private OpenSpan(Span span, Context parent) {
        this.span = span;
        this.traceBefore = MDC.get(TRACE_ID);
        this.spanBefore = MDC.get(SPAN_ID);
        this.scope = parent.with(span).makeCurrent();
        SpanContext ids = span.getSpanContext();
        MDC.put(TRACE_ID, ids.getTraceId());
        MDC.put(SPAN_ID, ids.getSpanId());
    }

    /** Opens a span that has been started. */
    static OpenSpan of(Span span, Context parent) {
        return new OpenSpan(span, parent);
    }

    Span span() {
        return span;
    }

    void close() {
        restore(TRACE_ID, traceBefore);
        restore(SPAN_ID, spanBefore);
        scope.close();
        span.end();
    }

    private static void restore(String key, @Nullable String before) {
        if (before == null) {
            MDC.remove(key);
        } else {
            MDC.put(key, before);
        }
    }
}
