package dev.mink.tracing;

import dev.mink.Metadata;
import dev.mink.RecordedEvent;
import dev.mink.projection.ProjectionObserver.Processing;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The span of one transaction in which a projection processes events. There is none if there are none, unless it fails.
 *
 * <p>It belongs to the trace in which it is called, if there is one; else to that of the events, if it is one and the
 * same; else it is a trace of its own. It links to the appends of the events. What fills a generation that nobody reads
 * yet is a trace of its own without links, as those who appended are long gone.
 */
final class TracedProcessing implements Processing {

    /** As many as the SDK keeps unless it is told otherwise. */
    private static final int MOST_LINKS = 128;

    private final Tracing tracing;
    private final String projection;
    private final int partition;
    private final boolean isReplay;
    private final Instant begun = Instant.now();
    private final Common common = new Common();
    private final Set<String> linked = new HashSet<>();
    private boolean isBegun;
    private @Nullable OpenSpan open;
    private long position;

    TracedProcessing(Tracing tracing, String projection, int partition, boolean isReplay) {
        this.tracing = tracing;
        this.projection = projection;
        this.partition = partition;
        this.isReplay = isReplay;
    }

    @Override
    public void events(List<RecordedEvent> events) {
        if (events.isEmpty()) {
            return;
        }
        if (!isBegun) {
            begin(parent(events));
        }
        if (open != null && open.span().isRecording()) {
            Span span = open.span();
            for (RecordedEvent event : events) {
                common.add(event.type(), event.metadata());
                link(span, event.metadata());
            }
            position = events.get(events.size() - 1).position();
        }
    }

    @Override
    public void ended(@Nullable Throwable failure) {
        if (!isBegun && failure != null) {
            begin(Context.current());
        }
        if (open == null) {
            return;
        }
        try {
            Span span = open.span();
            if (span.isRecording()) {
                common.describe(span);
                span.setAttribute(Keys.POSITION, position);
            }
            if (failure != null) {
                tracing.failed(span, failure);
            }
        } finally {
            open.close();
        }
    }

    private void begin(Context parent) {
        isBegun = true;
        Span span = tracing.tracer()
                .spanBuilder("process " + projection)
                .setSpanKind(SpanKind.CONSUMER)
                .setParent(parent)
                .setStartTimestamp(begun)
                .startSpan();
        if (!span.getSpanContext().isValid()) {
            return;
        }
        if (span.isRecording()) {
            span.setAttribute(Keys.MESSAGING_SYSTEM, Keys.MINK);
            span.setAttribute(Keys.MESSAGING_OPERATION, "process");
            span.setAttribute(Keys.MESSAGING_OPERATION_TYPE, "process");
            span.setAttribute(Keys.MESSAGING_GROUP, projection);
            span.setAttribute(Keys.MESSAGING_PARTITION, Integer.toString(partition));
            span.setAttribute(Keys.PROJECTION, projection);
            span.setAttribute(Keys.REPLAY, isReplay);
        }
        open = OpenSpan.of(span, parent);
    }

    private Context parent(List<RecordedEvent> events) {
        Context here = Context.current();
        return isReplay || Span.fromContext(here).getSpanContext().isValid() || !areOfOneTrace(events)
                ? here
                : tracing.stored().read(here, events.get(0).metadata());
    }

    private static boolean areOfOneTrace(List<RecordedEvent> events) {
        String first = traceparent(events.get(0).metadata());
        if (first == null) {
            return false;
        }
        for (RecordedEvent event : events) {
            if (!StoredContext.isSameTrace(first, traceparent(event.metadata()))) {
                return false;
            }
        }
        return true;
    }

    /** Links to an append whose span is kept. */
    private void link(Span span, Metadata metadata) {
        String traceparent = traceparent(metadata);
        if (traceparent == null || isReplay || linked.size() == MOST_LINKS || linked.contains(traceparent)) {
            return;
        }
        SpanContext append = tracing.stored().span(metadata);
        if (append.isValid() && append.isSampled()) {
            linked.add(traceparent);
            span.addLink(append);
        }
    }

    private static @Nullable String traceparent(Metadata metadata) {
        return metadata.attributes().get(StoredContext.TRACEPARENT);
    }
}
