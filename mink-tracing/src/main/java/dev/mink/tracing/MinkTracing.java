package dev.mink.tracing;

import dev.mink.Instrumentation;
import dev.mink.command.Middleware;
import dev.mink.projection.ProjectionObserver;
import dev.mink.spi.EventStorage;
import dev.mink.spi.ForwardingStorage;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import java.util.Objects;
import java.util.Optional;

/**
 * Spans of what a {@link dev.mink.Mink} does, by OpenTelemetry:
 *
 * <pre>{@code
 * Mink.builder(storage).instrument(MinkTracing.of(openTelemetry))
 * }</pre>
 *
 * <p>{@code dispatch AddLine} around a command, {@code append Order} and {@code load Order} around what the storage does,
 * and {@code process order-summary} around every transaction in which a projection processes events. Appended events
 * carry the context of their trace, in the form of W3C, so that processing them belongs to the trace that caused it.
 * While a span is open, its ids are in the MDC as {@code trace_id} and {@code span_id}.
 *
 * <p>Spans tell types, ids and versions, never what a command or an event contains. Immutable and thread-safe.
 */
public final class MinkTracing implements Instrumentation {

    private final Tracing tracing;

    private MinkTracing(Tracing tracing) {
        this.tracing = tracing;
    }

    /**
     * Spans for this OpenTelemetry, and otherwise as the {@link #builder} makes it.
     *
     * @param openTelemetry such as {@code GlobalOpenTelemetry.get()}, which is that of the Java agent if there is one
     */
    public static MinkTracing of(OpenTelemetry openTelemetry) {
        return builder(openTelemetry).build();
    }

    /** A builder for this OpenTelemetry. */
    public static Builder builder(OpenTelemetry openTelemetry) {
        return new Builder(openTelemetry);
    }

    @Override
    public <T> EventStorage<T> storage(EventStorage<T> storage) {
        return new ForwardingStorage<>(storage, log -> new TracedLog(log, tracing)) {};
    }

    @Override
    public Optional<Middleware> commands() {
        return Optional.of(new TracedCommands(tracing));
    }

    @Override
    public Optional<ProjectionObserver> projections() {
        return Optional.of(new TracedProjections(tracing));
    }

    /** Notes in the span that is open on this thread what happened. */
    @Override
    public void occurred(Occurrence what, String of) {
        Span.current()
                .addEvent(
                        switch (what) {
                            case CONFLICT_RETRIED -> "mink.conflict.retried";
                            case COMMAND_RETRIED -> "mink.command.retried";
                            case COMMAND_REPEATED -> "mink.command.repeated";
                            case SNAPSHOT_TAKEN -> "mink.snapshot.taken";
                            case SNAPSHOT_USED -> "mink.snapshot.used";
                            case SNAPSHOT_IGNORED -> "mink.snapshot.ignored";
                        });
    }

    /** Collects settings; not thread-safe. */
    public static final class Builder {

        private final OpenTelemetry openTelemetry;
        private boolean baggage;
        private boolean exceptions;

        private Builder(OpenTelemetry openTelemetry) {
            this.openTelemetry = Objects.requireNonNull(openTelemetry, "OpenTelemetry");
        }

        /**
         * Whether events carry the baggage of their trace, too, which processing them gets back; not unless set. What is
         * in it is stored with each event for good.
         */
        public Builder baggage(boolean stored) {
            baggage = stored;
            return this;
        }

        /**
         * Whether failed spans tell the messages and stack traces of exceptions, and not only their classes; not unless
         * set, as messages may quote what a command or an event contains.
         */
        public Builder exceptions(boolean told) {
            exceptions = told;
            return this;
        }

        /** The tracing. */
        public MinkTracing build() {
            return new MinkTracing(
                    new Tracing(openTelemetry.getTracer("dev.mink"), new StoredContext(baggage), exceptions));
        }
    }
}
