package dev.mink.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.function.Supplier;

/**
 * What all spans have in common.
 *
 * @param stored how contexts are kept with events
 * @param exceptions whether failed spans tell messages and stack traces
 */
record Tracing(Tracer tracer, StoredContext stored, boolean exceptions) {

    /** Does something while a span is open on this thread, and ends the span with what came of it. */
    <R> R within(Span span, Context parent, Supplier<R> work) {
        OpenSpan open = OpenSpan.of(span, parent);
        try {
            return work.get();
        } catch (RuntimeException | Error e) {
            failed(span, e);
            throw e;
        } finally {
            open.close();
        }
    }

    /** Notes a failure. */
    void failed(Span span, Throwable failure) {
        if (span.isRecording()) {
            span.setStatus(StatusCode.ERROR);
            span.setAttribute(Keys.ERROR_TYPE, failure.getClass().getName());
            if (exceptions) {
                span.recordException(failure);
            }
        }
    }
}
