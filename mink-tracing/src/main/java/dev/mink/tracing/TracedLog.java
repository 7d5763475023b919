package dev.mink.tracing;

import dev.mink.AppendResult;
import dev.mink.StreamId;
import dev.mink.StreamQuery;
import dev.mink.spi.AppendRequest;
import dev.mink.spi.EventLog;
import dev.mink.spi.ForwardingLog;
import dev.mink.spi.NewEvent;
import dev.mink.spi.StoredEvent;
import dev.mink.spi.StreamAppend;
import dev.mink.spi.StreamTail;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** A span around each append, whose context its events carry, and around each page of a stream that is loaded. */
final class TracedLog extends ForwardingLog {

    private final Tracing tracing;

    TracedLog(EventLog to, Tracing tracing) {
        super(to);
        this.tracing = tracing;
    }

    @Override
    public List<AppendResult> append(AppendRequest request) {
        Context parent = Context.current();
        Span span = tracing.tracer()
                .spanBuilder(name(request))
                .setSpanKind(SpanKind.PRODUCER)
                .setParent(parent)
                .startSpan();
        if (!span.getSpanContext().isValid()) {
            return super.append(request);
        }
        if (span.isRecording()) {
            describe(span, request);
        }
        return tracing.within(span, parent, () -> {
            List<AppendResult> results = super.append(tracing.stored().write(Context.current(), request));
            if (span.isRecording() && results.size() == 1) {
                span.setAttribute(Keys.AGGREGATE_VERSION, results.get(0).version());
                span.setAttribute(Keys.REPEATED, results.get(0).repeated());
            }
            return results;
        });
    }

    /** With the category of the streams, if it is one. */
    private static String name(AppendRequest request) {
        String first = request.streams().get(0).stream().category();
        for (StreamAppend append : request.streams()) {
            if (!append.stream().category().equals(first)) {
                return "append";
            }
        }
        return "append " + first;
    }

    private static void describe(Span span, AppendRequest request) {
        span.setAttribute(Keys.MESSAGING_SYSTEM, Keys.MINK);
        span.setAttribute(Keys.MESSAGING_OPERATION, "append");
        span.setAttribute(Keys.MESSAGING_OPERATION_TYPE, "send");
        Common common = new Common();
        for (StreamAppend append : request.streams()) {
            for (NewEvent event : append.events()) {
                common.add(event.type(), event.metadata());
            }
        }
        common.describe(span);
        if (request.streams().size() == 1) {
            StreamId stream = request.streams().get(0).stream();
            span.setAttribute(Keys.MESSAGING_DESTINATION, stream.category());
            span.setAttribute(Keys.AGGREGATE_TYPE, stream.category());
            span.setAttribute(Keys.AGGREGATE_ID, stream.id());
        } else {
            span.setAttribute(Keys.STREAMS, request.streams().size());
        }
    }

    @Override
    public List<StoredEvent> readStream(StreamQuery query) {
        return load(query, () -> super.readStream(query), TracedLog::describe);
    }

    @Override
    public StreamTail readTail(StreamQuery query, String schema) {
        return load(query, () -> super.readTail(query, schema), (span, tail) -> {
            if (tail.snapshot() != null) {
                span.setAttribute(Keys.AGGREGATE_VERSION, tail.snapshot().version());
                span.setAttribute(Keys.SNAPSHOT_VERSION, tail.snapshot().version());
            }
            describe(span, tail.events());
        });
    }

    private <R> R load(StreamQuery query, Supplier<R> work, BiConsumer<Span, R> describe) {
        Context parent = Context.current();
        Span span = tracing.tracer()
                .spanBuilder("load " + query.stream().category())
                .setSpanKind(SpanKind.CLIENT)
                .setParent(parent)
                .startSpan();
        if (!span.getSpanContext().isValid()) {
            return work.get();
        }
        if (span.isRecording()) {
            span.setAttribute(Keys.DB_SYSTEM, Keys.MINK);
            span.setAttribute(Keys.DB_OPERATION, "load");
            span.setAttribute(Keys.DB_COLLECTION, query.stream().category());
            span.setAttribute(Keys.AGGREGATE_TYPE, query.stream().category());
            span.setAttribute(Keys.AGGREGATE_ID, query.stream().id());
        }
        return tracing.within(span, parent, () -> {
            R result = work.get();
            if (span.isRecording()) {
                describe.accept(span, result);
            }
            return result;
        });
    }

    private static void describe(Span span, List<StoredEvent> events) {
        span.setAttribute(Keys.DB_ROWS, events.size());
        if (!events.isEmpty()) {
            span.setAttribute(
                    Keys.AGGREGATE_VERSION, events.get(events.size() - 1).version());
        }
    }
}
