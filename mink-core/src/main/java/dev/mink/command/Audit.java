package dev.mink.command;

import dev.mink.Metadata;
import dev.mink.command.CommandResult.Accepted;
import dev.mink.command.CommandResult.Failed;
import dev.mink.command.CommandResult.Rejected;
import dev.mink.schema.Codec;
import dev.mink.spi.AuditLog;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes an entry about every command, after its end and outside of its transaction. */
final class Audit implements Middleware {

    private static final Logger LOG = LoggerFactory.getLogger(Audit.class);
    private static final Codec JSON = Codec.json();

    private final @Nullable Redaction redaction;
    private final boolean required;

    Audit(@Nullable Redaction redaction, boolean required) {
        this.redaction = redaction;
        this.required = required;
    }

    @Override
    public CommandResult handle(CommandEnvelope envelope, Next next) {
        if (!(next instanceof Chain<?> chain)) {
            throw new IllegalStateException(
                    "audit needs the storage of a command bus: wrap what stands outside of" + " it, not inside");
        }
        AuditLog log = chain.auditLog();
        Instant at = chain.bus().clock().instant();
        long start = System.nanoTime();
        CommandResult result;
        try {
            result = next.proceed(envelope);
        } catch (RuntimeException | Error e) {
            write(log, envelope, new Failed(e), at, start, false);
            throw e;
        }
        write(log, envelope, result, at, start, required);
        return result;
    }

    private void write(
            AuditLog log, CommandEnvelope envelope, CommandResult result, Instant at, long start, boolean insist) {
        try {
            log.write(entry(envelope, result, at, Duration.ofNanos(System.nanoTime() - start)));
        } catch (RuntimeException e) {
            if (insist) {
                throw new AuditFailedException(envelope.type(), result, e);
            }
            LOG.error("the audit entry of the command {} ({}) could not be written", envelope.type(), envelope.id(), e);
        }
    }

    private AuditEntry entry(CommandEnvelope envelope, CommandResult result, Instant at, Duration duration) {
        Metadata metadata = envelope.metadata();
        Accepted accepted = result instanceof Accepted done ? done : CommandResult.done();
        return new AuditEntry(
                0,
                at,
                envelope.id(),
                envelope.type(),
                metadata.userId(),
                metadata.tenantId(),
                metadata.correlationId(),
                result.outcome(),
                reason(result),
                duration,
                accepted.stream(),
                accepted.version(),
                details(envelope.command()));
    }

    private static @Nullable String reason(CommandResult result) {
        if (result instanceof Rejected rejected) {
            return rejected.reason().getClass().getSimpleName();
        }
        return result instanceof Failed failed ? failed.cause().getClass().getSimpleName() : null;
    }

    private @Nullable String details(Object command) {
        if (redaction == null || !command.getClass().isRecord()) {
            return null;
        }
        Map<String, Object> kept = new LinkedHashMap<>();
        for (RecordComponent component : command.getClass().getRecordComponents()) {
            Object value = value(component, command);
            Object keep = value == null ? null : redaction.keep(component.getName(), value);
            if (keep != null) {
                kept.put(component.getName(), keep);
            }
        }
        return JSON.encode(kept).toString();
    }

    private static @Nullable Object value(RecordComponent component, Object command) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(command);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "component " + component.getName() + " of "
                            + command.getClass().getName() + " cannot be read",
                    e);
        }
    }
}
