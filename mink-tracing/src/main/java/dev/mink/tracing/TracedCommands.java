package dev.mink.tracing;

import dev.mink.Metadata;
import dev.mink.command.CommandEnvelope;
import dev.mink.command.CommandResult;
import dev.mink.command.CommandResult.Accepted;
import dev.mink.command.CommandResult.Failed;
import dev.mink.command.CommandResult.Rejected;
import dev.mink.command.Middleware;
import dev.mink.command.RememberedRejectionException;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;

/** A span around each command: of the trace of its caller, or else of the one that its metadata carry. */
record TracedCommands(Tracing tracing) implements Middleware {

    @Override
    public CommandResult handle(CommandEnvelope envelope, Next next) {
        Context parent = Context.current();
        if (!Span.fromContext(parent).getSpanContext().isValid()) {
            parent = tracing.stored().read(parent, envelope.metadata());
        }
        Span span = tracing.tracer()
                .spanBuilder("dispatch " + envelope.type())
                .setParent(parent)
                .startSpan();
        if (!span.getSpanContext().isValid()) {
            return next.proceed(envelope);
        }
        if (span.isRecording()) {
            describe(span, envelope);
        }
        return tracing.within(span, parent, () -> {
            CommandResult result = next.proceed(envelope);
            if (span.isRecording()) {
                describe(span, result);
            }
            return result;
        });
    }

    private static void describe(Span span, CommandEnvelope envelope) {
        Metadata metadata = envelope.metadata();
        span.setAttribute(Keys.COMMAND_ID, envelope.id());
        span.setAttribute(Keys.COMMAND_TYPE, envelope.type());
        span.setAttribute(Keys.COMMAND_OUTCOME, "failed"); // until there is a result
        Common.set(span, Keys.TENANT, metadata.tenantId());
        Common.set(span, Keys.CORRELATION, metadata.correlationId());
    }

    private void describe(Span span, CommandResult result) {
        span.setAttribute(Keys.COMMAND_OUTCOME, result.outcome());
        if (result instanceof Accepted accepted && accepted.stream() != null) {
            span.setAttribute(Keys.AGGREGATE_TYPE, accepted.stream().category());
            span.setAttribute(Keys.AGGREGATE_ID, accepted.stream().id());
            span.setAttribute(Keys.AGGREGATE_VERSION, accepted.version());
        } else if (result instanceof Rejected rejected) {
            span.setAttribute(Keys.COMMAND_REJECTION, nameOf(rejected.reason()));
        } else if (result instanceof Failed failed) {
            tracing.failed(span, failed.cause());
        }
    }

    private static String nameOf(RuntimeException reason) {
        if (reason instanceof RememberedRejectionException remembered) {
            return remembered.type();
        }
        String simple = reason.getClass().getSimpleName();
        return simple.isEmpty() ? reason.getClass().getName() : simple;
    }
}
